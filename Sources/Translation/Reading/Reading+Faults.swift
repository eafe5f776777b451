internal import Documents
internal import X12

extension Reading {
    /// Where a fault is: a number alone, or a composite of element, component and repetition.
    mutating func elementPlace(
        _ segment: Segment, _ element: Int, _ name: StaticString = "element",
    ) -> (element: Int?, component: Int?, repetition: Int?) {
        let whole = text(name, segment, element, component: 1).flatMap { Int($0) }
        guard segment[element, component: 1] != segment[element] else { return (whole, nil, nil) }
        let component = text("component", segment, element, component: 2).flatMap { Int($0) }
        let repetition = text("repetition", segment, element, component: 3).flatMap { Int($0) }
        return (whole, component, repetition)
    }

    /// CTX, what a fault depends on.
    mutating func context(
        _ segment: Segment, into list: inout [Documents.FunctionalAcknowledgment.Context],
    ) throws(TranslationError) {
        let found = try within("contexts", list.count) { reading throws(TranslationError) in
            var context = Documents.FunctionalAcknowledgment.Context()
            for repetition in 1..<(segment.repetitionCount(1) + 1) {
                guard let name = segment[1, 1, repetition: repetition] else { continue }
                let value = segment[1, 2, repetition: repetition]
                try reading.within("names", context.names.count) { reading throws(TranslationError) in
                    reading.note("name", segment, 1, component: 1)
                    if value != nil { reading.note("value", segment, 1, component: 2) }
                }
                context.names.append(
                    Documents.FunctionalAcknowledgment.Context.Name(name: name, value: value))
            }
            reading.use(segment, 1)
            context.segment = reading.text("segment", segment, 2)
            context.position = reading.count("position", segment, 3)
            context.loop = reading.text("loop", segment, 4)
            (context.element, context.component, context.repetition) = reading.elementPlace(segment, 5)
            context.dictionaryNumber = reading.text("dictionaryNumber", segment, 6)
            return context
        }
        list.append(found)
    }
}
