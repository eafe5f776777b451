internal import Documents
internal import X12

extension Reading {
    /// Words that stand alone: MSG, NTE, MTX, and what PKG says in words.
    mutating func words(_ segment: Segment, into notes: inout [Note]) throws(TranslationError) {
        let (qualifier, words): (Int?, Int) =
            switch segment.code {
            case "MSG": (nil, 1)
            case "PKG": (2, 5)
            default: (1, 2)
            }
        guard segment.has(words) else { return }
        try note(segment, qualifier: qualifier, words: words, into: &notes)
    }

    private mutating func note(
        _ segment: Segment, qualifier: Int?, words: Int, into notes: inout [Note],
    ) throws(TranslationError) {
        let found = try within("notes", notes.count) { reading throws(TranslationError) in
            let code = qualifier.flatMap { reading.text("qualifier", segment, $0) }
            let kind = segment.code == "PID" ? "description" : segment.code == "PKG" ? "packing" : nil
            if kind != nil { reading.note("kind", segment, 1) }
            guard let text = reading.text("text", segment, words) else { return Note?.none }
            var note = Note(kind: kind, qualifier: code, text: text)
            if segment.code == "MTX" { note.translation = reading.text("translation", segment, 3) }
            return note
        }
        if let found { notes.append(found) }
    }

    /// An N9 with words below it is a note; without, it is a reference like REF.
    mutating func words(
        under heading: Segment, texts: [Segment], into details: inout Details,
    ) throws(TranslationError) {
        let texts = texts.filter { $0.has($0.code == "MSG" ? 1 : 2) }
        if texts.isEmpty {
            try reference(heading, into: &details.references)
        }
        for segment in texts {
            try note(segment, under: heading, into: &details.notes)
        }
    }

    private mutating func note(
        _ segment: Segment, under heading: Segment, into notes: inout [Note],
    ) throws(TranslationError) {
        let found = try within("notes", notes.count) { reading throws(TranslationError) in
            let qualifier = reading.text("qualifier", heading, 1)
            let number = reading.text("reference", heading, 2) ?? reading.text("reference", heading, 3)
            let isText = segment.code == "MTX"
            let textQualifier = isText ? reading.text("textQualifier", segment, 1) : nil
            guard let text = reading.text("text", segment, isText ? 2 : 1) else { return Note?.none }
            var note = Note(qualifier: qualifier, reference: number, text: text)
            note.textQualifier = textQualifier
            if isText { note.translation = reading.text("translation", segment, 3) }
            note.date = try reading.dateOfHeading(heading)
            return note
        }
        if let found { notes.append(found) }
    }

    /// The day an N9 carries itself.
    mutating func dateOfHeading(_ segment: Segment) throws(TranslationError) -> NamedDate? {
        guard segment.has(4) else { return nil }
        let found = try within("date") { reading throws(TranslationError) in
            var date = NamedDate()
            date.day = reading.day("day", segment, 4)
            guard date.day != nil else { return NamedDate?.none }
            date.time = reading.time("time", segment, 5)
            date.zone = reading.text("zone", segment, 6)
            return date
        }
        return found
    }

    /// Descriptions of the whole rather than of an item are notes.
    mutating func descriptionsAsNotes(of loop: Loop, into notes: inout [Note]) throws(TranslationError) {
        let segments = loop.all("PID") + loop.loops("PID").compactMap { $0.first("PID") }
        for segment in segments where segment.has(5) {
            use(segment, 1)
            try note(segment, qualifier: 2, words: 5, into: &notes)
        }
    }
}
