internal import Documents
internal import X12

/// An 830 as a planning schedule, or as the release of a blanket order.
enum PlanningSchedule830: InboundTranslator {
    static let set = "830"

    static func document(from set: TransactionSet) throws(TranslationError) -> Translated {
        var reading = Reading(set)
        let root = reading.root
        let header = try reading.required("BFR", in: root, "a planning schedule begins with it")
        let release = reading.text("release", header, 3)
        // A release of a blanket order may have no number but its own.
        let number = try reading.required(
            "scheduleNumber", header, !header.has(2) ? 3 : 2, "a schedule is known by its number or release"
        )
        var schedule = PlanningSchedule(
            purpose: try reading.requiredCode("purpose", header, 1, CodeNames.purposes),
            scheduleNumber: number,
            basis: try reading.requiredCode("basis", header, 4, CodeNames.scheduleBases),
            quantityType: try reading.requiredCode("quantityType", header, 5, CodeNames.scheduleQuantities))
        schedule.release = release
        schedule.start = reading.day("start", header, 6)
        schedule.end = reading.day("end", header, 7)
        schedule.issued = reading.day("issued", header, 8)
        schedule.updated = reading.day("updated", header, 9)
        schedule.contract = reading.text("contract", header, 10)
        schedule.orderNumber = reading.text("orderNumber", header, 11)
        schedule.planningType = reading.text("planningType", header, 12)
        schedule.action = reading.text("action", header, 13)
        for segment in root.all("XPO") { try reading.orderRange(segment, into: &schedule.orders) }
        try reading.details(of: root, into: &schedule.details)
        try reading.descriptionsAsNotes(of: root, into: &schedule.details.notes)
        for loop in root.loops("LIN") { try reading.scheduledLine(loop, into: &schedule.lines) }
        schedule.totals = try reading.controlTotals(of: root)
        return Translated(document: .planningSchedule(schedule), reading: reading)
    }
}

extension Reading {
    fileprivate mutating func orderRange(
        _ segment: Segment, into list: inout [OrderRange],
    ) throws(TranslationError) {
        guard let number = segment[1] else { return }
        let found = try within("orders", list.count) { reading throws(TranslationError) in
            reading.note("orderNumber", segment, 1)
            var range = OrderRange(orderNumber: number)
            range.through = reading.text("through", segment, 2)
            range.party = try reading.identifier("party", segment, qualifier: 3, value: 4)
            return range
        }
        list.append(found)
    }
}
