import Cryptography
import Exchange
import Foundation
import SFTP
import Spool
import Store
import Testing

/// A disk that is nearly full, where this machine lets us mount one.
@Suite(.enabled(if: SmallDisk.isAvailable)) struct SpaceTests {
    @Test func `short space is told at the door before it is used up, and forgotten when it is free again`()
        throws
    {
        let disk = try SmallDisk(megabytes: 24)
        defer { disk.unmount() }
        let hall = try Hall(spool: disk.folder + "/Spool")
        try hall.upload("first.edi", Interchange(control: 1))
        try hall.settle()
        #expect(hall.server.refusal == nil)
        let filler = URL(fileURLWithPath: disk.folder + "/filler")
        try Data(count: try disk.freeBytes() - (512 << 10)).write(to: filler)
        hall.clock.turn(byMilliseconds: 1_000)
        #expect(hall.server.refusal?.contains("no space left") ?? false)
        do {
            try hall.upload("second.edi", Interchange(control: 2))
            Issue.record("a file was taken on a full disk")
        } catch let error as SFTPError {
            #expect(error.code == .failure && error.message.contains("no space left"))
        }
        // What is in the house goes on; what is dropped waits.
        let dropped = hall.layout.drop("acme-castings") + "/third.edi"
        try Data(Interchange(control: 3).bytes).write(to: URL(fileURLWithPath: dropped))
        try FileManager.default.removeItem(at: filler)
        hall.clock.turn(byMilliseconds: 1_000)
        #expect(hall.server.refusal == nil)
        try hall.upload("second.edi", Interchange(control: 2))
        try hall.wait("the dropped file") { !FileManager.default.fileExists(atPath: dropped) }
        try hall.settle()
        #expect(
            try ["first.edi", "second.edi", "third.edi"].allSatisfy {
                try hall.arrival($0).state == .interpreted
            })
        hall.stop()
    }
}

/// A file system in memory of a few megabytes.
final class SmallDisk {
    static let isAvailable: Bool = {
        guard let disk = try? SmallDisk(megabytes: 1) else { return false }
        disk.unmount()
        return true
    }()

    let folder: String

    init(megabytes: Int) throws {
        folder =
            NSTemporaryDirectory() + "wharf-small-\(ULID(milliseconds: 0, entropy: RandomBytes.bytes(10)))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        do {
            try Self.run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", folder])
        } catch {
            try FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    func freeBytes() throws -> Int {
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder)
        return (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    }

    func unmount() {
        try? Self.run("umount", ["-l", folder])
        try? FileManager.default.removeItem(atPath: folder)
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
