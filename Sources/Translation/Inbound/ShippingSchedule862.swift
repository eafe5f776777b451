internal import Documents
internal import X12

/// An 862 as a shipping schedule.
enum ShippingSchedule862: InboundTranslator {
    static let set = "862"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BSS", in: root, "a shipping schedule begins with it")
        let number = try reading.required("scheduleNumber", header, 2, "a schedule is known by its number")
        var schedule = ShippingSchedule(
            purpose: try reading.requiredCode("purpose", header, 1, CodeNames.purposes),
            scheduleNumber: number,
            basis: try reading.requiredCode("basis", header, 4, CodeNames.scheduleBases))
        schedule.issued = reading.day("issued", header, 3)
        schedule.start = reading.day("start", header, 5)
        schedule.end = reading.day("end", header, 6)
        schedule.release = reading.text("release", header, 7)
        schedule.reference = reading.text("reference", header, 8)
        schedule.contract = reading.text("contract", header, 9)
        schedule.orderNumber = reading.text("orderNumber", header, 10)
        schedule.quantityType = try reading.coded("quantityType", header, 11, CodeNames.scheduleQuantities)
        try reading.details(of: root, into: &schedule.details)
        for loop in root.loops("LIN") { try reading.scheduledLine(loop, into: &schedule.lines) }
        schedule.totals = try reading.controlTotals(of: root)
        return Translated(document: .shippingSchedule(schedule), reading: reading)
    }
}
