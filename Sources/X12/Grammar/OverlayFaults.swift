/// A mistake in an overlay: where it stands, what it is, and what was likely meant.
public struct OverlayFault: Sendable, Hashable, CustomStringConvertible {
    /// The name of the file, as it was given.
    public let file: String
    /// The line, from 1.
    public let line: Int
    /// The character in the line, from 1.
    public let column: Int
    /// What is wrong and what may stand there, as a sentence.
    public let message: String
    /// The word that was likely meant; nil when none is near.
    public let nearest: String?

    /// As `acme/856.overlay:12:5: No change is called mandatry. Did you mean mandatory?`.
    public var description: String {
        "\(file):\(line):\(column): \(message)" + (nearest.map { " Did you mean \($0)?" } ?? "")
    }
}

/// Everything wrong with an overlay, in the order of its lines.
public struct OverlayFaults: Error, Sendable, Hashable, CustomStringConvertible {
    /// The mistakes; at least one, at most as many as ``Overlay/maximumFaults``.
    public let faults: [OverlayFault]
    /// How many more there are.
    public let suppressed: Int

    /// A line for each mistake.
    public var description: String {
        let lines = faults.map(\.description)
        return (suppressed == 0 ? lines : lines + ["\(suppressed) more mistakes are not shown."])
            .joined(separator: "\n")
    }
}

/// Collects mistakes up to the limit and counts the rest.
struct OverlayFaultList {
    let file: String
    private(set) var faults: [OverlayFault] = []
    private(set) var suppressed = 0

    init(file: String) {
        self.file = file
    }

    var isEmpty: Bool { faults.isEmpty }

    /// Adds a mistake; of the candidates the nearest to the word is offered, if one is near.
    mutating func add(
        _ message: String, at word: OverlayWord, nearest candidates: @autoclosure () -> [String] = []
    ) {
        guard faults.count < Overlay.maximumFaults else {
            suppressed += 1
            return
        }
        faults.append(
            OverlayFault(
                file: file, line: word.line, column: word.column, message: message,
                nearest: NearestWord.find(word.text, among: candidates())))
    }

    /// Adds the mistakes of another list.
    mutating func append(_ other: OverlayFaultList) {
        let room = Overlay.maximumFaults - faults.count
        faults += other.faults.prefix(room)
        suppressed += max(0, other.faults.count - room) + other.suppressed
    }

    /// What is thrown; nil when nothing is wrong.
    var error: OverlayFaults? {
        faults.isEmpty ? nil : OverlayFaults(faults: faults, suppressed: suppressed)
    }
}
