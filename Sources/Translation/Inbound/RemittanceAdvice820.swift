internal import Documents
internal import X12

/// An 820 as a payment with what it pays.
enum RemittanceAdvice820: InboundTranslator {
    static let set = "820"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BPR", in: root, "a payment begins with it")
        guard let amount = try reading.decimal("amount", header, 2) else {
            throw TranslationError(
                .elementMissing, set: Self.set, segmentID: "BPR", segment: header.ordinal, element: 2,
                expected: "a payment has a sum")
        }
        var payment = RemittanceAdvice(
            paymentNumber: set.controlNumber,
            handling: try reading.requiredCode("handling", header, 1, CodeNames.paymentHandlings),
            amount: amount,
            direction: try reading.requiredCode("direction", header, 3, CodeNames.creditOrDebit),
            method: try reading.requiredCode("method", header, 4, CodeNames.paymentMethods))
        if let number = reading.paymentNumber(in: root) { payment.paymentNumber = number }
        payment.format = reading.text("format", header, 5)
        payment.payerAccount = try reading.bankAccount("payerAccount", header, from: 6)
        payment.originator = reading.text("originator", header, 10)
        payment.originatorSupplement = reading.text("originatorSupplement", header, 11)
        payment.payeeAccount = try reading.bankAccount("payeeAccount", header, from: 12)
        payment.effectiveDate = reading.day("effectiveDate", header, 16)
        payment.businessFunction = reading.text("businessFunction", header, 17)
        payment.returnAccount = try reading.bankAccount("returnAccount", header, from: 18)
        payment.trace = try reading.trace(in: root)
        try reading.details(of: root, into: &payment.details)
        for loop in root.loops("ENT") {
            let entity = try reading.within("entities", payment.entities.count) {
                reading throws(TranslationError) in try reading.remittanceEntity(loop)
            }
            payment.entities.append(entity)
        }
        for loop in root.loops("TXP") { try reading.taxPayment(loop, into: &payment.taxPayments) }
        for segment in root.all("DED") + root.loops("DED").compactMap(\.segments.first) {
            try reading.deduction(segment, into: &payment.deductions)
        }
        return Translated(document: .remittanceAdvice(payment), reading: reading)
    }
}

extension Reading {
    /// The trace, else the number of the cheque or transfer, else the sender's control number.
    fileprivate mutating func paymentNumber(in root: Loop) -> String? {
        if let trace = root.first("TRN"), trace.has(2) { return text("paymentNumber", trace, 2) }
        for code in ["CK", "EF", "TN", "VV"] {
            if let reference = root.first("REF", 1, code), reference.has(2) {
                return text("paymentNumber", reference, 2)
            }
        }
        return root.first("ST").flatMap { text("paymentNumber", $0, 2) }
    }

    fileprivate mutating func bankAccount(
        _ name: StaticString, _ segment: Segment, from first: Int,
    ) throws(TranslationError) -> BankAccount? {
        guard segment.has(first + 1) || segment.has(first + 3) else { return nil }
        return try within(name) { reading throws(TranslationError) in
            var account = BankAccount()
            account.bankQualifier = reading.text("bankQualifier", segment, first)
            account.bank = reading.text("bank", segment, first + 1)
            account.accountQualifier = reading.text("accountQualifier", segment, first + 2)
            account.account = reading.text("account", segment, first + 3)
            return account
        }
    }

    fileprivate mutating func trace(in root: Loop) throws(TranslationError) -> PaymentTrace? {
        guard let segment = root.first("TRN"), let type = segment[1], let number = segment[2] else {
            return nil
        }
        return try within("trace") { reading throws(TranslationError) in
            reading.note("type", segment, 1)
            reading.note("number", segment, 2)
            var trace = PaymentTrace(type: type, number: number)
            trace.originator = reading.text("originator", segment, 3)
            trace.supplement = reading.text("supplement", segment, 4)
            return trace
        }
    }

    /// TXP: the sums are in cents, like those of TDS.
    fileprivate mutating func taxPayment(
        _ loop: Loop, into list: inout [TaxPayment],
    ) throws(TranslationError) {
        guard let segment = loop.segments.first, let taxpayer = segment[1], let type = segment[2] else {
            return
        }
        let found = try within("taxPayments", list.count) { reading throws(TranslationError) in
            reading.note("taxpayer", segment, 1)
            reading.note("type", segment, 2)
            var payment = TaxPayment(taxpayer: taxpayer, type: type)
            payment.periodEnd = reading.day("periodEnd", segment, 3)
            for element in [4, 6, 8] {
                guard let qualifier = segment[element], segment.has(element + 1) else { continue }
                let amount = try reading.within("amounts", payment.amounts.count) {
                    reading throws(TranslationError) in
                    reading.note("qualifier", segment, element)
                    return try reading.money("amount", segment, element + 1)
                }
                if let amount { payment.amounts.append(NamedAmount(qualifier: qualifier, amount: amount)) }
            }
            payment.verification = reading.text("verification", segment, 10)
            for tax in loop.all("TXI") { try reading.tax(tax, into: &payment.taxes) }
            return payment
        }
        list.append(found)
    }

    fileprivate mutating func deduction(
        _ segment: Segment, into list: inout [Deduction],
    ) throws(TranslationError) {
        guard let type = segment[1], let reference = segment[2] else { return }
        let found = try within("deductions", list.count) { reading throws(TranslationError) in
            reading.note("type", segment, 1)
            reading.note("reference", segment, 2)
            var deduction = Deduction(type: type, reference: reference)
            deduction.day = reading.day("day", segment, 3)
            deduction.amount = try reading.money("amount", segment, 4)
            deduction.person = reading.text("person", segment, 5)
            deduction.medicalCoverage = reading.text("medicalCoverage", segment, 6)
            deduction.name = reading.text("name", segment, 7)
            deduction.furtherReference = reading.text("furtherReference", segment, 8)
            deduction.hasLeft = reading.text("hasLeft", segment, 9)
            return deduction
        }
        list.append(found)
    }
}
