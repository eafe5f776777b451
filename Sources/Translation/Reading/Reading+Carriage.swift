internal import Documents
internal import X12

extension Reading {
    mutating func freightTerms(_ segment: Segment, into list: inout [FreightTerms]) throws(TranslationError) {
        let found = try within("freightTerms", list.count) { reading throws(TranslationError) in
            var terms = FreightTerms()
            terms.payment = reading.kind("payment", segment, 1, CodeNames.freightPayments)
            terms.code = reading.text("code", segment, 1)
            terms.placeQualifier = reading.text("placeQualifier", segment, 2)
            terms.place = reading.text("place", segment, 3)
            terms.termsQualifier = reading.text("termsQualifier", segment, 4)
            terms.terms = reading.text("terms", segment, 5)
            terms.titleQualifier = reading.text("titleQualifier", segment, 6)
            terms.titlePlace = reading.text("titlePlace", segment, 7)
            terms.risk = reading.text("risk", segment, 8)
            terms.riskPlace = reading.text("riskPlace", segment, 9)
            return terms
        }
        list.append(found)
    }

    mutating func carrier(_ segment: Segment, into list: inout [Carrier]) throws(TranslationError) {
        let found = try within("carriers", list.count) { reading throws(TranslationError) in
            var carrier = Carrier()
            carrier.sequence = reading.text("sequence", segment, 1)
            // Some send a name under the qualifier of a SCAC: only letters can be one.
            if Self.hasCarrierCode(segment) {
                reading.use(segment, 2)
                carrier.scac = reading.text("scac", segment, 3)
            } else {
                carrier.identifier = try reading.identifier("identifier", segment, qualifier: 2, value: 3)
            }
            carrier.mode = reading.kind("mode", segment, 4, CodeNames.modes)
            carrier.modeCode = reading.text("modeCode", segment, 4)
            carrier.routing = reading.text("routing", segment, 5)
            carrier.status = reading.text("status", segment, 6)
            carrier.location = try reading.identifier("location", segment, qualifier: 7, value: 8)
            carrier.transitDirection = reading.text("transitDirection", segment, 9)
            carrier.transitTimeQualifier = reading.text("transitTimeQualifier", segment, 10)
            carrier.transitTime = try reading.decimal("transitTime", segment, 11)
            carrier.country = reading.text("country", segment, 15)
            for element in 12...14 {
                let level = reading.text("serviceLevels", segment, element, at: carrier.serviceLevels.count)
                if let level { carrier.serviceLevels.append(level) }
            }
            return carrier
        }
        list.append(found)
    }

    /// Whether a TD5 names its carrier by SCAC, which has at most four letters.
    private static func hasCarrierCode(_ segment: Segment) -> Bool {
        let code = segment.bytes(3)
        guard (1...4).contains(code.count), segment.bytes(2).elementsEqual(CollectionOfOne(UInt8(ascii: "2")))
        else { return false }
        let isPlain = code.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) && $0 < 0x80 }
        if isPlain { return true }
        let text = segment.text(code)
        return text.utf8.count <= 4 && text.allSatisfy(\.isLetter)
    }

    /// CAD, the carrier of an invoice, with the equipment it names.
    mutating func carrierDetail(_ segment: Segment, into details: inout Details) throws(TranslationError) {
        let found = try within("carriers", details.carriers.count) { reading throws(TranslationError) in
            var carrier = Carrier()
            carrier.mode = reading.kind("mode", segment, 1, CodeNames.modes)
            carrier.modeCode = reading.text("modeCode", segment, 1)
            carrier.scac = reading.text("scac", segment, 4)
            carrier.routing = reading.text("routing", segment, 5)
            carrier.status = reading.text("status", segment, 6)
            carrier.reference = try reading.reference("reference", segment, qualifier: 7, value: 8)
            if let level = reading.text("serviceLevels", segment, 9, at: 0) {
                carrier.serviceLevels = [level]
            }
            return carrier
        }
        details.carriers.append(found)
        guard segment.has(2) || segment.has(3) else { return }
        let unit = try within("equipment", details.equipment.count) { reading throws(TranslationError) in
            var equipment = Equipment()
            equipment.initial = reading.text("initial", segment, 2)
            equipment.number = reading.text("number", segment, 3)
            return equipment
        }
        details.equipment.append(unit)
    }

    mutating func equipment(_ segment: Segment, into list: inout [Equipment]) throws(TranslationError) {
        let found = try within("equipment", list.count) { reading throws(TranslationError) in
            var equipment = Equipment()
            equipment.type = reading.text("type", segment, 1)
            equipment.initial = reading.text("initial", segment, 2)
            equipment.number = reading.text("number", segment, 3)
            equipment.seal = reading.text("seal", segment, 9)
            equipment.weightQualifier = reading.text("weightQualifier", segment, 4)
            equipment.ownership = reading.text("ownership", segment, 7)
            equipment.sealStatus = reading.text("sealStatus", segment, 8)
            equipment.sizeType = reading.text("sizeType", segment, 10)
            equipment.weight = try reading.quantity("weight", segment, 5, unit: 6)
            return equipment
        }
        list.append(found)
    }

    mutating func packaging(_ segment: Segment, into list: inout [Packaging]) throws(TranslationError) {
        let found = try within("packaging", list.count) { reading throws(TranslationError) in
            var packaging = Packaging()
            packaging.code = reading.text("code", segment, 1)
            packaging.count = reading.count("count", segment, 2)
            packaging.description = reading.text("description", segment, 5)
            packaging.weightQualifier = reading.text("weightQualifier", segment, 6)
            packaging.weight = try reading.quantity("weight", segment, 7, unit: 8)
            packaging.volume = try reading.quantity("volume", segment, 9, unit: 10)
            if let code = segment[4] {
                packaging.commodity = try reading.within("commodity") { reading throws(TranslationError) in
                    reading.note("code", segment, 4)
                    return Commodity(qualifier: reading.text("qualifier", segment, 3), code: code)
                }
            }
            return packaging
        }
        list.append(found)
    }

    /// CLD, containers of one kind, how much is in each, and their labels.
    mutating func loadDetail(
        _ segment: Segment, in loop: Loop?, into list: inout [Packaging],
    ) throws(TranslationError) {
        let found = try within("packaging", list.count) { reading throws(TranslationError) in
            var packaging = Packaging()
            packaging.code = reading.text("code", segment, 3)
            packaging.count = reading.count("count", segment, 1)
            packaging.contents = try reading.decimal("contents", segment, 2)
            packaging.size = try reading.quantity("size", segment, 4, unit: 5)
            for label in loop?.all("REF") ?? [] { try reading.reference(label, into: &packaging.references) }
            for segment in loop?.all("DTP") ?? [] {
                try reading.formattedDate(segment, into: &packaging.dates)
            }
            return packaging
        }
        list.append(found)
    }

    /// ETD, the permission for premium freight, with why and who pays.
    mutating func premiumFreight(
        _ segment: Segment, into list: inout [PremiumFreight],
    ) throws(TranslationError) {
        guard let reason = segment[1] else { return }
        let found = try within("premiumFreight", list.count) { reading throws(TranslationError) in
            reading.note("reason", segment, 1)
            var freight = PremiumFreight(reason: reason)
            freight.responsibility = reading.text("responsibility", segment, 2)
            freight.reference = try reading.reference("reference", segment, qualifier: 3, value: 4)
            freight.containerResponsibility = reading.text("containerResponsibility", segment, 5)
            return freight
        }
        list.append(found)
    }

    /// The marks of a MAN: up to two, each a single one or a range.
    mutating func marks(_ segment: Segment, into list: inout [Mark]) throws(TranslationError) {
        for place in [1, 4] {
            guard let qualifier = segment[place], segment.has(place + 1) else { continue }
            let found = try within("marks", list.count) { reading throws(TranslationError) in
                let kind = reading.kind("kind", segment, place, CodeNames.marks)
                reading.note("qualifier", segment, place)
                let value = reading.text("value", segment, place + 1)
                let through = reading.text("through", segment, place + 2)
                return value.map { Mark(kind: kind, qualifier: qualifier, value: $0, through: through) }
            }
            if let found { list.append(found) }
        }
    }

    mutating func measurement(_ segment: Segment, into list: inout [Measurement]) throws(TranslationError) {
        guard segment.has(3) || segment.has(5) || segment.has(6) || segment.has(8) else {
            return
        }
        let found = try within("measurements", list.count) { reading throws(TranslationError) in
            var measurement = Measurement()
            measurement.reference = reading.text("reference", segment, 1)
            measurement.qualifier = reading.text("qualifier", segment, 2)
            measurement.value = try reading.decimal("value", segment, 3)
            measurement.unit = reading.unit("unit", segment, 4)
            measurement.minimum = try reading.decimal("minimum", segment, 5)
            measurement.maximum = try reading.decimal("maximum", segment, 6)
            measurement.significance = reading.text("significance", segment, 7)
            measurement.attribute = reading.text("attribute", segment, 8)
            measurement.surface = reading.text("surface", segment, 9)
            measurement.method = reading.text("method", segment, 10)
            return measurement
        }
        list.append(found)
    }
}
