import Cryptography
import Foundation
import Testing

@testable import Spool

struct StagedFileTests {
    @Test func `sealed bytes lie under their digest and leave staging`() throws {
        let spool = try TemporarySpool()
        let file = try spool.begin()
        try file.append(Array("ISA*00*".utf8))
        try file.append(Array("~".utf8))
        let receipt = try file.seal()
        #expect(receipt == Receipt(digest: Digest.of("ISA*00*~"), byteCount: 8))
        #expect(try spool.names(spool.layout.staging).isEmpty)
        let path = spool.layout.archived(receipt.digest)
        let hex = receipt.digest.hex
        #expect(path.hasSuffix("/archive/\(hex.prefix(2))/\(hex)"))
        #expect(spool.mode(path) == 0o440)
        #expect(try spool.archive.open(receipt.digest).allBytes() == Array("ISA*00*~".utf8))
        #expect(spool.archive.contains(receipt.digest))
        #expect(try spool.archive.verify(receipt.digest))
    }

    @Test func `an empty upload has the digest of nothing`() throws {
        let spool = try TemporarySpool()
        let receipt = try spool.begin().seal()
        #expect(receipt == Receipt(digest: Digest.of(""), byteCount: 0))
        #expect(try spool.archive.verify(receipt.digest))
    }

    @Test func `any order of writes, cuts and resumes ends as a model in memory says`() throws {
        let spool = try TemporarySpool()
        var numbers = SeededNumbers(seed: SeededNumbers.seed)
        for round in 0..<60 {
            var model: [UInt8] = []
            var file = try spool.begin()
            for _ in 0..<Int.random(in: 0...25, using: &numbers) {
                try step(&file, &model, spool, &numbers)
                try #require(file.byteCount == model.count, "seed \(SeededNumbers.seed), round \(round)")
            }
            let receipt = try file.seal()
            #expect(receipt.digest == Digest.of(model), "seed \(SeededNumbers.seed), round \(round)")
            #expect(receipt.byteCount == model.count)
            #expect(try spool.archive.open(receipt.digest).allBytes() == model)
        }
    }

    private func step(
        _ file: inout StagedFile, _ model: inout [UInt8], _ spool: TemporarySpool,
        _ numbers: inout SeededNumbers
    ) throws {
        switch Int.random(in: 0..<12, using: &numbers) {
        case 0..<6:
            let bytes = numbers.bytes(Int.random(in: 0...5000, using: &numbers))
            try file.append(bytes)
            model += bytes
        case 6..<9:
            let bytes = numbers.bytes(Int.random(in: 1...3000, using: &numbers))
            let offset = Int.random(in: 0...model.count + 500, using: &numbers)
            try bytes.withUnsafeBytes { try file.write($0, at: offset) }
            if model.count < offset + bytes.count {
                model += [UInt8](repeating: 0, count: offset + bytes.count - model.count)
            }
            model.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        case 9:
            let size = Int.random(in: 0...model.count + 100, using: &numbers)
            try file.truncate(to: size)
            model = Array(model.prefix(size)) + [UInt8](repeating: 0, count: max(0, size - model.count))
        case 10:
            let offset = Int.random(in: 0...model.count, using: &numbers)
            var buffer = [UInt8](repeating: 0, count: 700)
            let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0, at: offset) }
            #expect(Array(buffer.prefix(count)) == Array(model[offset...].prefix(700)))
        default:
            let id = try #require(file.upload?.id)
            try file.abandon()
            file = try spool.archive.resume(id)
        }
    }

    @Test func `offsets that no file has are refused and change nothing`() throws {
        let spool = try TemporarySpool()
        let file = try spool.begin()
        try file.append([1, 2, 3])
        for offset in [-1, Int.min, Int.max, Int.max - 1] {
            let error = #expect(throws: SpoolError.self) {
                try [7, 7].withUnsafeBytes { try file.write($0, at: offset) }
            }
            #expect(error?.code == .tooLarge || error?.code == .unexpected)
        }
        #expect(try file.seal().digest == Digest.of([1, 2, 3]))
    }

    @Test func `the same bytes again keep the first copy`() throws {
        let spool = try TemporarySpool()
        let first = try spool.archive.store([1, 2, 3])
        let path = spool.layout.archived(first.digest)
        let before = try #require(try Disk.status(at: path))
        let file = try spool.begin()
        try file.append([1, 2, 3])
        #expect(try file.seal() == first)
        #expect(try spool.archive.store([1, 2, 3]) == first)
        #expect(try #require(try Disk.status(at: path)).isSameFile(as: before))
        #expect(try spool.names(spool.layout.staging).isEmpty)
    }

    @Test func `bytes that meet another size under their digest are not sealed`() throws {
        let spool = try TemporarySpool()
        let receipt = try spool.archive.store([1, 2, 3])
        try FileManager.default.removeItem(atPath: spool.layout.archived(receipt.digest))
        try spool.write("damaged", to: spool.layout.archived(receipt.digest))
        let file = try spool.begin()
        try file.append([1, 2, 3])
        let error = #expect(throws: SpoolError.self) { try file.seal() }
        #expect(error?.code == .damaged)
        #expect(try !spool.archive.verify(receipt.digest))
        #expect(try spool.names(spool.layout.staging).count == 1, "the upload waits for the repair")
    }

    @Test func `a file that was sealed, abandoned or discarded takes nothing more`() throws {
        let spool = try TemporarySpool()
        let file = try spool.begin()
        _ = try file.seal()
        #expect(throws: SpoolError.self) { try file.append([1]) }
        #expect(throws: SpoolError.self) { try file.seal() }
        file.discard()
        #expect(spool.archive.contains(Digest.of("")))
        let other = try spool.begin()
        try other.append([1])
        other.discard()
        #expect(try spool.names(spool.layout.staging).isEmpty)
        #expect((#expect(throws: SpoolError.self) { try other.truncate(to: 0) })?.code == .closed)
    }

    @Test(.enabled(if: TinyDisk.isAvailable, "needs the right to mount a tmpfs"))
    func `a full disk is told, loses nothing else, and goes on when there is space`() throws {
        try TinyDisk.mounted { folder in
            let spool = try TemporarySpool(in: folder)
            let kept = try spool.archive.store([9, 9, 9])
            let file = try spool.begin()
            let error = #expect(throws: SpoolError.self) {
                for _ in 0..<100 { try file.append([UInt8](repeating: 1, count: 65_536)) }
            }
            #expect(error?.code == .diskFull)
            #expect(try spool.archive.verify(kept.digest))
            #expect(
                (#expect(throws: SpoolError.self) {
                    try spool.archive.store([UInt8](repeating: 2, count: 99_999))
                })?.code == .diskFull)
            file.discard()
            #expect(!Disk.syncHasFailed)
            #expect(try spool.archive.store([UInt8](repeating: 2, count: 99_999)).byteCount == 99_999)
            #expect(try spool.names(spool.layout.staging).isEmpty)
        }
    }

    @Test func `after one failed sync the process promises nothing more`() async {
        await #expect(processExitsWith: .success) {
            let spool = try TemporarySpool()
            let before = try spool.begin()
            Disk.onSyncFailure { #expect($0.code == .inputOutput) }
            // A descriptor that nobody has: the kernel's refusal stands for a device that fails.
            #expect(throws: SpoolError.self) { try Disk.synchronize(0x7FFF_FFF0, "nowhere") }
            #expect(Disk.syncHasFailed)
            #expect((#expect(throws: SpoolError.self) { try before.seal() })?.code == .inputOutput)
            #expect((#expect(throws: SpoolError.self) { try spool.begin() })?.code == .inputOutput)
            #expect((#expect(throws: SpoolError.self) { try spool.archive.store([1]) })?.code == .inputOutput)
            #expect(!spool.archive.contains(Digest.of([1])))
        }
    }

    @Test func `many threads that seal the same and different bytes agree`() async throws {
        let spool = try TemporarySpool()
        let archive = spool.archive
        try await withThrowingTaskGroup(of: Receipt.self) { group in
            for number in 0..<48 {
                group.addTask {
                    let file = try archive.begin(partner: "p", name: "n", login: "l", peer: "h")
                    try file.append(Array("content \(number % 6)".utf8))
                    return try file.seal()
                }
            }
            var digests: Set<Digest> = []
            for try await receipt in group { digests.insert(receipt.digest) }
            #expect(digests == Set((0..<6).map { Digest.of("content \($0)") }))
        }
        #expect(try spool.names(spool.layout.staging).isEmpty)
    }
}
