internal import Foundation
internal import X12

/// A file named on the command line, or standard input, read as X12.
final class X12File {
    /// Bytes taken from standard input at most.
    private static let inputLimit = 1 << 30

    /// What is said of a file without any interchange.
    static let noInterchange = "no ISA segment was found, so it holds no X12; see `wharf x12 lint`"

    /// How messages call it.
    let name: String
    private let handle: FileHandle?
    private let bytes: [UInt8]
    private let byteCount: Int

    init(_ path: String) throws {
        if path == "-" {
            name = "standard input"
            handle = nil
            bytes = Array(try FileHandle.standardInput.read(upToCount: Self.inputLimit) ?? Data())
            byteCount = bytes.count
            return
        }
        guard let opened = FileHandle(forReadingAtPath: path) else {
            throw Failure(.notFound, "\(path): cannot be read; check the name and the rights")
        }
        name = path
        handle = opened
        bytes = []
        var status = stat()
        guard fstat(opened.fileDescriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Failure(.notFound, "\(path): is no plain file")
        }
        byteCount = Int(status.st_size)
    }

    /// Walks interchanges, groups and sets; memory does not grow with a file.
    @discardableResult
    func walk(rejectedToo: Bool, visit: (Interpreter.Visit) throws -> Void) throws -> FileOutline {
        guard let handle else { return try Interpreter.walk(bytes, rejectedToo: rejectedToo, visit: visit) }
        return try Interpreter.walk(
            byteCount: byteCount, rejectedToo: rejectedToo,
            open: { DescriptorSource(descriptor: handle.fileDescriptor, range: $0) }, visit: visit)
    }

    /// Bytes around a place, for showing it.
    func excerpt(_ range: Range<Int>) -> [UInt8] {
        let range = range.clamped(to: 0..<byteCount)
        guard let handle else { return Array(bytes[range]) }
        var buffer = [UInt8](repeating: 0, count: range.count)
        let count = pread(handle.fileDescriptor, &buffer, range.count, off_t(range.lowerBound))
        return Array(buffer.prefix(max(0, count)))
    }
}

/// A finding for people: its place, a sentence, the bytes with the fault underlined, the fix.
enum FindingLines {
    private static let before = 30
    private static let after = 40

    static func lines(_ finding: Finding, in file: X12File) -> [String] {
        var place: [String] = []
        if let set = finding.set { place.append("\(set) \(Terminal.visible(finding.control ?? ""))") }
        if let segment = finding.segment, let id = finding.segmentID {
            place.append("segment \(segment) \(Terminal.visible(id))")
        }
        if let element = finding.element { place.append("element \(element)") }
        if let component = finding.component { place.append("component \(component)") }
        place.append("byte \(finding.offset)")
        let code = finding.code.rawValue + (finding.acknowledgment.map { ", \($0)" } ?? "")
        var lines = [
            "\(file.name): \(place.joined(separator: ", ")): \(finding.severity.rawValue): \(Terminal.visible(finding.message)) [\(code)]"
        ]
        let start = max(0, finding.offset - before)
        let shown = file.excerpt(start..<finding.offset + after)
        if !shown.isEmpty, finding.severity != .note {
            let width = max(1, min(finding.found?.utf8.count ?? 1, after))
            lines.append(
                "    "
                    + String(
                        decoding: shown.map { $0 < 0x20 || $0 > 0x7E ? UInt8(ascii: ".") : $0 }, as: UTF8.self
                    ))
            lines.append(
                "    " + String(repeating: " ", count: finding.offset - start)
                    + String(repeating: "^", count: width))
        }
        if let expected = finding.expected { lines.append("    expected: \(Terminal.visible(expected))") }
        if !finding.fix.isEmpty { lines.append("    fix: \(Terminal.visible(finding.fix))") }
        return lines
    }
}
