internal import Documents
internal import X12

extension Reading {
    /// An item of an 830 or 862 with all its forecasts.
    mutating func scheduledLine(
        _ loop: Loop, into list: inout [ScheduledLine],
    ) throws(TranslationError) {
        guard let opening = loop.segments.first else { return }
        let found = try within("lines", list.count) { reading throws(TranslationError) in
            var line = ScheduledLine()
            line.lineNumber = reading.text("lineNumber", opening, 1)
            reading.identifiers(opening, from: 2, into: &line.item)
            line.orderNumber = reading.orderNumber(of: loop, item: opening, from: 2)
            reading.descriptions(of: loop, into: &line.item)
            if let segment = loop.first("UIT") {
                line.unit = reading.unit("unit", segment, 1)
                line.price = try reading.price("price", segment, 2, basis: 3)
            }
            if let segment = loop.first("PRS") {
                line.releaseStatus = try reading.coded(
                    "releaseStatus", segment, 1, CodeNames.releaseStatuses)
                line.releaseStatusText = reading.text("releaseStatusText", segment, 2)
            }
            try reading.packs(of: loop, into: &line.packs)
            for segment in loop.all("ATH") { try reading.authorization(segment, into: &line.authorizations) }
            for child in loop.loops("SHP") { try reading.shipped(child, into: &line.shipped) }
            for segment in loop.all("SDP") {
                try reading.deliveryPattern(segment, in: nil, into: &line.deliveryPatterns)
            }
            for child in loop.loops("SDP") {
                guard let segment = child.segments.first else { continue }
                try reading.deliveryPattern(segment, in: child, into: &line.deliveryPatterns)
            }
            for child in loop.loops("FST") {
                guard let segment = child.segments.first else { continue }
                try reading.forecast(segment, in: child, into: &line.forecasts)
            }
            try reading.components(of: loop, into: &line.components)
            try reading.details(of: loop, into: &line.details)
            return line
        }
        list.append(found)
    }

    private mutating func authorization(
        _ segment: Segment, into list: inout [ResourceAuthorization],
    ) throws(TranslationError) {
        let found = try within("authorizations", list.count) { reading throws(TranslationError) in
            guard let resource = try reading.coded("resource", segment, 1, CodeNames.resources) else {
                return ResourceAuthorization?.none
            }
            var authorization = ResourceAuthorization(resource: resource)
            authorization.until = reading.day("until", segment, 2)
            authorization.cumulative = try reading.decimal("cumulative", segment, 3)
            authorization.maximum = try reading.decimal("maximum", segment, 4)
            authorization.since = reading.day("since", segment, 5)
            return authorization
        }
        if let found { list.append(found) }
    }

    /// SHP: with 01 the last shipment and its day, with 02 all since a day.
    private mutating func shipped(_ loop: Loop, into list: inout [ShippedQuantity]) throws(TranslationError) {
        guard let segment = loop.segments.first else { return }
        let found = try within("shipped", list.count) { reading throws(TranslationError) in
            var shipped = ShippedQuantity()
            shipped.kind = try reading.coded("kind", segment, 1, CodeNames.shippedQuantities)
            shipped.quantity = try reading.decimal("quantity", segment, 2)
            shipped.date = try reading.date("date", nil, segment, qualifier: 3, day: 4, time: 5)
            shipped.until = reading.day("until", segment, 6)
            shipped.untilTime = reading.time("untilTime", segment, 7)
            for number in loop.all("REF") { try reading.reference(number, into: &shipped.references) }
            return shipped
        }
        list.append(found)
    }

    private mutating func deliveryPattern(
        _ segment: Segment, in loop: Loop?, into list: inout [DeliveryPattern],
    ) throws(TranslationError) {
        let found = try within("deliveryPatterns", list.count) { reading throws(TranslationError) in
            var pattern = DeliveryPattern()
            for element in stride(from: 1, through: 7, by: 2) {
                guard let days = segment[element] else { continue }
                let hours = try reading.within("times", pattern.times.count) {
                    reading throws(TranslationError) in
                    reading.note("days", segment, element)
                    return reading.text("hours", segment, element + 1)
                }
                pattern.times.append(DeliveryPattern.Time(days: days, hours: hours))
            }
            for forecast in loop?.all("FST") ?? [] {
                try reading.forecast(forecast, in: nil, into: &pattern.forecasts)
            }
            return pattern
        }
        list.append(found)
    }

    /// FST, how much is wanted when, with what may stand in its loop.
    private mutating func forecast(
        _ segment: Segment, in loop: Loop?, into list: inout [Forecast],
    ) throws(TranslationError) {
        let found = try within("forecasts", list.count) { reading throws(TranslationError) in
            guard let quantity = try reading.decimal("quantity", segment, 1),
                let certainty = try reading.coded("certainty", segment, 2, CodeNames.certainties),
                let timing = try reading.coded("timing", segment, 3, CodeNames.timings)
            else { return Forecast?.none }
            var forecast = Forecast(quantity: quantity, certainty: certainty, timing: timing)
            forecast.day = reading.day("day", segment, 4)
            forecast.until = reading.day("until", segment, 5)
            if segment.has(6) || segment.has(7) {
                forecast.time = try reading.within("time") { reading throws(TranslationError) in
                    NamedTime(
                        kind: reading.kind("kind", segment, 6, CodeNames.dates),
                        qualifier: reading.text("qualifier", segment, 6),
                        time: reading.time("time", segment, 7))
                }
            }
            forecast.reference = try reading.reference("reference", segment, qualifier: 8, value: 9)
            forecast.planningType = reading.text("planningType", segment, 10)
            guard let loop else { return forecast }
            try reading.distribution(of: loop, into: &forecast.distribution)
            for child in loop.loops("JIT") { try reading.timedQuantity(child, into: &forecast.calls) }
            try reading.details(of: loop, into: &forecast.details)
            return forecast
        }
        if let found { list.append(found) }
    }

    private mutating func timedQuantity(
        _ loop: Loop, into list: inout [TimedQuantity],
    ) throws(TranslationError) {
        guard let segment = loop.segments.first else { return }
        let found = try within("calls", list.count) { reading throws(TranslationError) in
            guard let quantity = try reading.decimal("quantity", segment, 1) else {
                return TimedQuantity?.none
            }
            var call = TimedQuantity(quantity: quantity)
            call.time = reading.time("time", segment, 2)
            for number in loop.all("REF") { try reading.reference(number, into: &call.references) }
            for day in loop.all("DTM") { try reading.date(day, into: &call.dates) }
            return call
        }
        if let found { list.append(found) }
    }
}
