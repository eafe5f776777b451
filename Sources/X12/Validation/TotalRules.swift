/// What the lines of a set come to, for CTT and for the total of an invoice.
struct TotalRules {
    /// The decimals in which quantities and amounts are added.
    private static let decimals = 10
    /// The decimals of a price times a quantity.
    private static let productDecimals = 12

    /// The segments that CTT01 counts.
    private(set) var lines = 0
    private var quantity: Int128 = 0
    /// The quantities added without their points, as the standard's own definition of the hash total has it.
    private var digits: Int128 = 0
    /// Whether every quantity could be added.
    private var isQuantityExact = true
    private var hasQuantity = false
    /// The lines and taxes of an invoice, in units of ``productDecimals``; then with each line rounded to cents.
    private var amount: Int128 = 0
    private var roundedAmount: Int128 = 0
    /// Charges less allowances of the lines, and those of the whole invoice, which stand after its total.
    private var lineCharges: Int128 = 0
    private var sumCharges: Int128 = 0
    private var isAmountExact = true
    private var hasAmount = false
    /// TDS01 in cents.
    private var total: Int128?
    /// Where the TDS stands in the set and in the file.
    private(set) var totalPlace = (segment: 0, offset: 0)

    /// Begins a set.
    mutating func begin() { self = TotalRules() }

    /// Adds what a segment brings.
    mutating func add(_ segment: SegmentView, at ordinal: Int, _ role: SegmentRole, _ plan: TotalPlan) {
        if plan.line == segment.packedID { lines &+= 1 }
        if role.contains(.hashed) { addQuantity(segment.element(plan.hashedElement)) }
        if role.contains(.amount) { addAmount(segment, ordinal) }
    }

    private mutating func addQuantity(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !bytes.isEmpty else { return }
        guard let number = ExactNumber(bytes), let units = number.units(decimals: TotalRules.decimals) else {
            isQuantityExact = false
            return
        }
        hasQuantity = true
        quantity &+= units
        digits &+= number.digits
    }

    /// Whether a hash total fits: the plain sum, or that of the digits without their points, of which senders
    /// may drop the first.
    func fits(_ claimed: UnsafeBufferPointer<UInt8>) -> Bool {
        guard isQuantityExact, hasQuantity, let number = ExactNumber(claimed) else { return true }
        if let units = number.units(decimals: TotalRules.decimals), units == quantity { return true }
        let width = claimed.count { $0 >= 0x30 && $0 <= 0x39 }
        return number.digits == digits % ExactNumber.power(width)
            || number.digits == (quantity / ExactNumber.power(TotalRules.decimals)) % ExactNumber.power(width)
    }

    /// The plain sum of the quantities as text.
    var quantityText: String { ExactNumber.text(quantity, decimals: TotalRules.decimals) }

    // MARK: The amounts of an invoice

    private mutating func addAmount(_ segment: SegmentView, _ ordinal: Int) {
        switch segment.packedID {
        case SegmentCode.it1: addLine(segment)
        case SegmentCode.sac: addCharge(segment)
        case SegmentCode.txi: addTax(segment.element(2))
        default:
            total = ExactNumber(segment.element(1)).flatMap { $0.decimals == 0 ? $0.digits : nil }
            totalPlace = (ordinal, segment.fileOffset)
        }
    }

    /// Quantity times price, by the basis of the price.
    private mutating func addLine(_ segment: SegmentView) {
        if segment.element(2).isEmpty, segment.element(4).isEmpty { return }
        guard let quantity = ExactNumber(segment.element(2)), let price = ExactNumber(segment.element(4)),
            let basis = TotalRules.basis(segment.element(5)),
            quantity.decimals + price.decimals + basis <= TotalRules.productDecimals
        else {
            isAmountExact = false
            return
        }
        let (product, overflow) = quantity.digits.multipliedReportingOverflow(by: price.digits)
        let scale = TotalRules.productDecimals - quantity.decimals - price.decimals - basis
        let (units, overflowToo) = product.multipliedReportingOverflow(by: ExactNumber.power(scale))
        if overflow || overflowToo {
            isAmountExact = false
            return
        }
        hasAmount = true
        amount &+= units
        roundedAmount &+= TotalRules.rounded(units)
    }

    /// The decimals by which a basis of unit price divides; nil where that is not fixed.
    private static func basis(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        switch PackedTable.pack(bytes) {
        case 0x48_50: 2  // HP, per hundred
        case 0x54_50: 3  // TP, per thousand
        // Pairs of a quantity and a price in other units, and discounts.
        case 0x54_43, 0x54_4D, 0x4C_43, 0x4C_4D, 0x51_48, 0x51_53: nil
        default: 0
        }
    }

    /// SAC05 has two implied decimals; whether it adds or takes away is said by SAC01 alone, never by its sign.
    private mutating func addCharge(_ segment: SegmentView) {
        let kind = segment.element(1)
        let isAllowance = kind.first == 0x41
        guard kind.count == 1, isAllowance || kind.first == 0x43 else { return }
        guard let value = ExactNumber(segment.element(5)), value.decimals == 0 else {
            isAmountExact = false
            return
        }
        let size = Int128(value.digits.magnitude) * ExactNumber.power(TotalRules.productDecimals - 2)
        let units = isAllowance ? -size : size
        if total == nil { lineCharges &+= units } else { sumCharges &+= units }
    }

    private mutating func addTax(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard !bytes.isEmpty else { return }
        guard let units = ExactNumber(bytes)?.units(decimals: TotalRules.productDecimals) else {
            isAmountExact = false
            return
        }
        amount &+= units
        roundedAmount &+= units
    }

    /// Units rounded to whole cents, halves away from zero.
    private static func rounded(_ units: Int128) -> Int128 {
        let cent = ExactNumber.power(productDecimals - 2)
        let half = units < 0 ? -cent / 2 : cent / 2
        return (units + half) / cent * cent
    }

    /// What the lines, charges and taxes come to where TDS01 says something else.
    ///
    /// Rounding in each line or in the sum, the sign of a credit and of the charges in it, and whether the
    /// charges of the whole invoice repeat those of its lines, are the sender's choice.
    var differingAmount: (claimed: String, counted: String)? {
        guard isAmountExact, hasAmount, let total else { return nil }
        let cent = ExactNumber.power(TotalRules.productDecimals - 2)
        let all = lineCharges &+ sumCharges
        var ways = lineCharges == 0 || sumCharges == 0 ? [all] : [all, lineCharges, sumCharges]
        // Of a credit in negative amounts an allowance takes away as well: it was not paid, so it is not paid back.
        if amount < 0 { ways += ways.map { -$0 } }
        for charges in ways {
            for sum in [amount, roundedAmount]
            where (TotalRules.rounded(sum &+ charges) / cent).magnitude == total.magnitude { return nil }
        }
        let sum = TotalRules.rounded(amount &+ all) / cent
        return (ExactNumber.text(total, decimals: 2), ExactNumber.text(sum, decimals: 2))
    }
}

extension SetValidator {
    /// Checks CTT01 and CTT02.
    mutating func checkTotals(_ segment: SegmentView) {
        guard setting.levels[.totals] != .off, let plan = grammar?.totals, plan.line != 0 else { return }
        let count = segment.element(1)
        if let claimed = ExactNumber(count), claimed.decimals > 0 || claimed.digits != Int128(totals.lines) {
            report(
                .lineCountDiffers, segment, element: place(segment, 1, number: "354"),
                found: Finding.readable(count), expected: String(totals.lines),
                message: "CTT01 says \(Finding.readable(count)) line items, the set holds \(totals.lines).",
                fix: "Count the line items in CTT01.")
        }
        let sum = segment.element(2)
        if plan.hashed != 0, !sum.isEmpty, !totals.fits(sum) {
            let id = SegmentCode.text(plan.hashed)
            report(
                .hashTotalDiffers, segment, element: place(segment, 2, number: "347"),
                found: Finding.readable(sum), expected: totals.quantityText,
                message: "CTT02 differs from the sum of \(id)0\(plan.hashedElement) over the set.",
                fix: "Add up \(id)0\(plan.hashedElement) in CTT02, or leave it out.")
        }
    }

    /// Compares what an invoice comes to with TDS01, when its end is reached.
    mutating func checkAmounts(_ trailer: SegmentView) {
        guard setting.levels[.amounts] != .off, let difference = totals.differingAmount else { return }
        let finding = finding(
            .invoiceTotalDiffers, trailer, id: SegmentCode.tds, element: place(trailer, 1, number: "610"),
            found: difference.claimed, expected: difference.counted,
            message:
                "TDS01 says \(difference.claimed), lines, charges, allowances and taxes come to \(difference.counted).",
            fix: "Send the sum of the invoice in TDS01, with two implied decimals.")
        guard var finding else { return }
        finding.segment = totals.totalPlace.segment
        finding.offset = totals.totalPlace.offset
        add(finding)
        sortFindings()
    }
}
