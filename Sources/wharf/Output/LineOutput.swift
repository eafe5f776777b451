internal import Foundation

/// Lines for standard output, written in large pieces; a progress bar makes room for them.
final class LineOutput {
    private static let pieceSize = 1 << 16

    private let progress: ProgressBar?
    private var buffer: [UInt8] = []

    init(progress: ProgressBar? = nil) {
        self.progress = progress
        buffer.reserveCapacity(Self.pieceSize + 4_096)
    }

    /// Says a line.
    func say(_ line: String) {
        buffer.append(contentsOf: line.utf8)
        buffer.append(0x0A)
        if buffer.count >= Self.pieceSize || Terminal.outputIsTerminal { flush() }
    }

    /// Gives out bytes as they are.
    func emit(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.pieceSize { flush() }
    }

    /// Says values as JSON, one a line.
    func say(json values: [some Encodable]) throws {
        for value in values { say(try JSONLines.text(value)) }
    }

    /// Writes what was said so far.
    func flush() {
        guard !buffer.isEmpty else { return }
        progress?.hide()
        Terminal.emit(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}
