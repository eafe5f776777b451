import Yams

/// Reads the part of YAML that profiles may use, and says of everything else where it stands.
///
/// Anchors, aliases, merge keys, tags, duplicate keys, tabs in the indentation, more than one document and
/// anything deeper than 12 levels are errors. A byte order mark is dropped, CR LF counts as one line break.
/// Scalars stay text: whether `0123` is a number is for the one who asks.
enum StrictYAML {
    /// The largest file that is read.
    static let maximumBytes = 256 << 10
    /// The deepest level that is read; the file's own mapping is level 1.
    static let maximumDepth = 12

    /// The file's root mapping; `nil` when there is none, which was then reported.
    static func read(_ bytes: [UInt8], into reading: FileReading) -> ReadingNode? {
        guard bytes.count <= maximumBytes else {
            reading.error("", "the file has \(bytes.count) bytes, \(maximumBytes) are the most")
            return nil
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            reading.error(
                "", "the file is not UTF-8", hint: "save it as UTF-8", at: placeOfFirstBadByte(in: bytes))
            return nil
        }
        if text.unicodeScalars.first == "\u{FEFF}" {
            text.unicodeScalars.removeFirst()
        }
        text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        guard reportCharacters(of: text, to: reading), reportAliases(of: text, to: reading) else {
            return nil
        }
        var source = MaskedSource(text)
        guard let (parser, node) = compose(&source, reading) else { return nil }
        return withExtendedLifetime(parser) {
            // Anchors live as long as their parser.
            var conversion = NodeConversion(reading: reading, source: source)
            return conversion.root(node)
        }
    }

    /// Parses, masking each duplicate key that the parser stops at, so that one of them does not hide all
    /// other faults.
    private static func compose(_ source: inout MaskedSource, _ reading: FileReading) -> (Parser, Node)? {
        for _ in 0...MaskedSource.maximumMasks {
            do {
                let parser = try Parser(yaml: source.text, encoding: .utf8)
                guard let node = try parser.singleRoot() else {
                    reading.error("", "the file is empty")
                    return nil
                }
                return (parser, node)
            } catch YamlError.duplicatedKeysInMapping(let names, let context) {
                let place = Place(line: context.mark.line, column: context.mark.column)
                guard source.mask(place) else {
                    reading.error("", "duplicate key `\(names.first ?? "")`", at: place)
                    return nil
                }
            } catch let error as YamlError {
                report(error, to: reading)
                return nil
            } catch {
                reading.error("", "the file cannot be read as YAML: \(error)")
                return nil
            }
        }
        reading.error("", "the file has more than \(MaskedSource.maximumMasks) duplicate keys")
        return nil
    }

    private static func report(_ error: YamlError, to reading: FileReading) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            let before = context.map { $0.text.isEmpty ? "" : "\($0.text): " } ?? ""
            let place = Place(line: mark.line, column: mark.column)
            reading.error("", "YAML: \(before)\(problem)", hint: hint(for: problem), at: place)
        case .composer(_, let problem, let mark, _):
            let place = Place(line: mark.line, column: mark.column)
            let isAlias = problem.contains("alias")
            let message =
                isAlias ? "aliases are not allowed" : "a profile file holds one document, here begins another"
            reading.error(
                "", message, hint: isAlias ? "put text that begins with * into quotes" : nil, at: place)
        default:
            reading.error("", "the file cannot be read as YAML")
        }
    }

    private static func hint(for problem: String) -> String? {
        if problem.contains("mapping values are not allowed") {
            return "put text that holds a colon into quotes"
        }
        if problem.contains("cannot start any token") {
            return "put text that begins with this character into quotes"
        }
        if problem.contains("block end") || problem.contains("expected key")
            || problem.contains("could not find")
        {
            return "look at the indentation and the colon of this line and the one before"
        }
        return nil
    }

    /// Reports tabs in the indentation and control characters; false when there are any.
    private static func reportCharacters(of text: String, to reading: FileReading) -> Bool {
        var isClean = true
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let scalars = Array(line.unicodeScalars)
            let indentation = scalars.prefix { $0 == " " || $0 == "\t" }
            if let tab = indentation.firstIndex(of: "\t"), indentation.count < scalars.count {
                isClean = false
                let place = Place(line: index + 1, column: tab + 1)
                reading.error("", "a tab in the indentation", hint: "indent with spaces", at: place)
            }
            if let bad = scalars.firstIndex(where: isForbidden) {
                isClean = false
                let code = String(scalars[bad].value, radix: 16, uppercase: true)
                let place = Place(line: index + 1, column: bad + 1)
                reading.error("", "the character U+\(code) is not allowed", hint: "delete it", at: place)
            }
        }
        return isClean
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: false
        case ..<0x20, 0x7F...0x9F: true
        // Unseen line breaks would shift every line number behind them; the private range serves as our mask.
        case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF, 0xE000...0xF8FF: true
        default: false
        }
    }

    /// Reports a text full of aliases before it is parsed: few lines of them can stand for billions of nodes.
    private static func reportAliases(of text: String, to reading: FileReading) -> Bool {
        var count = 0
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let scalars = Array(line.unicodeScalars)
            for (column, scalar) in scalars.enumerated() where scalar == "*" {
                let before = column == 0 ? " " : scalars[column - 1]
                let after = column + 1 < scalars.count ? scalars[column + 1] : " "
                guard " [{,:?-".unicodeScalars.contains(before), after.properties.isAlphabetic else {
                    continue
                }
                count += 1
                if count > 40 {
                    let place = Place(line: index + 1, column: column + 1)
                    reading.error("", "anchors and aliases are not allowed", at: place)
                    return false
                }
            }
        }
        return true
    }

    private static func placeOfFirstBadByte(in bytes: [UInt8]) -> Place {
        // The longest start of the file that decodes; a scalar has at most four bytes, so few tries are
        // needed.
        var line = 1
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            if String(validating: bytes[start..<index], as: UTF8.self) == nil {
                break
            }
            line += 1
            start = index + 1
        }
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
        let decoded = String(decoding: bytes[start..<end], as: UTF8.self).unicodeScalars
        let column = decoded.enumerated().first { $0.element == "\u{FFFD}" }.map { $0.offset + 1 } ?? 1
        return Place(line: line, column: column)
    }
}
