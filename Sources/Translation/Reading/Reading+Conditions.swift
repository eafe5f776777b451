internal import Documents
internal import X12

extension Reading {
    /// LDT, with what may stand in its loop.
    mutating func leadTime(
        _ segment: Segment, in loop: Loop?, into list: inout [LeadTime],
    ) throws(TranslationError) {
        guard let code = segment[1] else { return }
        let found = try within("leadTimes", list.count) { reading throws(TranslationError) in
            reading.note("code", segment, 1)
            var leadTime = LeadTime(code: code)
            leadTime.value = try reading.decimal("value", segment, 2)
            leadTime.period = reading.text("period", segment, 3)
            leadTime.day = reading.day("day", segment, 4)
            if let loop {
                for other in loop.segments.dropFirst() {
                    try reading.detail(other, into: &leadTime.details)
                }
                for child in loop.loops { try reading.detail(child, into: &leadTime.details) }
            }
            return leadTime
        }
        list.append(found)
    }

    mutating func condition(_ segment: Segment, into list: inout [Condition]) throws(TranslationError) {
        guard let answer = segment[2] else { return }
        let found = try within("conditions", list.count) { reading throws(TranslationError) in
            var condition = Condition(answer: answer)
            reading.note("answer", segment, 2)
            condition.qualifier = reading.text("qualifier", segment, 1)
            condition.periodFormat = reading.text("periodFormat", segment, 3)
            condition.period = reading.text("period", segment, 4)
            for element in [5, 6, 7, 10] {
                let text = reading.text("texts", segment, element, at: condition.texts.count)
                if let text { condition.texts.append(text) }
            }
            condition.list = reading.text("list", segment, 8)
            condition.code = reading.text("code", segment, 9)
            return condition
        }
        list.append(found)
    }

    /// What CSH and IT8 begin with alike.
    private mutating func requirementHead(_ segment: Segment) throws(TranslationError) -> SalesRequirement {
        var requirement = SalesRequirement()
        requirement.code = text("code", segment, 1)
        requirement.action = text("action", segment, 2)
        requirement.amount = try money("amount", segment, 3)
        requirement.account = text("account", segment, 4)
        requirement.day = day("day", segment, 5)
        requirement.agency = text("agency", segment, 6)
        return requirement
    }

    mutating func salesRequirement(
        _ segment: Segment, into list: inout [SalesRequirement],
    ) throws(TranslationError) {
        let found = try within("requirements", list.count) { reading throws(TranslationError) in
            var requirement = try reading.requirementHead(segment)
            requirement.service = reading.text("service", segment, 7)
            requirement.substitution = reading.text("substitution", segment, 8)
            requirement.percent = try reading.decimal("percent", segment, 9)
            requirement.percentQualifier = reading.text("percentQualifier", segment, 10)
            return requirement
        }
        list.append(found)
    }

    /// IT8, the requirements of a line with the items that may come instead.
    mutating func substitution(
        _ segment: Segment, into list: inout [SalesRequirement],
    ) throws(TranslationError) {
        let found = try within("requirements", list.count) { reading throws(TranslationError) in
            var requirement = try reading.requirementHead(segment)
            requirement.substitution = reading.text("substitution", segment, 7)
            reading.identifiers(segment, from: 8, through: 27, into: &requirement.item)
            return requirement
        }
        list.append(found)
    }

    mutating func restriction(_ segment: Segment, into list: inout [Restriction]) throws(TranslationError) {
        guard let qualifier = segment[1] else { return }
        let found = try within("restrictions", list.count) { reading throws(TranslationError) in
            reading.note("qualifier", segment, 1)
            var restriction = Restriction(qualifier: qualifier)
            restriction.description = reading.text("description", segment, 2)
            restriction.quantityQualifier = reading.text("quantityQualifier", segment, 3)
            restriction.quantity = try reading.decimal("quantity", segment, 4)
            restriction.amountQualifier = reading.text("amountQualifier", segment, 5)
            restriction.amount = try reading.money("amount", segment, 6)
            return restriction
        }
        list.append(found)
    }

    mutating func specialHandling(
        _ segment: Segment, into list: inout [SpecialHandling],
    ) throws(TranslationError) {
        let found = try within("specialHandling", list.count) { reading throws(TranslationError) in
            var handling = SpecialHandling()
            handling.code = reading.text("code", segment, 1)
            handling.hazardQualifier = reading.text("hazardQualifier", segment, 2)
            handling.hazardClass = reading.text("hazardClass", segment, 3)
            handling.description = reading.text("description", segment, 4)
            handling.isHazardous = reading.text("hazardous", segment, 5)
            return handling
        }
        list.append(found)
    }

    mutating func paperwork(_ segment: Segment, into list: inout [Paperwork]) throws(TranslationError) {
        guard let type = segment[1] else { return }
        let found = try within("paperwork", list.count) { reading throws(TranslationError) in
            reading.note("type", segment, 1)
            var paper = Paperwork(type: type)
            paper.transmission = reading.text("transmission", segment, 2)
            paper.copies = reading.count("copies", segment, 3)
            paper.party = reading.text("party", segment, 4)
            paper.identifier = try reading.identifier("identifier", segment, qualifier: 5, value: 6)
            paper.description = reading.text("description", segment, 7)
            paper.request = reading.text("request", segment, 9)
            return paper
        }
        list.append(found)
    }
}
