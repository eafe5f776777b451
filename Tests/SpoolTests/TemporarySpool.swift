import Cryptography
import Foundation
import Glibc
import Spool

/// A spool of its own for one test, removed with it.
final class TemporarySpool {
    let layout: SpoolLayout
    let archive: Archive

    init(in folder: String = NSTemporaryDirectory()) throws {
        let name = "wharf-spool-\(ULID(milliseconds: 0, entropy: RandomBytes.bytes(10)))"
        layout = SpoolLayout(root: (folder as NSString).appendingPathComponent(name))
        try layout.create()
        archive = Archive(layout, clock: { 1_790_000_000_000 })
    }

    deinit {
        try? FileManager.default.removeItem(atPath: layout.root)
    }

    func begin(_ name: String = "856.edi") throws -> StagedFile {
        try archive.begin(partner: "acme", name: name, login: "acme-edi", peer: "192.0.2.7")
    }

    func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    func mode(_ path: String) -> UInt32 {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }
}

/// A file system of 512 KiB, where the machine lets us mount one.
enum TinyDisk {
    static let isAvailable: Bool = (try? mounted { _ in }) != nil

    static func mounted(_ body: (String) throws -> Void) throws {
        let folder =
            NSTemporaryDirectory() + "wharf-tiny-\(ULID(milliseconds: 0, entropy: RandomBytes.bytes(10)))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try run("mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", folder])
        defer { try? run("umount", [folder]) }
        try body(folder)
    }

    private static func run(_ tool: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.featureUnsupported) }
    }
}

/// Random numbers that a seed repeats: SplitMix64.
///
/// `SEED=n` chooses it.
struct SeededNumbers: RandomNumberGenerator {
    private(set) var state: UInt64

    static var seed: UInt64 {
        ProcessInfo.processInfo.environment["SEED"].flatMap { UInt64($0) } ?? 20_260_101
    }

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
