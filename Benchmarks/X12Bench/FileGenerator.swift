internal import Foundation

/// Writes interchanges of any size, the same bytes for the same seed.
struct FileGenerator {
    /// Which set the file holds.
    enum Kind: String, CaseIterable {
        case order = "850"
        case invoice = "810"
        case shipment = "856"

        var functionalID: String {
            switch self {
            case .order: "PO"
            case .invoice: "IN"
            case .shipment: "SH"
            }
        }
    }

    /// One set that was broken.
    struct Broken: Hashable {
        /// The set's place in the file, from 1.
        var transaction: Int
        /// The segment's place in the set, ST being 1.
        var segment: Int
        /// The answer's place and value, as `AK403=8`.
        var answer: String
    }

    let kind: Kind
    let lines: Int
    /// The file ends with the set that reaches this size, in bytes.
    let byteCount: Int
    /// The share of sets that are broken, 0 to 1.
    var damageRate = 0.0
    private var numbers: SeededNumbers
    private var sets: SampleSets
    private var buffer: [UInt8] = []

    init(kind: Kind, lines: Int, byteCount: Int, seed: UInt64) {
        self.kind = kind
        self.lines = lines
        self.byteCount = byteCount
        numbers = SeededNumbers(seed: seed &+ 1)
        sets = SampleSets(numbers: SeededNumbers(seed: seed))
    }

    /// Writes the file; what was broken in it.
    mutating func write(to path: String, controlNumber: Int = 1) throws -> [Broken] {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw CocoaError(.fileWriteUnknown) }
        defer { file.closeFile() }
        let control = String(controlNumber + 1_000_000_000).dropFirst()
        put([
            "ISA", "00", "          ", "00", "          ", "ZZ", "ACMECASTINGS   ", "ZZ", "NORTHWIND      ",
            "250115", "0930", "U", "00401", String(control), "0", "T", ">",
        ])
        put([
            "GS", kind.functionalID, "ACMECASTINGS", "NORTHWIND", "20250115", "0930", String(controlNumber),
            "X", "004010",
        ])
        var written = 0
        var count = 0
        var broken: [Broken] = []
        repeat {
            count += 1
            if let found = writeSet(count) { broken.append(found) }
            if buffer.count > 1 << 20 || written + buffer.count >= byteCount {
                written += buffer.count
                try file.write(contentsOf: buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        } while written < byteCount
        put(["GE", String(count), String(controlNumber)])
        put(["IEA", "1", String(control)])
        try file.write(contentsOf: buffer)
        buffer = []
        return broken
    }

    private mutating func writeSet(_ count: Int) -> Broken? {
        let number = count < 10_000 ? String(String(count + 10_000).dropFirst()) : String(count)
        let damage =
            Double.random(in: 0..<1, using: &numbers) < damageRate
            ? Damage.allCases.randomElement(using: &numbers) : nil
        put(["ST", kind.rawValue, number])
        var segments = 2
        var place = 0
        if let damage {
            var body: [SampleSets.Segment] = []
            generate { body.append($0) }
            place = damage.apply(to: &body, &numbers)
            for segment in body { put(segment) }
            segments += body.count
        } else {
            var bytes: [UInt8] = []
            swap(&bytes, &buffer)
            generate { segment in
                FileGenerator.append(segment, to: &bytes)
                segments += 1
            }
            swap(&bytes, &buffer)
        }
        put([
            "SE", String(damage == .segmentCount ? segments + 1 : segments),
            damage == .controlNumber ? number + "9" : number,
        ])
        return damage.map { Broken(transaction: count, segment: place, answer: $0.answer) }
    }

    private mutating func generate(_ take: (SampleSets.Segment) -> Void) {
        switch kind {
        case .order: sets.order(lines: lines, take)
        case .invoice: sets.invoice(lines: lines, take)
        case .shipment: sets.shipment(lines: lines, take)
        }
    }

    private mutating func put(_ segment: SampleSets.Segment) {
        FileGenerator.append(segment, to: &buffer)
    }

    private static func append(_ segment: SampleSets.Segment, to bytes: inout [UInt8]) {
        for (index, element) in segment.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "*")) }
            bytes.append(contentsOf: element.utf8)
        }
        bytes.append(UInt8(ascii: "~"))
        bytes.append(UInt8(ascii: "\n"))
    }
}
