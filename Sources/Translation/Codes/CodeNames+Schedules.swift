/// Our words for codes of changes, schedules, stock and receipts.
extension CodeNames {
    /// 670, what is to happen to a line.
    static let lineChanges: CodeTable<String> = [
        "AA": "packing", "AI": "add", "CA": "change", "CB": "dateTermsChanged", "CC": "termsChanged",
        "CE": "chargesChanged", "CF": "cancelOrder", "CG": "totalChargesChanged", "CT": "datesChanged",
        "DI": "delete", "MU": "quantityPriceScheduleChanged", "NC": "unchanged", "PC": "priceChanged",
        "PQ": "quantityAndPriceChanged", "PR": "priceAndScheduleChanged", "QD": "quantityDecreased",
        "QI": "quantityIncreased", "RA": "shippingModeReplaced", "RB": "datesReplaced",
        "RC": "changeRejected", "RE": "replace", "RM": "replaceModified", "RQ": "quantityAndScheduleChanged",
        "RS": "rescheduled", "RZ": "allValuesReplaced", "TI": "transferred",
    ]

    /// 675, what the days of a schedule are of.
    static let scheduleBases: CodeTable<String> = [
        "AD": "authorizedDelivery", "AS": "authorizedShipment", "BB": "production", "DL": "delivery",
        "JS": "productionSequence", "KB": "kanban", "PD": "plannedDelivery", "PR": "plannedRequirement",
        "PS": "plannedShipment", "SH": "shipment", "ZZ": "agreed",
    ]

    /// 676, how the quantities of a schedule count.
    static let scheduleQuantities: CodeTable<String> = [
        "A": "actual", "C": "cumulative", "D": "netChange", "R": "replacement",
    ]

    /// 680, how certain a forecast is.
    static let certainties: CodeTable<String> = [
        "A": "immediate", "B": "pilot", "C": "firm", "D": "planning", "E": "roundedToContainer",
        "F": "potentialIncrease", "G": "averageUsage", "H": "firstTimeFirm", "K": "finalModelYear",
        "L": "engineeringChangePending", "P": "prototype", "Q": "releaseAuthorization",
        "S": "strikeProtection", "W": "cancellation", "X": "modification", "Z": "agreed",
    ]

    /// 681, how long the time of a forecast is.
    static let timings: CodeTable<String> = [
        "A": "year", "B": "delivery", "C": "day", "D": "discrete", "F": "interval", "M": "month",
        "Q": "quarter", "S": "halfYear", "T": "fourWeeks", "W": "week", "X": "sevenDays", "Z": "agreed",
    ]

    /// 682, where a part stands in its life.
    static let releaseStatuses: CodeTable<String> = [
        "3": "cancelledAtMaterial", "4": "carriedOver", "5": "newForModelYear", "6": "newByInterimRelease",
        "7": "finalRelease", "9": "finalForecast", "A": "allTimeBuy", "B": "balanceOut", "D": "terminalBuy",
        "H": "rescheduled", "P": "pilot", "R": "replacementOrders", "S": "initialOrders",
        "Y": "productionYearEnd",
    ]

    /// 672, what may be made or bought.
    static let resources: CodeTable<String> = [
        "FI": "finished", "GS": "pricingGroups", "LB": "labor", "LM": "laborAndMaterial", "MT": "material",
        "PQ": "requiredBeforeSchedule", "PR": "previouslyReleased", "ZZ": "agreed",
    ]

    /// 673, quantities a buyer counts as shipped.
    static let shippedQuantities: CodeTable<String> = ["01": "lastShipment", "02": "cumulative"]

    /// 673, quantities of stock.
    static let stockQuantities: CodeTable<String> = [
        "17": "onHand", "18": "previousWeek", "20": "unusable", "26": "total", "27": "committed",
        "28": "returnable", "29": "projectedAvailable", "32": "sold", "33": "available",
        "34": "uncommitted", "39": "shipped", "63": "onOrder", "72": "minimumStock", "73": "maximumStock",
        "86": "nonconforming", "87": "received", "99": "used", "QD": "delivered", "QH": "onHold",
    ]

    /// 412, the state goods are received in.
    static let receivingConditions: CodeTable<String> = [
        "01": "damaged", "02": "short", "03": "over", "04": "qualityProblem", "05": "wrongProduct",
        "06": "wrongContainer", "07": "good", "08": "rejected", "09": "onHold", "10": "scrapped",
        "11": "shippedCumulativeAdjusted", "12": "overReturned", "13": "noShipNotice",
        "14": "processedWithoutShipNotice", "16": "notReceived",
    ]

    /// 962, kinds of receipts.
    static let receiptTypes: CodeTable<String> = [
        "1": "receivingDock", "2": "posted", "3": "disposition", "8": "acceptanceCertificate",
        "R": "intermediatePoint",
    ]
}
