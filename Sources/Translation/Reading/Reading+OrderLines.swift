internal import Documents
internal import X12

extension Reading {
    /// The lines of an order or of the answer to one; PO1, or POC in a change.
    mutating func orderLines(
        of root: Loop, _ id: SegmentID = "PO1", into lines: inout [OrderLine],
    ) throws(TranslationError) {
        let loops: BorrowedLoops = root.loops(id)
        lines.reserveCapacity(lines.count + loops.count)
        for loop in loops {
            let place = lines.count
            let outer = enter("lines", place)
            // Filled where it stands in the list: a line is large to copy.
            lines.append(OrderLine())
            try orderLine(loop.surveyed, into: &lines[place])
            leave(to: outer)
        }
    }

    private mutating func orderLine(_ loop: Loop, into line: inout OrderLine) throws(TranslationError) {
        let opening = loop.opening
        line.lineNumber = text("lineNumber", opening, 1)
        if opening.code == "POC" {
            line.change = try coded("change", opening, 2, CodeNames.lineChanges)
            line.quantity = try quantity("quantity", opening, 3, unit: 5)
            line.quantityLeft = try quantity("quantityLeft", opening, 4, unit: 5)
            line.price = try price("price", opening, 6, basis: 7)
            identifiers(opening, from: 8, through: 27, into: &line.item)
        } else {
            line.quantity.fill(try quantity("quantity", opening, 2, unit: 3))
            line.price.fill(try price("price", opening, 4, basis: 5))
            identifiers(opening, from: 6, through: 25, into: &line.item)
        }
        for segment in loop.all("LIN") { identifiers(segment, from: 2, into: &line.item) }
        descriptions(of: loop, into: &line.item)
        try packs(of: loop, into: &line.packs)
        try schedules(of: loop, into: &line)
        try distribution(of: loop, into: &line.distribution)
        var components: [Component] = []
        try self.components(of: loop, into: &components)
        if !components.isEmpty { line.components = components }
        for answer in loop.loops("ACK") {
            if let segment = answer.segments.first {
                try self.answer(segment, in: answer, into: &line.answers)
            }
        }
        try details(of: loop, into: &line.details)
    }

    private mutating func schedules(of loop: Loop, into line: inout OrderLine) throws(TranslationError) {
        for child in loop.loops("SCH") {
            guard let segment = child.segments.first else { continue }
            try schedule(segment, in: child, into: &line.schedules)
        }
    }

    /// SCH, a part of a quantity with its dates and place, with what may stand in its loop.
    mutating func schedule(
        _ segment: Segment, in loop: Loop?, into list: inout [Schedule],
    ) throws(TranslationError) {
        let found = try within("schedules", list.count) { reading throws(TranslationError) in
            var schedule = Schedule()
            schedule.quantity = try reading.quantity("quantity", segment, 1, unit: 2)
            if let role = segment[3], segment.has(4) {
                schedule.party = try reading.within("party") { reading throws(TranslationError) in
                    var party = Party(
                        qualifier: role, role: reading.kind("role", segment, 3, CodeNames.roles))
                    reading.note("qualifier", segment, 3)
                    party.name = reading.text("name", segment, 4)
                    return party
                }
            }
            for place in [5, 8] {
                let date = try reading.date(
                    "when", schedule.dates.count, segment, qualifier: place, day: place + 1,
                    time: place + 2)
                if let date { schedule.dates.append(date) }
            }
            schedule.requestReference = reading.text("requestReference", segment, 11)
            schedule.lineNumber = reading.text("lineNumber", segment, 12)
            if let loop { try reading.details(of: loop, into: &schedule.details) }
            return schedule
        }
        list.append(found)
    }

    /// What the supplier says to a line, or to a part of its quantity.
    mutating func answer(
        _ segment: Segment, in loop: Loop?, into list: inout [LineAnswer],
    ) throws(TranslationError) {
        let found = try within("answers", list.count) { reading throws(TranslationError) in
            guard let status = try reading.coded("status", segment, 1, CodeNames.lineStatuses) else {
                return LineAnswer?.none
            }
            var answer = LineAnswer(status: status)
            answer.quantity = try reading.quantity("quantity", segment, 2, unit: 3)
            answer.date = try reading.date("date", nil, segment, qualifier: 4, day: 5)
            answer.requestReference = reading.text("requestReference", segment, 6)
            reading.identifiers(segment, from: 7, through: 26, into: &answer.item)
            answer.reasonAgency = reading.text("reasonAgency", segment, 27)
            answer.reasonList = reading.text("reasonList", segment, 28)
            answer.reason = reading.text("reason", segment, 29)
            for date in loop?.all("DTM") ?? [] { try reading.date(date, into: &answer.dates) }
            return answer
        }
        if let found { list.append(found) }
    }
}
