internal import Documents

/// Carriers, equipment, packages and marks.
extension SetWriter {
    mutating func freightTerms(_ terms: FreightTerms) {
        segment("FOB") { writer in
            writer.text(1, "code", terms.code)
            writer.word("payment", terms.payment, terms.code, CodeNames.freightPayments)
            writer.text(2, "placeQualifier", terms.placeQualifier)
            writer.text(3, "place", terms.place)
            writer.text(4, "termsQualifier", terms.termsQualifier)
            writer.text(5, "terms", terms.terms)
            writer.text(6, "titleQualifier", terms.titleQualifier)
            writer.text(7, "titlePlace", terms.titlePlace)
            writer.text(8, "risk", terms.risk)
            writer.text(9, "riskPlace", terms.riskPlace)
        }
    }

    mutating func carrier(_ carrier: Carrier) {
        segment("TD5") { writer in
            writer.text(1, "sequence", carrier.sequence)
            if carrier.scac != nil {
                writer.fixed(2, "2")
                writer.text(3, "scac", carrier.scac)
                writer.unplaced("identifier", unless: carrier.identifier == nil)
            } else {
                writer.identifier(qualifier: 2, value: 3, "identifier", carrier.identifier)
            }
            writer.text(4, "modeCode", carrier.modeCode)
            writer.word("mode", carrier.mode, carrier.modeCode, CodeNames.modes)
            writer.text(5, "routing", carrier.routing)
            writer.text(6, "status", carrier.status)
            writer.identifier(qualifier: 7, value: 8, "location", carrier.location)
            writer.text(9, "transitDirection", carrier.transitDirection)
            writer.text(10, "transitTimeQualifier", carrier.transitTimeQualifier)
            writer.decimal(11, "transitTime", carrier.transitTime)
            for (index, level) in carrier.serviceLevels.enumerated() {
                guard index < 3 else {
                    writer.unplaced("serviceLevels", at: index, "TD5 has a place for three")
                    continue
                }
                writer.text(12 + index, "serviceLevels", level, at: index)
            }
            writer.text(15, "country", carrier.country)
            writer.unplaced("reference", unless: carrier.reference == nil)
        }
    }

    /// A carrier with its equipment, as invoices name them.
    mutating func carrierDetail(_ carrier: Carrier?, _ place: Int, _ equipment: Equipment?) {
        begin("CAD")
        if let carrier {
            within("carriers", place) { writer in
                writer.text(1, "modeCode", carrier.modeCode)
                writer.word("mode", carrier.mode, carrier.modeCode, CodeNames.modes)
            }
        }
        if let equipment {
            within("equipment", place) { writer in
                writer.text(2, "initial", equipment.initial)
                writer.text(3, "number", equipment.number)
                writer.unplaced("type", unless: equipment.type == nil)
                writer.unplaced("seal", unless: equipment.seal == nil)
                writer.unplaced("weight", unless: equipment.weight == nil)
                writer.unplaced("weightQualifier", unless: equipment.weightQualifier == nil)
                writer.unplaced("ownership", unless: equipment.ownership == nil)
                writer.unplaced("sealStatus", unless: equipment.sealStatus == nil)
                writer.unplaced("sizeType", unless: equipment.sizeType == nil)
            }
        }
        if let carrier { within("carriers", place) { $0.restOfCarrierDetail(carrier) } }
        end()
    }

    private mutating func restOfCarrierDetail(_ carrier: Carrier) {
        text(4, "scac", carrier.scac)
        text(5, "routing", carrier.routing)
        text(6, "status", carrier.status)
        if let reference = carrier.reference {
            within("reference") { writer in
                writer.text(7, "qualifier", reference.qualifier)
                writer.word("kind", reference.kind, reference.qualifier, CodeNames.references)
                writer.text(8, "value", reference.value)
                writer.unplaced("description", unless: reference.description == nil)
                writer.unplaced("related", unless: reference.related.isEmpty)
                writer.unplaced("date", unless: reference.date == nil)
            }
        }
        for (index, level) in carrier.serviceLevels.enumerated() {
            if index == 0 {
                text(9, "serviceLevels", level, at: 0)
            } else {
                unplaced("serviceLevels", at: index, "CAD has a place for one")
            }
        }
        unplaced("sequence", unless: carrier.sequence == nil)
        unplaced("identifier", unless: carrier.identifier == nil)
        unplaced("location", unless: carrier.location == nil)
        unplaced("transitDirection", unless: carrier.transitDirection == nil)
        unplaced("transitTimeQualifier", unless: carrier.transitTimeQualifier == nil)
        unplaced("transitTime", unless: carrier.transitTime == nil)
        unplaced("country", unless: carrier.country == nil)
    }

    mutating func equipment(_ equipment: Equipment) {
        segment("TD3") { writer in
            writer.text(1, "type", equipment.type)
            writer.text(2, "initial", equipment.initial)
            writer.text(3, "number", equipment.number)
            writer.text(4, "weightQualifier", equipment.weightQualifier)
            writer.quantity(5, unit: 6, "weight", equipment.weight)
            writer.text(7, "ownership", equipment.ownership)
            writer.text(8, "sealStatus", equipment.sealStatus)
            writer.text(9, "seal", equipment.seal)
            writer.text(10, "sizeType", equipment.sizeType)
        }
    }

    mutating func packaging(_ packaging: Packaging) {
        segment("TD1") { writer in
            writer.text(1, "code", packaging.code)
            writer.count(2, "count", packaging.count)
            if let commodity = packaging.commodity {
                writer.within("commodity") { writer in
                    writer.text(3, "qualifier", commodity.qualifier)
                    writer.text(4, "code", commodity.code)
                }
            }
            writer.text(5, "description", packaging.description)
            writer.text(6, "weightQualifier", packaging.weightQualifier)
            writer.quantity(7, unit: 8, "weight", packaging.weight)
            writer.quantity(9, unit: 10, "volume", packaging.volume)
            writer.unplaced("contents", unless: packaging.contents == nil)
            writer.unplaced("size", unless: packaging.size == nil)
            writer.unplaced("references", unless: packaging.references.isEmpty)
            writer.unplaced("dates", unless: packaging.dates.isEmpty)
        }
    }

    /// Packages with what is in each.
    mutating func load(_ packaging: Packaging) {
        segment("CLD") { writer in
            writer.count(1, "count", packaging.count)
            writer.decimal(2, "contents", packaging.contents)
            writer.text(3, "code", packaging.code)
            writer.quantity(4, unit: 5, "size", packaging.size)
            writer.unplaced("commodity", unless: packaging.commodity == nil)
            writer.unplaced("description", unless: packaging.description == nil)
            writer.unplaced("weightQualifier", unless: packaging.weightQualifier == nil)
            writer.unplaced("weight", unless: packaging.weight == nil)
            writer.unplaced("volume", unless: packaging.volume == nil)
        }
        each("references", packaging.references) { $0.reference($1) }
        each("dates", packaging.dates) { $0.formattedDate($1) }
    }

    mutating func premiumFreight(_ freight: PremiumFreight) {
        segment("ETD") { writer in
            writer.text(1, "reason", freight.reason)
            writer.text(2, "responsibility", freight.responsibility)
            if let reference = freight.reference {
                writer.within("reference") { writer in
                    writer.text(3, "qualifier", reference.qualifier)
                    writer.word("kind", reference.kind, reference.qualifier, CodeNames.references)
                    writer.text(4, "value", reference.value)
                    writer.unplaced("description", unless: reference.description == nil)
                    writer.unplaced("related", unless: reference.related.isEmpty)
                    writer.unplaced("date", unless: reference.date == nil)
                }
            }
            writer.text(5, "containerResponsibility", freight.containerResponsibility)
        }
    }

    mutating func mark(_ mark: Mark) {
        segment("MAN") { writer in
            writer.text(1, "qualifier", mark.qualifier)
            writer.word("kind", mark.kind, mark.qualifier, CodeNames.marks)
            writer.text(2, "value", mark.value)
            writer.text(3, "through", mark.through)
        }
    }

    mutating func measurement(_ measurement: Measurement) {
        segment("MEA") { writer in
            writer.text(1, "reference", measurement.reference)
            writer.text(2, "qualifier", measurement.qualifier)
            writer.decimal(3, "value", measurement.value)
            writer.text(4, "unit", measurement.unit)
            writer.decimal(5, "minimum", measurement.minimum)
            writer.decimal(6, "maximum", measurement.maximum)
            writer.text(7, "significance", measurement.significance)
            writer.text(8, "attribute", measurement.attribute)
            writer.text(9, "surface", measurement.surface)
            writer.text(10, "method", measurement.method)
        }
    }

    mutating func pallet(_ pallet: Pallet) {
        segment("PAL") { writer in
            writer.text(1, "type", pallet.type)
            writer.count(2, "tiers", pallet.tiers)
            writer.count(3, "blocks", pallet.blocks)
            writer.count(4, "packs", pallet.packs)
            writer.quantity(5, unit: 6, "weight", pallet.weight)
            writer.decimal(7, "length", pallet.length)
            writer.decimal(8, "width", pallet.width)
            writer.decimal(9, "height", pallet.height)
            writer.text(10, "dimensionUnit", pallet.dimensionUnit)
            writer.quantity(11, unit: 12, "grossWeight", pallet.grossWeight)
            writer.quantity(13, unit: 14, "volume", pallet.volume)
            writer.text(15, "exchange", pallet.exchange)
            writer.count(16, "innerPacks", pallet.innerPacks)
        }
    }
}
