/// Our words for codes of payments and of what applications answer.
extension CodeNames {
    /// 305, how a payment and its remittance travel.
    static let paymentHandlings: CodeTable<String> = [
        "A": "offInvoice", "B": "adviceWithoutRemittance", "C": "paymentWithRemittance",
        "D": "paymentOnly", "E": "adviceWithRemittance", "H": "notification", "I": "remittanceOnly",
        "J": "paymentRequested", "K": "reimbursementToFollow", "L": "appliedOnAccount", "M": "memo",
        "N": "checkIssuance", "P": "prenotification", "R": "recurringDebit", "S": "singleDebit",
        "T": "adjustmentRequested", "U": "splitPaymentAndRemittance", "X": "mayBeSplit", "Z": "agreed",
    ]

    /// 478, which way the money goes.
    static let creditOrDebit: CodeTable<String> = ["C": "credit", "D": "debit"]

    /// 591, how a payment is made.
    static let paymentMethods: CodeTable<String> = [
        "ACH": "clearingHouse", "BOP": "bankOption", "CAS": "cash", "CCC": "creditCard",
        "CDA": "creditDebitAccount", "CHK": "check", "CWT": "wire", "DDP": "directDeposit",
        "DEB": "debitCard", "FEW": "wire", "FWT": "wire", "NON": "none", "PBD": "draft",
        "SWT": "wire", "X12": "x12", "ZZZ": "agreed",
    ]

    /// 482, what is done with an item of a remittance.
    static let paymentActions: CodeTable<String> = [
        "AJ": "adjustment", "ER": "evaluatedReceipt", "FL": "final", "NS": "notSpecified",
        "PA": "inAdvance", "PI": "payItem", "PO": "onAccount", "PP": "partial", "PR": "progress",
    ]

    /// 426, why a sum was changed.
    static let adjustmentReasons: CodeTable<String> = [
        "01": "pricingError", "02": "chargeError", "03": "extensionError", "04": "damaged",
        "05": "quality", "06": "quantityContested", "07": "wrongProduct", "08": "substituteProduct",
        "09": "termsError", "10": "containerChargeError", "11": "returnedDamaged", "12": "returnedQuality",
        "15": "returnedRecall", "19": "duplicateBilling", "22": "weightError", "23": "chargeNotAuthorized",
        "24": "wrongDiscount", "25": "itemNotAccepted", "26": "invoiceCancelled",
        "30": "deliveryChargeError", "31": "pickupChargeError", "48": "serviceCharge", "50": "lateCharge",
        "51": "interest", "52": "overpaymentCredit", "53": "previousUnderpayment", "54": "freightDeducted",
        "55": "taxDeducted", "56": "advertisingAllowance", "57": "volumeDiscount",
    ]

    /// 110, what an application says to a document.
    static let applicationVerdicts: CodeTable<String> = [
        "BA": "batchAccepted", "BC": "batchAcceptedWithChanges", "BE": "batchAcceptedWithErrors",
        "BP": "batchPartlyAccepted", "BR": "batchRejected", "GA": "groupAccepted",
        "GC": "groupAcceptedWithChanges", "GE": "groupAcceptedWithErrors", "GH": "groupOnHold",
        "GP": "groupPartlyAccepted", "GR": "groupRejected", "IA": "itemAccepted",
        "IC": "itemAcceptedWithChanges", "IE": "itemAcceptedWithErrors", "IP": "itemPartlyAccepted",
        "IR": "itemRejected", "TA": "accepted", "TC": "acceptedWithChanges", "TE": "acceptedWithErrors",
        "TH": "onHold", "TP": "partlyAccepted", "TR": "rejected",
    ]

    /// 647, what was wrong with the data.
    static let applicationErrors: CodeTable<String> = [
        "006": "duplicate", "007": "missingData", "008": "outOfRange", "009": "invalidDate",
        "010": "totalOutOfBalance", "011": "notMatching", "012": "invalidCombination", "024": "other",
        "107": "locationInvalid", "108": "locationNotOnOrder", "109": "negativeValue",
        "110": "packMarkMissing", "111": "duplicateOrderNumber", "119": "duplicateShipmentNumber",
        "120": "shipToNotOfOrder", "121": "duplicateSSCC", "122": "ssccRangeInvalid",
        "123": "ssccInvalid", "124": "tareMarkMissing", "129": "costChangeNotAccepted",
        "131": "zeroValue", "133": "itemNotOnOrder", "134": "invoiceNumberInvalid",
        "137": "allowanceErrors", "138": "orderClosed", "139": "packQuantityInvalid",
        "140": "shipToInvalid", "141": "orderCancelled",
    ]
}
