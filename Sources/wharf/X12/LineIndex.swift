internal import Foundation

/// Turns byte offsets of a file into lines and columns, both from 1, as editors count them.
///
/// Reads the file up to the place asked for; places asked for in the order of the file cost one pass over it.
final class LineIndex {
    private static let stride = 1 << 24
    private static let pieceSize = 1 << 16

    /// A place up to which lines are counted.
    private struct Mark {
        var offset = 0
        var line = 1
        var lineStart = 0
    }

    private let file: X12File
    private var marks = [Mark()]
    private var current = Mark()

    init(_ file: X12File) {
        self.file = file
    }

    /// Where the byte stands; a column counts bytes.
    func place(of offset: Int) -> (line: Int, column: Int) {
        if offset < current.offset {
            current = marks.last { $0.offset <= offset } ?? Mark()
        }
        while current.offset < offset {
            let end = min(offset, current.offset + Self.pieceSize)
            let bytes = file.bytes(current.offset..<end)
            guard !bytes.isEmpty else { break }
            count(bytes)
            if let last = marks.last, current.offset - last.offset >= Self.stride { marks.append(current) }
        }
        return (current.line, offset - current.lineStart + 1)
    }

    private func count(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            var position = 0
            while let hit = memchr(base + position, 0x0A, bytes.count - position) {
                position = base.distance(to: UnsafeRawPointer(hit)) + 1
                current.line += 1
                current.lineStart = current.offset + position
                if position >= bytes.count { break }
            }
        }
        current.offset += bytes.count
    }
}
