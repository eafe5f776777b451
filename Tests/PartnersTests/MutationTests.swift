import Foundation
import Testing

@testable import Partners

/// Damages profiles line by line.
///
/// Repeat a run with `SEED=n`.
struct MutationTests {
    private static let seed = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? 20_261_123

    private static func samples() throws -> [(file: String, text: String)] {
        let names = ["house", "acme-castings", "bolt-works", "cobalt-plastics"]
        return try names.map { name in
            let url = SampleFolderTests.folder.appendingPathComponent("\(name).yaml")
            return ("\(name).yaml", try String(contentsOf: url, encoding: .utf8))
        }
    }

    /// A folder with the house and one sample: what the others say does not matter to it.
    private static func folder(for sample: (file: String, text: String)) throws -> ProfileFolder {
        let folder = try ProfileFolder()
        for other in try samples() where other.file == "house.yaml" || other.file == sample.file {
            try folder.write(other.file, other.text)
        }
        return folder
    }

    @Test func `a duplicated line of content is never taken silently`() throws {
        for sample in try Self.samples() {
            let folder = try Self.folder(for: sample)
            let lines = sample.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where Self.isContent(line) {
                var changed = lines
                changed.insert(line, at: index)
                try folder.write(sample.file, changed.joined(separator: "\n"))
                let review = folder.load()
                // An item of a list may stand twice; a key may not.
                if !line.drop(while: { $0 == " " }).hasPrefix("- ") {
                    #expect(review.directory == nil, "\(sample.file):\(index + 1): \(line)")
                    let place = "Partners/\(sample.file):"
                    #expect(review.errors.contains { $0.hasPrefix(place) }, "\(review.errors)")
                }
            }
        }
    }

    @Test func `a deleted line gives a fault or the profile without that key`() throws {
        for sample in try Self.samples() {
            let folder = try Self.folder(for: sample)
            let whole = try #require(folder.load().directory)
            let lines = sample.text.split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() where Self.isContent(line) {
                var changed = lines
                changed.remove(at: index)
                try folder.write(sample.file, changed.joined(separator: "\n"))
                guard let directory = folder.load().directory else { continue }
                // What still loads differs from the whole by no more than the keys of that line.
                #expect(directory.house.id == whole.house.id)
                #expect(directory.partners.map(\.id) == whole.partners.map(\.id))
                #expect(
                    directory.partners.compactMap(\.hosted?.login)
                        == whole.partners.compactMap(\.hosted?.login))
                #expect(Self.isOptional(line), "\(sample.file):\(index + 1): \(line)")
            }
        }
    }

    @Test func `one garbled byte gives faults at places in the file, or a profile that loads`() throws {
        var random = SplitMix(state: Self.seed)
        for sample in try Self.samples() {
            let folder = try Self.folder(for: sample)
            let original = Array(sample.text.utf8)
            for _ in 0..<100 {
                var bytes = original
                let index = Int(random.next() % UInt64(bytes.count))
                bytes[index] = UInt8(truncatingIfNeeded: random.next())
                try folder.write(sample.file, bytes: bytes)
                let review = folder.load()
                #expect((review.directory == nil) == !review.errors.isEmpty, "SEED=\(Self.seed)")
                let lineCount = bytes.count { $0 == 0x0A || $0 == 0x0D } + 2
                for fault in review.faults where fault.file.hasSuffix(sample.file) {
                    #expect(
                        (1...lineCount).contains(fault.line) && fault.column >= 1,
                        "\(fault) SEED=\(Self.seed)")
                }
            }
        }
    }

    @Test func `several damages at once never crash the loader`() throws {
        var random = SplitMix(state: Self.seed &+ 1)
        let spice = Array("\t\"'{}[]&*!|>%@`?:-,#\u{0}~\n ".utf8)
        for sample in try Self.samples() {
            let folder = try Self.folder(for: sample)
            let original = Array(sample.text.utf8)
            for _ in 0..<100 {
                var bytes = original
                for _ in 0..<(1 + random.next() % 8) {
                    let index = Int(random.next() % UInt64(bytes.count))
                    let end = min(bytes.count, index + Int(random.next() % 40))
                    switch random.next() % 4 {
                    case 0: bytes.removeSubrange(index..<end)
                    case 1: bytes.insert(contentsOf: bytes[index..<end], at: index)
                    case 2: bytes[index] = spice[Int(random.next() % UInt64(spice.count))]
                    default: bytes.removeLast(min(bytes.count - 1, Int(random.next() % 400)))
                    }
                }
                try folder.write(sample.file, bytes: bytes)
                let review = folder.load()
                #expect((review.directory == nil) == !review.errors.isEmpty, "SEED=\(Self.seed)")
            }
        }
    }

    private static func isContent(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        return !text.isEmpty && !text.hasPrefix("#")
    }

    /// Whether a profile may do without the key that a line begins with.
    private static func isOptional(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        let key = text.split(separator: ":").first.map { $0.filter { $0 != "\"" && $0 != " " } } ?? ""
        let shapes = SectionShape.allCases.flatMap(\.keys)
        let isNamed =
            key.allSatisfy(\.isNumber)
            || ["itemNumber", "quantityOnHand", "unitOfMeasure", "asOf", "orderNumber"].contains(key)
            || key.contains(".")
        return text.hasPrefix("-") || isNamed || ["journal"].contains(key)
            || shapes.contains { $0.name == key && !$0.isRequired }
    }
}

/// A small generator whose run a seed repeats.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
