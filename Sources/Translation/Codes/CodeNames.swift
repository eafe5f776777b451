/// Our words for codes of the standard.
///
/// A code without a word keeps only the code.
enum CodeNames {
    /// 353, what a document is for.
    static let purposes: CodeTable<String> = [
        "00": "original", "01": "cancellation", "02": "add", "03": "delete", "04": "change", "05": "replace",
        "06": "confirmation", "07": "duplicate", "08": "status", "11": "response", "14": "advance",
        "15": "resubmission",
        "18": "reissue", "22": "informationCopy",
    ]

    /// 92, kinds of orders.
    static let orderTypes: CodeTable<String> = [
        "SA": "standAlone", "NE": "new", "DS": "dropship", "RL": "release", "BK": "blanket",
        "KN": "purchaseOrder",
        "OS": "special", "RO": "rush", "CF": "confirmation", "CN": "consigned",
    ]

    /// 587, answers to an order as a whole.
    static let decisions: CodeTable<String> = [
        "AC": "acceptedWithChanges", "AD": "accepted", "AE": "acceptedWithExceptions", "AH": "onHold",
        "AK": "accepted", "AP": "acceptedReplenishment", "AT": "accepted", "NA": "noAnswerNeeded",
        "RD": "rejected",
        "RF": "rejectedWithExceptions", "RJ": "rejected", "RN": "rejected", "RO": "counterOffer",
        "RV": "rejected",
    ]

    /// 668, answers to a line, and the state of a shipped line.
    static let lineStatuses: CodeTable<String> = [
        "AA": "forwarded", "AC": "acceptedShipped", "AR": "acceptedReleased", "BP": "partlyBackordered",
        "DR": "dateChanged", "IA": "accepted", "IB": "backordered", "IC": "acceptedWithChanges",
        "ID": "deleted",
        "IE": "pricePending", "IF": "onHold", "IH": "onHold", "IP": "priceChanged", "IQ": "quantityChanged",
        "IR": "rejected", "IS": "substituted", "IW": "onHold", "R1": "rejected", "R2": "rejected",
        "R3": "rejected", "R4": "rejected", "R5": "rejected", "R6": "rejected", "R7": "rejected",
        "R8": "rejected", "SH": "acceptedShipped", "SP": "schedulePending",
    ]

    /// 640, kinds of invoices.
    static let invoiceTypes: CodeTable<String> = [
        "DI": "invoice", "PR": "invoice", "DR": "debitMemo", "CR": "creditMemo", "CN": "creditInvoice",
        "CI": "consolidatedInvoice", "CE": "consolidatedCreditInvoice", "CG": "consolidatedCreditMemo",
        "FB": "finalBill", "DO": "dropshipInvoice", "CO": "correctedInvoice", "AI": "adjustedInvoice",
        "ME": "memorandum", "SG": "sampleInvoice", "PP": "prepaidInvoice", "MC": "materialCreditInvoice",
        "CC": "creditCommissionInvoice",
    ]

    /// 640, the kinds that give money back.
    static let creditInvoiceTypes: Set<String> = ["CR", "CN", "CE", "CG", "CC", "MC"]

    /// 715 and 717, verdicts on groups and sets.
    static let verdicts: CodeTable<String> = [
        "A": "accepted", "E": "acceptedWithErrors", "P": "partlyAccepted", "R": "rejected",
        "M": "rejectedAuthentication", "W": "rejectedAssurance", "X": "rejectedUndecipherable",
    ]

    /// 735, levels that hold others or lines.
    static let packageLevels: CodeTable<String> = ["T": "tare", "P": "pack", "Q": "innerPack"]

    /// 98, roles of parties.
    static let roles: CodeTable<String> = [
        "BY": "buyer", "SE": "seller", "VN": "vendor", "SU": "supplier", "ST": "shipTo", "BT": "billTo",
        "SF": "shipFrom", "RI": "remitTo", "RE": "remitTo", "MA": "finalStore", "Z7": "markFor",
        "CA": "carrier",
        "MI": "releaseIssuer", "16": "plant", "SO": "soldTo", "BS": "billAndShipTo", "EN": "endUser",
        "OB": "orderedBy", "PE": "payee", "PR": "payer", "DA": "deliveryAddress", "II": "invoiceIssuer",
        "LW": "customer",
        "WH": "warehouse", "MF": "manufacturer", "PW": "pickupAddress",
    ]

    /// 66, schemes of numbers.
    static let identifierSchemes: CodeTable<String> = [
        "1": "duns", "2": "scac", "9": "dunsPlus4", "11": "dea", "15": "san", "21": "hin",
        "91": "assignedBySeller", "92": "assignedByBuyer",
        "93": "assignedBySender", "94": "assignedByReceiver", "FI": "taxNumber", "UL": "gln", "ZZ": "agreed",
    ]

    /// 365, ways to reach a contact.
    static let channels: CodeTable<String> = [
        "TE": "telephone", "FX": "fax", "EM": "email", "CP": "mobile", "EX": "extension", "UR": "url",
    ]

    /// 128, kinds of references.
    static let references: CodeTable<String> = [
        "2I": "trackingNumber", "8M": "originatingCompany", "AW": "airWaybill",
        "BM": "billOfLading", "BO": "bin", "CK": "check", "CM": "creditMemo", "CN": "carrierReference",
        "CO": "customerOrder",
        "CR": "customerReference", "CT": "contract", "DK": "dock", "DO": "deliveryOrder", "DP": "department",
        "EF": "transfer", "EQ": "equipment",
        "IA": "vendorNumber",
        "IL": "internalOrder", "IV": "invoice", "LO": "load", "LS": "labelSerial", "LT": "lot",
        "MA": "shipment",
        "MB": "masterBillOfLading", "MR": "merchandiseType", "OI": "invoice", "OQ": "orderNumber",
        "PD": "promotion", "PK": "packingList", "PO": "purchaseOrder", "PR": "priceQuote",
        "RE": "release", "SE": "serial", "SI": "shipment", "SN": "seal", "TN": "transaction",
        "VN": "sellerOrder",
        "VR": "vendorNumber",
        "ZZ": "agreed",
    ]

    /// 374, kinds of dates.
    static let dates: CodeTable<String> = [
        "001": "cancelAfter", "002": "deliveryRequested", "003": "invoice", "004": "purchaseOrder",
        "007": "effective", "010": "shipRequested", "011": "shipped", "012": "discountDue", "013": "netDue",
        "015": "promotionStart", "016": "promotionEnd", "017": "deliveryEstimated", "018": "available",
        "035": "delivered", "036": "expiration", "037": "shipNotBefore", "038": "shipNotAfter",
        "050": "received", "051": "cumulativeStart", "052": "cumulativeEnd",
        "063": "deliverNotAfter", "064": "deliverNotBefore", "067": "deliveryScheduled",
        "068": "shipScheduled",
        "069": "deliveryPromised", "079": "shipPromised", "080": "shipScheduledFrom", "094": "manufactured",
        "097": "transactionCreated", "102": "issued", "106": "requiredBy", "118": "pickupRequested",
        "150": "servicePeriodStart",
        "151": "servicePeriodEnd", "177": "cancelled", "186": "invoicePeriodStart", "187": "invoicePeriodEnd",
        "196": "start", "197": "end", "208": "lotExpiration", "371": "arrivalEstimated", "372": "arrived",
        "405": "produced", "996": "deliveryRequired",
    ]

    /// 235, kinds of item numbers.
    static let items: CodeTable<String> = [
        "B8": "batch", "BL": "brand", "BO": "buyerColor", "BP": "buyerPart", "CB": "buyerCatalogNumber",
        "CG": "commodityGroup", "EC": "engineeringLevel", "EN": "gtin13", "IN": "buyerItem",
        "IT": "buyerStyle",
        "IZ": "buyerSize", "LT": "lot", "MF": "manufacturer", "MG": "manufacturerPart",
        "N1": "nationalDrugCode", "N2": "nationalDrugCode",
        "N3": "nationalDrugCode", "N4": "nationalDrugCode", "ND": "nationalDrugCode",

        "ON": "customerOrder", "PI": "purchaserItem", "PL": "purchaseOrderLine", "PO": "purchaseOrder",
        "RC": "container", "SK": "stockKeepingUnit", "SN": "serial", "UA": "upcCaseCode",
        "UI": "upcPackageCode",
        "UK": "gtin14", "UP": "gtin12", "VC": "vendorCatalogNumber", "VE": "vendorColor", "VN": "vendorItem",
        "VP": "vendorPart",
    ]

    /// 235, whose number stands for the buyer's part, ranked.
    static let buyerParts: CodeTable<Int> = ["BP": 0, "IN": 1, "SK": 2, "CB": 3]
    /// 235, whose number stands for the vendor's part, ranked.
    static let vendorParts: CodeTable<Int> = ["VP": 0, "VN": 1, "VC": 2, "MG": 3]
    /// 235, which number stands for the trade item, ranked.
    static let tradeItems: CodeTable<Int> = ["UK": 0, "EN": 1, "UP": 2]

    /// What a number of an item stands for, with its rank among those that stand for the same.
    enum Part {
        case buyer(Int)
        case vendor(Int)
        case trade(Int)
    }

    /// The three lists before in one: no code is in two of them.
    static let parts = CodeTable(
        buyerParts.elements.map { ($0, Part.buyer($1)) } + vendorParts.elements.map { ($0, Part.vendor($1)) }
            + tradeItems.elements.map { ($0, Part.trade($1)) })

    /// 750, characteristics of items.
    static let characteristics: CodeTable<String> = [
        "08": "product", "35": "color", "73": "vendorColor", "74": "vendorSize", "75": "buyerColor",
        "91": "buyerSize",
    ]

    /// 639, how many units a price is for.
    static let quantityOfPriceBasis: CodeTable<Int> = [
        "PN": 10, "PD": 12, "LD": 12, "HP": 100, "TC": 100, "LC": 100, "QH": 100, "HF": 100, "TP": 1000,
        "TM": 1000,
        "LM": 1000, "QS": 1000, "HT": 100_000,
    ]

    /// 248, allowance or charge.
    static let charges: CodeTable<String> = [
        "A": "allowance", "C": "charge", "N": "information", "P": "promotion", "Q": "chargeRequest",
        "R": "allowanceRequest", "S": "service",
    ]

    /// 146, who pays the freight.
    static let freightPayments: CodeTable<String> = [
        "BP": "paidByBuyer", "CC": "collect", "DF": "agreed", "MX": "mixed", "PB": "customerPickup",
        "PC": "prepaidAndCharged", "PP": "prepaid", "PU": "pickup", "TP": "thirdParty",
    ]

    /// 91, how goods travel.
    static let modes: CodeTable<String> = [
        "A": "air", "C": "consolidation", "E": "expeditedTruck", "H": "customerPickup", "J": "motor",
        "L": "contractCarrier", "LT": "lessThanTrailerLoad", "M": "motor", "R": "rail", "S": "ocean",
        "SR": "supplierTruck", "T": "bestWay", "U": "parcel", "X": "intermodal",
    ]

    /// 88, marks on packages.
    static let marks: CodeTable<String> = [
        "AA": "sscc", "GM": "sscc", "CP": "trackingNumber", "MC": "masterCarton", "SM": "shipperAssigned",
        "UC": "upcCase", "W": "pallet",
    ]
}
