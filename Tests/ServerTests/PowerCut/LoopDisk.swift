import Foundation
import Glibc

/// An ext4 file system in a file, whose power can be cut: what was not synced by then is gone.
final class LoopDisk {
    struct Refused: Error {
        let what: String
    }

    // linux/fs.h and ext4.h: stop at once, and do not even flush the journal.
    private static let shutdownRequest: UInt = 0x8004_587d  // EXT4_IOC_SHUTDOWN
    private static let withoutJournalFlush: UInt32 = 2  // EXT4_GOING_FLAGS_NOLOGFLUSH

    /// Whether this machine lets us make, mount and break one.
    static let isAvailable: Bool = {
        guard getuid() == 0, Program.exists("mkfs.ext4"), access("/dev/loop-control", F_OK) == 0 else {
            return false
        }
        do {
            let disk = try LoopDisk(in: FileManager.default.temporaryDirectory.path)
            try disk.mount()
            try disk.cutPower()
            try disk.unmount()
            return true
        } catch {
            return false
        }
    }()

    let path: String
    private let image: String
    private let log: String
    private var isMounted = false

    /// Makes an empty file system.
    init(in folder: String, megabytes: Int = 96) throws {
        let stem = folder + "/disk-" + UUID().uuidString
        image = stem + ".img"
        path = stem
        log = stem + ".log"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let file = open(image, O_RDWR | O_CREAT, 0o600)
        guard file >= 0, ftruncate(file, megabytes << 20) == 0 else {
            throw Refused(what: "image: errno \(errno)")
        }
        close(file)
        try run("mkfs.ext4", "-q", "-F", image)
    }

    deinit {
        if isMounted { _ = Glibc.umount2(path, Int32(MNT_DETACH)) }
        for left in [image, path, log + ".out", log + ".err"] { _ = Glibc.remove(left) }
    }

    /// Mounts it; the journal is replayed as after any power cut.
    func mount() throws {
        try run("mount", "-o", "loop", image, path)
        isMounted = true
    }

    /// The file system's writers must be dead or dying.
    func unmount() throws {
        let done: Bool? = Patience.wait(within: 20) { Glibc.umount2(path, 0) == 0 ? true : nil }
        guard done == true else { throw Refused(what: "umount: errno \(errno)") }
        isMounted = false
    }

    /// From here on nothing reaches the disk.
    func cutPower() throws {
        let folder = open(path, O_RDONLY | O_DIRECTORY)
        guard folder >= 0 else { throw Refused(what: "open: errno \(errno)") }
        defer { close(folder) }
        var flags = Self.withoutJournalFlush
        let result = withUnsafeMutablePointer(to: &flags) {
            ioctl(folder, Self.shutdownRequest, UnsafeMutableRawPointer($0))
        }
        guard result == 0 else { throw Refused(what: "shutdown: errno \(errno)") }
    }

    private func run(_ words: String...) throws {
        let done = try Program.run(words, log: log)
        guard done.ending == .exited(0) else { throw Refused(what: "\(words): \(done)") }
    }
}
