/// A payment, or the order for one, with what it pays.
public struct RemittanceAdvice: Sendable, Hashable {
    /// The number of the payment; the sender's control number when it gave none.
    public var paymentNumber: String
    /// Payment with remittance, remittance only and so on.
    public var handling: CodedValue
    /// The sum paid.
    public var amount: ExactDecimal
    /// Credit or debit.
    public var direction: CodedValue
    /// How it is paid: a cheque, a transfer.
    public var method: CodedValue
    /// The partner's code for the form of the payment, `CTX`.
    public var format: String?
    /// The account of who pays.
    public var payerAccount: BankAccount?
    /// The number of the company that orders the payment.
    public var originator: String?
    /// A further number of that company.
    public var originatorSupplement: String?
    /// The account of who is paid.
    public var payeeAccount: BankAccount?
    /// The day the money moves.
    public var effectiveDate: CalendarDay?
    /// The partner's code for the reason of the payment.
    public var businessFunction: String?
    /// The account that money sent back goes to.
    public var returnAccount: BankAccount?
    /// The number that ties the payment to the remittance.
    public var trace: PaymentTrace?
    /// What was said of the whole payment.
    public var details = Details()
    /// What is paid, by the party it is paid for.
    public var entities: [RemittanceEntity] = []
    /// Taxes paid.
    public var taxPayments: [TaxPayment] = []
    /// What was held back from somebody's pay.
    public var deductions: [Deduction] = []

    /// A payment with what every payment must have.
    public init(
        paymentNumber: String, handling: CodedValue, amount: ExactDecimal, direction: CodedValue,
        method: CodedValue,
    ) {
        self.paymentNumber = paymentNumber
        self.handling = handling
        self.amount = amount
        self.direction = direction
        self.method = method
    }
}

extension RemittanceAdvice: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("paymentNumber", paymentNumber)
        json.field("handling", handling)
        json.field("amount", amount)
        json.field("direction", direction)
        json.field("method", method)
        json.field("format", format)
        json.field("payerAccount", payerAccount)
        json.field("originator", originator)
        json.field("originatorSupplement", originatorSupplement)
        json.field("payeeAccount", payeeAccount)
        json.field("effectiveDate", effectiveDate?.description)
        json.field("businessFunction", businessFunction)
        json.field("returnAccount", returnAccount)
        json.field("trace", trace)
        details.writeFields(to: &json)
        json.requiredList("entities", entities)
        json.list("taxPayments", taxPayments)
        json.list("deductions", deductions)
    }
}

/// An account at a bank.
public struct BankAccount: Sendable, Hashable {
    /// The partner's code for the list of banks, `01` ABA.
    public var bankQualifier: String?
    /// The bank.
    public var bank: String?
    /// The partner's code for the kind of account.
    public var accountQualifier: String?
    /// The account.
    public var account: String?

    /// An account still to be filled.
    public init() {}
}

extension BankAccount: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("bankQualifier", bankQualifier)
        json.field("bank", bank)
        json.field("accountQualifier", accountQualifier)
        json.field("account", account)
    }
}

/// The number that ties a payment to its remittance.
public struct PaymentTrace: Sendable, Hashable {
    /// The partner's code for what it traces.
    public var type: String
    /// The number.
    public var number: String
    /// The company that gave the number.
    public var originator: String?
    /// A further number.
    public var supplement: String?

    /// A number of a type.
    public init(type: String, number: String) {
        self.type = type
        self.number = number
    }
}

extension PaymentTrace: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("type", type)
        json.field("number", number)
        json.field("originator", originator)
        json.field("supplement", supplement)
    }
}

/// A tax that is paid.
public struct TaxPayment: Sendable, Hashable {
    /// The number of who pays the tax.
    public var taxpayer: String
    /// The partner's code for the type of payment.
    public var type: String
    /// The last day of the period it is paid for.
    public var periodEnd: CalendarDay?
    /// The sums, each with the partner's code for what it is.
    public var amounts: [NamedAmount] = []
    /// The word that proves the taxpayer.
    public var verification: String?
    /// Taxes in detail.
    public var taxes: [Tax] = []

    /// A payment of a type by a taxpayer.
    public init(taxpayer: String, type: String) {
        self.taxpayer = taxpayer
        self.type = type
    }
}

extension TaxPayment: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("taxpayer", taxpayer)
        json.field("type", type)
        json.field("periodEnd", periodEnd?.description)
        json.list("amounts", amounts)
        json.field("verification", verification)
        json.list("taxes", taxes)
    }
}

/// What was held back from somebody's pay.
public struct Deduction: Sendable, Hashable {
    /// The partner's code for the type.
    public var type: String
    /// The number of the case.
    public var reference: String
    /// The day of the pay.
    public var day: CalendarDay?
    /// The sum.
    public var amount: ExactDecimal?
    /// The number of the person.
    public var person: String?
    /// The partner's yes or no to whether the person is insured for medical care.
    public var medicalCoverage: String?
    /// The name of the person.
    public var name: String?
    /// A further number.
    public var furtherReference: String?
    /// The partner's yes or no to whether the person has left.
    public var hasLeft: String?

    /// A deduction of a type.
    public init(type: String, reference: String) {
        self.type = type
        self.reference = reference
    }
}

extension Deduction: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("type", type)
        json.field("reference", reference)
        json.field("day", day?.description)
        json.field("amount", amount)
        json.field("person", person)
        json.field("medicalCoverage", medicalCoverage)
        json.field("name", name)
        json.field("furtherReference", furtherReference)
        json.field("hasLeft", hasLeft)
    }
}
