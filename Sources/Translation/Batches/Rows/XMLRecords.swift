internal import Foundation
internal import FoundationXML

/// The records of an XML file: the elements at a path, or the children of its one outermost element.
///
/// Foundation's parser reads it as a stream, with what it does not do done here: its `parse()` says `true`
/// after errors, so that each one it tells of counts; declared entities vanish without a word, so that a
/// document type is refused before the parser sees the file; text in `CDATA` is lost unless asked for. It
/// fetches nothing. Prefixes of namespaces are dropped.
struct XMLRecords: RowSource {
    private let bytes: BatchBytes
    private let layout: RecordLayout
    private(set) var found: FoundColumns

    init(_ bytes: BatchBytes, _ layout: RecordLayout) throws {
        self.bytes = bytes
        self.layout = layout
        found = RecordBuilder(layout, separator: "/").found
        try XMLPrologue.check(try bytes.bytes(0..<XMLPrologue.byteMaximum))
    }

    /// Whether a file ends with the end of an element of this name.
    private func ends(with name: String) throws -> Bool {
        let tail = try bytes.bytes(max(0, bytes.byteCount - 1_024)..<bytes.byteCount)
        var rest = tail[...]
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        guard rest.popLast() == UInt8(ascii: ">") else { return false }
        while let last = rest.last, last <= 0x20 { rest.removeLast() }
        return rest.suffix(name.utf8.count + 2).elementsEqual("</\(name)".utf8)
    }

    /// Gives the rows one after the other.
    mutating func read(_ take: (BatchRow) throws -> Void) throws {
        let stream = PieceStream(bytes)
        let found = try withoutActuallyEscaping(take) { take in
            let reader = ElementReader(layout, take)
            let parser = XMLParser(stream: stream)
            parser.delegate = reader
            parser.shouldResolveExternalEntities = false
            let isWhole = parser.parse()
            if let failure = stream.failure ?? reader.failure { throw failure }
            // Which error the parser tells of at the end of a file that was cut depends on where it was.
            let isOpen = reader.isOpen || reader.rootName == nil
            if isOpen, try !ends(with: reader.rootName ?? "") { throw XMLRecords.ended }
            if let complaint = reader.complaint { throw complaint }
            guard isWhole, !isOpen else { throw XMLRecords.ended }
            return reader.found
        }
        self.found = found
    }

    private static let ended = BatchError(
        .endMissing,
        "The file ends before its outermost element does: only a part of it arrived. Send it again as a whole."
    )
}

/// Gives the parser a file piece by piece.
private final class PieceStream: InputStream {
    private let bytes: BatchBytes
    private var place = 0
    private var piece: [UInt8] = []
    private var given = 0
    private(set) var failure: (any Error)?

    init(_ bytes: BatchBytes) {
        self.bytes = bytes
        super.init(data: Data())
    }

    private var isAtEnd: Bool { place >= bytes.byteCount && given == piece.count }

    override func open() {}
    override func close() {}
    override var hasBytesAvailable: Bool { failure == nil && !isAtEnd }
    override var streamError: (any Error)? { failure }

    override func read(_ buffer: UnsafeMutablePointer<UInt8>, maxLength: Int) -> Int {
        if given == piece.count {
            do {
                piece = try bytes.piece(from: place)
            } catch {
                failure = error
                return -1
            }
            place += piece.count
            given = 0
        }
        let count = min(maxLength, piece.count - given)
        piece.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            buffer.update(from: start + given, count: count)
        }
        given += count
        return count
    }
}

/// Turns the parser's events into rows.
private final class ElementReader: NSObject, XMLParserDelegate {
    private let wanted: [String]?
    private let take: (BatchRow) throws -> Void
    private var builder: RecordBuilder
    private var path: [String] = []
    private var recordDepth: Int?
    private var text = ""
    /// Whether the present element has elements in it, so that its text is only what stands between them.
    private var hasElements = false
    /// What `take` threw.
    private(set) var failure: (any Error)?
    /// What is wrong with the file.
    private(set) var complaint: BatchError?

    init(_ layout: RecordLayout, _ take: @escaping (BatchRow) throws -> Void) {
        wanted = layout.rows.map { $0.split(separator: "/").map(String.init) }
        builder = RecordBuilder(layout, separator: "/")
        self.take = take
    }

    var found: FoundColumns { builder.found }
    var isOpen: Bool { !path.isEmpty }
    /// The outermost element as it is written, with its prefix; `nil` when there is none.
    private(set) var rootName: String?

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        guard complaint == nil, failure == nil else { return }
        rootName = rootName ?? name
        path.append(Self.local(name))
        guard path.count <= RowLimits.depth else {
            return stop(parser, "elements nest at most \(RowLimits.depth) deep")
        }
        text = ""
        hasElements = false
        if recordDepth != nil {
            enter(path.last ?? "")
            builder.beginElement(line: parser.lineNumber)
        } else if wanted.map({ $0 == path }) ?? (path.count == 2) {
            recordDepth = path.count
            builder.beginRecord(line: parser.lineNumber)
        }
        guard recordDepth != nil else { return }
        if attributes.isEmpty { return }
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) where !name.hasPrefix("xmlns") {
            enter("@\(Self.local(name))")
            put(value, line: parser.lineNumber)
            builder.leave()
        }
    }

    private func enter(_ name: String) {
        var name = name
        name.withUTF8 { builder.enter($0) }
    }

    private func put(_ value: String, line: Int) {
        var value = value
        value.withUTF8 { builder.value($0, .text, line: line) }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard recordDepth != nil, !hasElements else { return }
        text += string
        if text.utf8.count > RowLimits.cellBytes {
            stop(parser, "a text has at most \(RowLimits.cellBytes) bytes")
        }
    }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        self.parser(parser, foundCharacters: String(decoding: block, as: UTF8.self))
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard complaint == nil, failure == nil else { return }
        if let depth = recordDepth {
            if !hasElements { put(text, line: parser.lineNumber) }
            if depth == path.count {
                recordDepth = nil
                do {
                    try builder.endRecord(take)
                } catch {
                    failure = error
                    parser.abortParsing()
                }
            } else {
                builder.endElement()
                builder.leave()
            }
        }
        if !path.isEmpty { path.removeLast() }
        text = ""
        hasElements = true
    }

    func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
        guard complaint == nil, failure == nil else { return }
        stop(parser, "this is not well-formed XML (error \((error as NSError).code))")
    }

    private func stop(_ parser: XMLParser, _ expected: String) {
        complaint = BatchError(
            .notXML,
            "Line \(parser.lineNumber), column \(parser.columnNumber): \(expected). "
                + "Nothing in the file was processed.")
        parser.abortParsing()
    }

    private static func local(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: ":")) else { return name }
        return name.split(separator: ":").last.map(String.init) ?? name
    }
}

/// What stands before the outermost element of an XML file.
enum XMLPrologue {
    /// How much of the file is looked at; the outermost element begins within.
    static let byteMaximum = 64 << 10

    private static let encodings: Set<String> = [
        "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin1", "windows-1252",
    ]

    /// Refuses what must not reach a parser: document types with their entities, and ways of writing in which
    /// they could hide.
    static func check(_ bytes: [UInt8]) throws(BatchError) {
        var rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        guard !bytes.contains(0) else {
            throw BatchError(.notXML, "The file is in UTF-16 or no XML at all. Send it as UTF-8.")
        }
        while true {
            rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
            guard rest.first == UInt8(ascii: "<") else {
                if rest.isEmpty { throw endless(bytes) }
                throw BatchError(.notXML, "The file is no XML: it does not begin with an element.")
            }
            if rest.starts(with: "<?".utf8) {
                guard let end = end(of: "?>", in: rest) else { throw endless(bytes) }
                try checkEncoding(rest[..<end])
                rest = rest[end...]
            } else if rest.starts(with: "<!--".utf8) {
                guard let end = end(of: "-->", in: rest.dropFirst(4)) else { throw endless(bytes) }
                rest = rest[end...]
            } else if rest.starts(with: "<!".utf8) {
                throw BatchError(
                    .notXML,
                    "The file has a document type (<!DOCTYPE>), which is refused for safety. Send it without."
                )
            } else {
                return
            }
        }
    }

    private static func endless(_ bytes: [UInt8]) -> BatchError {
        bytes.count < byteMaximum
            ? BatchError(
                .endMissing, "The file ends before its outermost element begins. Send it again as a whole.")
            : BatchError(
                .notXML, "The outermost element does not begin within the first \(byteMaximum) bytes.")
    }

    private static func end(of mark: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let mark = Array(mark.utf8)
        var place = bytes.startIndex
        while place + mark.count <= bytes.endIndex {
            if bytes[place..<place + mark.count].elementsEqual(mark) { return place + mark.count }
            place += 1
        }
        return nil
    }

    private static func checkEncoding(_ instruction: ArraySlice<UInt8>) throws(BatchError) {
        let text = String(decoding: instruction, as: UTF8.self)
        guard text.hasPrefix("<?xml"), let name = text.firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/)
        else { return }
        guard encodings.contains(name.1.lowercased()) else {
            throw BatchError(
                .notXML,
                "The file says it is written in \(name.1.prefix(40)), which is not read. Send it as UTF-8.")
        }
    }
}
