internal import Documents
internal import X12

extension Reading {
    /// Reads what may stand at every level: the loop's own segments; loops of parties, charges and notes.
    ///
    /// Values are added to what `details` holds, so two levels can be read into one.
    mutating func details(of loop: Loop, into details: inout Details) throws(TranslationError) {
        for segment in loop.segments { try detail(segment, into: &details) }
        for child in loop.loops { try detail(child, into: &details) }
    }

    private mutating func detail(_ segment: Segment, into details: inout Details) throws(TranslationError) {
        switch segment.id {
        case "CUR":
            if details.currency == nil, let code = text("currency", segment, 2) {
                use(segment, 1)
                details.currency = code
            }
        case "REF": try reference(segment, into: &details.references)
        case "DTM": try date(segment, into: &details.dates)
        case "PER": try contact(segment, into: &details.contacts)
        case "ITD": try paymentTerms(segment, into: &details.terms)
        case "SAC": try charge(segment, in: nil, into: &details.charges)
        case "TXI", "TAX": try tax(segment, into: &details.taxes)
        case "CTP": try listedPrice(segment, into: &details.prices)
        case "AMT": try amount(segment, into: &details.amounts)
        case "FOB": try freightTerms(segment, into: &details.freightTerms)
        case "TD5": try carrier(segment, into: &details.carriers)
        case "CAD": try carrierDetail(segment, into: &details)
        case "TD3": try equipment(segment, into: &details.equipment)
        case "TD1": try packaging(segment, into: &details.packaging)
        case "CLD": try loadDetail(segment, into: &details.packaging)
        case "MAN": try marks(segment, into: &details.marks)
        case "MEA": try measurement(segment, into: &details.measurements)
        case "MSG", "NTE", "MTX", "PKG": try words(segment, into: &details.notes)
        case "N9": try words(under: segment, texts: [], into: &details)
        case "ETD": try premiumFreight(segment, into: &details.references)
        default: break
        }
    }

    private mutating func detail(_ loop: Loop, into details: inout Details) throws(TranslationError) {
        switch loop.id {
        case "N1": try party(loop, into: &details.parties)
        case "SAC":
            if let opening = loop.first("SAC") { try charge(opening, in: loop, into: &details.charges) }
        case "N9":
            guard let opening = loop.first("N9") else { return }
            try words(under: opening, texts: loop.all("MSG") + loop.all("MTX"), into: &details)
            for segment in loop.all("DTM") { try date(segment, into: &details.dates) }
        case "AMT", "CTP", "CLD", "PID", "PKG", "SPI", "ADV":
            for segment in loop.segments { try detail(segment, into: &details) }
        default: break
        }
    }

    /// A reference with its kind; nothing when it has neither number nor text.
    mutating func reference(_ segment: Segment, into references: inout [Reference]) throws(TranslationError) {
        guard let qualifier = segment[1], segment[2] != nil || segment[3] != nil else { return }
        let found = try within("references", references.count) { reading throws(TranslationError) in
            let kind = reading.kind("kind", segment, 1, CodeNames.references)
            reading.note("qualifier", segment, 1)
            let value = reading.text("value", segment, 2)
            return Reference(
                kind: kind, qualifier: qualifier, value: value,
                description: reading.text("description", segment, 3))
        }
        references.append(found)
    }

    private mutating func premiumFreight(
        _ segment: Segment, into references: inout [Reference],
    ) throws(TranslationError) {
        guard let qualifier = segment[3], segment[4] != nil else { return }
        let found = try within("references", references.count) { reading throws(TranslationError) in
            let kind = reading.kind("kind", segment, 3, CodeNames.references)
            reading.note("qualifier", segment, 3)
            return Reference(kind: kind, qualifier: qualifier, value: reading.text("value", segment, 4))
        }
        references.append(found)
    }

    private mutating func words(_ segment: Segment, into notes: inout [Note]) throws(TranslationError) {
        let (qualifier, words): (Int?, Int) =
            switch segment.id {
            case "MSG": (nil, 1)
            case "PKG": (2, 5)
            default: (1, 2)
            }
        guard segment[words] != nil else { return }
        if segment.id == "PKG" { use(segment, 1) }
        let found = try within("notes", notes.count) { reading throws(TranslationError) in
            let code = qualifier.flatMap { reading.text("qualifier", segment, $0) }
            return reading.text("text", segment, words).map { Note(qualifier: code, text: $0) }
        }
        if let found { notes.append(found) }
    }

    /// An N9 with words below it is a note; without, it is a reference like REF.
    private mutating func words(
        under heading: Segment, texts: [Segment], into details: inout Details,
    ) throws(TranslationError) {
        let texts = texts.filter { $0[$0.id == "MSG" ? 1 : 2] != nil }
        guard !texts.isEmpty else { return try reference(heading, into: &details.references) }
        for segment in texts {
            let found = try within("notes", details.notes.count) { reading throws(TranslationError) in
                let qualifier = reading.text("qualifier", heading, 1)
                let number = reading.text("reference", heading, 2) ?? reading.text("reference", heading, 3)
                let words = reading.text("text", segment, segment.id == "MSG" ? 1 : 2)
                return words.map { Note(qualifier: qualifier, reference: number, text: $0) }
            }
            if let found { details.notes.append(found) }
        }
    }

    /// Descriptions of the whole rather than of an item are notes.
    mutating func descriptionsAsNotes(of loop: Loop, into notes: inout [Note]) throws(TranslationError) {
        let segments = loop.all("PID") + loop.loops("PID").compactMap { $0.first("PID") }
        for segment in segments where segment[5] != nil {
            let found = try within("notes", notes.count) { reading throws(TranslationError) in
                reading.use(segment, 1)
                let qualifier = reading.text("qualifier", segment, 2)
                return reading.text("text", segment, 5).map { Note(qualifier: qualifier, text: $0) }
            }
            if let found { notes.append(found) }
        }
    }

    /// Sums of money behind the last line, which some releases put into a loop of the control totals.
    mutating func summary(of root: Loop, into details: inout Details) throws(TranslationError) {
        for loop in root.loops("CTT") {
            for segment in loop.all("AMT") { try amount(segment, into: &details.amounts) }
        }
    }

    /// The sender's control totals.
    mutating func controlTotals(of loop: Loop) throws(TranslationError) -> ControlTotals? {
        guard let segment = loop.first("CTT") ?? loop.loops("CTT").first?.first("CTT") else { return nil }
        return try within("totals") { reading throws(TranslationError) in
            var totals = ControlTotals()
            totals.lineCount = reading.count("lineCount", segment, 1)
            totals.hashTotal = try reading.decimal("hashTotal", segment, 2)
            totals.weight = try reading.quantity("weight", segment, 3, unit: 4)
            totals.volume = try reading.quantity("volume", segment, 5, unit: 6)
            return totals
        }
    }
}
