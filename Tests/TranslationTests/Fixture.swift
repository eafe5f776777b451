import Documents
import Foundation
import Testing
import Translation
import X12

/// A received file beside the document it must become.
struct Fixture: Sendable, CustomTestStringConvertible {
    let file: URL

    var testDescription: String {
        "\(file.deletingLastPathComponent().lastPathComponent)/\(file.lastPathComponent)"
    }
    /// The folder and the name of the file.
    var name: String {
        "\(file.deletingLastPathComponent().lastPathComponent)/\(file.deletingPathExtension().lastPathComponent)"
    }
    var golden: URL { file.deletingPathExtension().appendingPathExtension("json") }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// All fixtures whose sets become documents, sorted.
    static let all: [Fixture] = TranslatorRegistry.inbound.map { $0.set }.sorted().flatMap { set in
        let folder = Fixture.folder.appending(path: set)
        let files =
            (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        // Only files with a document: the folder also holds fixtures of other tests.
        return files.filter { $0.pathExtension == "edi" && !$0.lastPathComponent.hasSuffix(".997.edi") }
            .map(Fixture.init).sorted { $0.file.path < $1.file.path }
    }

    /// All fixtures that are answered with a 997, the refused ones of the folders `bad` too.
    static let answered: [Fixture] = all.filter { !$0.testDescription.hasPrefix("99") } + refused

    /// Files whose sets are refused, in whole or in part.
    static let refused: [Fixture] = TranslatorRegistry.inbound.map { $0.set }.sorted().flatMap { set in
        let folder = Fixture.folder.appending(path: set).appending(path: "bad")
        let files =
            (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "edi" && !$0.lastPathComponent.hasSuffix(".997.edi") }
            .map(Fixture.init).sorted { $0.file.path < $1.file.path }
    }

    static func named(_ name: String) throws -> Fixture {
        try #require(all.first { $0.testDescription == name + ".edi" })
    }

    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

    /// The document of the file's only transaction set.
    func translated() throws -> Translated { try #require(try translate(bytes()).first) }
}

/// Translates every set of an interchange that is not rejected, errors accepted.
func translate(_ bytes: [UInt8]) throws -> [Translated] {
    try transactionSets(in: bytes).map { set in
        let translator = try #require(TranslatorRegistry.translator(set: set.id))
        return try translator.document(from: set)
    }
}

/// The usable sets of an interchange, errors accepted.
func transactionSets(in bytes: [UInt8]) throws -> [TransactionSet] {
    var sets: [TransactionSet] = []
    let kinds = TranslatorRegistry.inbound.map { ($0.set, ValidationPolicy.OnError.acceptGood) }
    let policy = ValidationPolicy(onError: Dictionary(uniqueKeysWithValues: kinds))
    try Interpreter.walk(bytes, policy: policy) { visit in
        if case .set(let result, _, _) = visit, let content = result.content { sets.append(content) }
    }
    return sets
}

/// One set in an interchange of its own, from its segments without ST and SE.
func interchange(_ set: String, _ segments: [String]) -> [UInt8] {
    let groups = [
        "810": "IN", "820": "RA", "824": "AG", "830": "PS", "846": "IB", "850": "PO", "855": "PR",
        "856": "SH", "860": "PC", "861": "RC", "862": "SS", "865": "CA", "997": "FA", "999": "FA",
    ]
    let group = groups[set] ?? "ZZ"
    let lines =
        [
            "ISA*00*          *00*          *ZZ*NORDCAST       *ZZ*FJORDBUY       "
                + "*260302*0915*U*00401*000000001*0*P*>",
            "GS*\(group)*NORDCAST*FJORDBUY*20260302*0915*1*X*004010", "ST*\(set)*0001",
        ] + segments + ["SE*\(segments.count + 2)*0001", "GE*1*1", "IEA*1*000000001"]
    return [UInt8]((lines.joined(separator: "~") + "~").utf8)
}

/// JSON with a line for each value, digits and order untouched.
func readable(_ json: [UInt8]) -> String {
    var text = ""
    var depth = 0
    var isInString = false
    var isEscaped = false
    func newLine() { text += "\n" + String(repeating: "  ", count: depth) }
    for character in String(decoding: json, as: UTF8.self) {
        if isInString {
            text.append(character)
            isInString = isEscaped || character != "\""
            isEscaped = !isEscaped && character == "\\"
            continue
        }
        switch character {
        case "{", "[":
            text.append(character)
            depth += 1
            newLine()
        case "}", "]":
            depth -= 1
            newLine()
            text.append(character)
        case ",":
            text.append(character)
            newLine()
        case ":": text += ": "
        default:
            isInString = character == "\""
            text.append(character)
        }
    }
    return text + "\n"
}
