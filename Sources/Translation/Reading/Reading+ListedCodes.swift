internal import Documents
internal import X12

extension Reading {
    /// LM with the codes below it.
    mutating func industryCodes(_ loop: Loop, into list: inout [IndustryCode]) throws(TranslationError) {
        guard let opening = loop.segments.first else { return }
        for child in [loop] + loop.loops("LQ") {
            for segment in child.segments where segment.code == "LQ" || segment.code == "RED" {
                if segment.code == "RED" {
                    try relatedData("industryCodes", segment, into: &list)
                } else if segment.has(1) || segment.has(2) {
                    try industryCode(segment, under: opening, into: &list)
                }
            }
        }
    }

    private mutating func industryCode(
        _ segment: Segment, under opening: Segment, into list: inout [IndustryCode],
    ) throws(TranslationError) {
        let found = try within("industryCodes", list.count) { reading throws(TranslationError) in
            var code = IndustryCode()
            code.agency = reading.text("agency", opening, 1)
            code.source = reading.text("source", opening, 2)
            code.list = reading.text("list", segment, 1)
            code.code = reading.text("code", segment, 2)
            return code
        }
        list.append(found)
    }

    /// RED, data that goes with an error.
    mutating func relatedData(
        _ name: StaticString, _ segment: Segment, into list: inout [IndustryCode],
    ) throws(TranslationError) {
        let found = try within(name, list.count) { reading throws(TranslationError) in
            var code = IndustryCode()
            code.description = reading.text("description", segment, 1)
            code.agency = reading.text("agency", segment, 3)
            code.source = reading.text("source", segment, 4)
            code.list = reading.text("list", segment, 5) ?? reading.text("list", segment, 2)
            code.code = reading.text("code", segment, 6)
            return code
        }
        list.append(found)
    }

    /// The pairs of qualifier and value of an SI.
    mutating func services(_ segment: Segment, into list: inout [ServiceCode]) throws(TranslationError) {
        guard let agency = segment[1] else { return }
        for element in stride(from: 2, through: 20, by: 2) {
            guard let qualifier = segment[element], let value = segment[element + 1] else { continue }
            try within("services", list.count) { reading throws(TranslationError) in
                reading.note("agency", segment, 1)
                reading.note("qualifier", segment, element)
                reading.note("value", segment, element + 1)
            }
            list.append(ServiceCode(agency: agency, qualifier: qualifier, value: value))
        }
    }

    mutating func commodity(_ segment: Segment, into list: inout [Commodity]) throws(TranslationError) {
        guard let code = segment[2] else { return }
        let found = try within("commodities", list.count) { reading throws(TranslationError) in
            reading.note("code", segment, 2)
            return Commodity(qualifier: reading.text("qualifier", segment, 1), code: code)
        }
        list.append(found)
    }
}
