import X12

/// Turns `x12.delimiters` into a policy: the word `mirror`, or characters that can separate.
struct DelimiterDecoder {
    /// The `x12` section.
    let section: Section

    /// The policy; `versions` and `identities` are those that the characters must serve.
    func decode(versions: [String], identities: [Identity]) -> TradingAgreement.DelimiterPolicy {
        guard let node = section.node("delimiters") else { return .mirror }
        if case .scalar(let text, _) = node.content {
            if text != "mirror" {
                section.error(
                    "delimiters", "`\(Section.shown(text))` is neither mirror nor a section of characters")
            }
            return .mirror
        }
        guard let characters = section.section("delimiters", .delimiters) else { return .mirror }
        let element = byte(characters, "element")
        let component = byte(characters, "component")
        let segment = byte(characters, "segment")
        let repetition = byte(characters, "repetition")
        let lineBreak = characters.choice("lineBreak", Delimiters.LineBreak.self) ?? .none
        let named = [
            ("element", element), ("component", component), ("segment", segment), ("repetition", repetition),
        ]
        checkDistinct(named, characters)
        checkAbsent(named, from: identities, characters)
        if segment == 0x0A, lineBreak != .none {
            characters.error(
                "lineBreak", "segments that end with a line break need no other", hint: "delete the key")
        }
        if !characters.has("repetition"), let version = versions.filter({ $0 >= "004020" }).min() {
            characters.error(
                "repetition", "`repetition` is missing: version \(version) has one",
                hint: "usual is repetition: \"^\"")
        }
        guard let element, let component, let segment else { return .mirror }
        return .fixed(
            Delimiters(
                element: element, component: component, segment: segment, repetition: repetition,
                lineBreak: lineBreak))
    }

    private func byte(_ characters: Section, _ key: String) -> UInt8? {
        guard let text = characters.text(key) else { return nil }
        guard text.unicodeScalars.count == 1, let byte = text.utf8.first, text.utf8.count == 1 else {
            characters.error(
                key, "a delimiter is one ASCII character", hint: "as in \"~\", or \"\\n\" for a line break")
            return nil
        }
        let isLegal = [0x07, 0x0A, 0x1C, 0x1D, 0x1E, 0x1F].contains(byte) || (0x21...0x7E).contains(byte)
        guard isLegal, !Characters.isLetterOrDigit(byte) else {
            characters.error(
                key, "this character cannot separate",
                hint: "letters, digits and spaces are data; take one of * | ~ ^ > :")
            return nil
        }
        return byte
    }

    private func checkDistinct(_ named: [(name: String, byte: UInt8?)], _ characters: Section) {
        for (index, item) in named.enumerated() where item.byte != nil {
            if let other = named[..<index].first(where: { $0.byte == item.byte }) {
                characters.error(
                    item.name, "the \(item.name) and \(other.name) delimiters are the same character")
            }
        }
    }

    private func checkAbsent(
        _ named: [(name: String, byte: UInt8?)], from identities: [Identity], _ characters: Section
    ) {
        for (name, byte) in named {
            guard let byte else { continue }
            for text in identities.flatMap({ [$0.address.id, $0.groupID] }) where text.utf8.contains(byte) {
                characters.error(name, "the \(name) delimiter stands in the id `\(text)`")
                break
            }
        }
    }
}
