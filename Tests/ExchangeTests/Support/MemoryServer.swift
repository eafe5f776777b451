import Cryptography
import Foundation
import Partners
import Synchronization

@testable import Transports

/// A partner's server in memory, with faults to be switched on; what it holds outlives its connections.
final class MemoryServer: Sendable {
    struct Stored {
        var bytes: [UInt8]
        var modifiedSeconds: Int64
    }

    struct Faults {
        /// What dialling meets.
        var dial: RemoteError?
        /// What listing a folder meets.
        var list: [String: RemoteError] = [:]
        /// What reading a path meets.
        var read: [String: RemoteError] = [:]
        /// What removing anything meets.
        var remove: RemoteError?
        /// What renaming anything meets, after it was done or instead.
        var rename: (error: RemoteError, isDone: Bool)?
        /// Writes are cut here, and confirmed all the same.
        var keepsAtMost: Int?
        /// Writes and renames are confirmed and nothing is kept.
        var keepsNothing = false
        /// Removals are confirmed and nothing is removed.
        var removesNothing = false
        /// The connection ends after so many bytes of a write.
        var cutsWriteAfter: Int?
        /// What looking at a single file meets.
        var status: RemoteError?
        /// Grows a file while it is read.
        var growsWhenRead: String?
    }

    private struct State {
        var files: [String: Stored] = [:]
        var faults = Faults()
        var calls: [String] = []
        var open = 0
        var mostOpen = 0
    }

    private let state = Mutex(State())

    var calls: [String] { state.withLock { $0.calls } }
    var open: Int { state.withLock { $0.open } }
    var mostOpen: Int { state.withLock { $0.mostOpen } }

    func fail(_ change: (inout Faults) -> Void) {
        state.withLock { state in
            var faults = state.faults
            change(&faults)
            state.faults = faults
        }
    }

    func put(_ path: String, _ bytes: [UInt8], modified: Int64 = 1_700_000_000) {
        state.withLock { $0.files[path] = Stored(bytes: bytes, modifiedSeconds: modified) }
    }

    func bytes(_ path: String) -> [UInt8]? { state.withLock { $0.files[path]?.bytes } }
    var paths: [String] { state.withLock { $0.files.keys.sorted() } }
    func take(_ path: String) { state.withLock { _ = $0.files.removeValue(forKey: path) } }

    func count(_ call: String) -> Int { calls.filter { $0.hasPrefix(call) }.count }

    fileprivate func opened() throws(RemoteError) {
        let fault = state.withLock { state -> RemoteError? in
            state.calls.append("dial")
            if let fault = state.faults.dial { return fault }
            state.open += 1
            state.mostOpen = max(state.mostOpen, state.open)
            return nil
        }
        if let fault { throw fault }
    }

    fileprivate func closed() { state.withLock { $0.open -= 1 } }

    fileprivate func note(_ call: String) { state.withLock { $0.calls.append(call) } }
    fileprivate var faults: Faults { state.withLock { $0.faults } }

    fileprivate func stored(_ path: String) -> Stored? { state.withLock { $0.files[path] } }
    fileprivate func store(_ path: String, _ stored: Stored?) { state.withLock { $0.files[path] = stored } }
}

/// Opens sessions on a server in memory.
struct MemoryDialer: RemoteDialer {
    let server: MemoryServer

    func dial(_ remote: RemoteSection, day: String, cancellation: VisitCancellation) throws(RemoteError)
        -> any RemoteServer
    {
        if cancellation.isCancelled { throw RemoteError(.cancelled, "stopping") }
        try server.opened()
        return MemorySession(server)
    }
}

private final class MemorySession: RemoteServer {
    private let server: MemoryServer
    private var isOpen = true

    init(_ server: MemoryServer) { self.server = server }
    deinit { close() }

    var address: String { "192.0.2.1" }

    func list(_ folder: String, limit: Int) throws(RemoteError) -> RemoteListing {
        server.note("list \(folder)")
        if let fault = server.faults.list[folder] { throw fault }
        let paths = server.paths.filter { path in
            path.hasPrefix(folder + "/") && !path.dropFirst(folder.count + 1).contains("/")
        }
        let files = paths.prefix(limit).compactMap { path in
            server.stored(path).map {
                ListedFile(
                    name: String(path.dropFirst(folder.count + 1)), byteCount: $0.bytes.count,
                    modifiedSeconds: $0.modifiedSeconds)
            }
        }
        return RemoteListing(files: files, isCut: paths.count > limit)
    }

    func status(of path: String) throws(RemoteError) -> ListedFile? {
        server.note("status \(path)")
        if let fault = server.faults.status { throw fault }
        return server.stored(path).map {
            ListedFile(name: path, byteCount: $0.bytes.count, modifiedSeconds: $0.modifiedSeconds)
        }
    }

    func read(_ path: String, expecting byteCount: Int, _ take: (UnsafeRawBufferPointer) throws -> Void)
        throws -> Int
    {
        server.note("read \(path)")
        if let fault = server.faults.read[path] { throw fault }
        guard var found = server.stored(path) else { throw RemoteError(.missing, "no \(path)") }
        if server.faults.growsWhenRead == path {
            found.bytes.append(0x41)
            found.modifiedSeconds += 1
            server.store(path, found)
        }
        try found.bytes.withUnsafeBytes { bytes in
            for start in stride(from: 0, to: bytes.count, by: 1_000) {
                try take(.init(rebasing: bytes[start..<min(bytes.count, start + 1_000)]))
            }
        }
        return found.bytes.count
    }

    func write(
        _ path: String, byteCount: Int, synchronize: Bool,
        from source: (UnsafeMutableRawBufferPointer, Int) throws -> Int
    ) throws {
        server.note("write \(path)")
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1_000)
        while bytes.count < byteCount {
            let count = try buffer.withUnsafeMutableBytes { try source($0, bytes.count) }
            bytes += buffer[..<count]
            if let limit = server.faults.cutsWriteAfter, bytes.count >= limit {
                server.store(path, .init(bytes: Array(bytes.prefix(limit)), modifiedSeconds: 1_700_000_001))
                throw RemoteError(.connection, "the connection was lost")
            }
        }
        guard !server.faults.keepsNothing else { return }
        let kept = server.faults.keepsAtMost.map { Array(bytes.prefix($0)) } ?? bytes
        server.store(path, .init(bytes: kept, modifiedSeconds: 1_700_000_001))
    }

    func rename(_ path: String, to target: String, replacing: Bool) throws(RemoteError) {
        server.note("rename \(path) \(target)")
        if let fault = server.faults.rename, !fault.isDone { throw fault.error }
        if server.faults.keepsNothing { return }
        guard let found = server.stored(path) else { throw RemoteError(.missing, "no \(path)") }
        guard replacing || server.stored(target) == nil else { throw RemoteError(.refused, "failure") }
        server.store(path, nil)
        server.store(target, found)
        if let fault = server.faults.rename { throw fault.error }
    }

    func remove(_ path: String) throws(RemoteError) {
        server.note("remove \(path)")
        if let fault = server.faults.remove { throw fault }
        guard !server.faults.removesNothing else { return }
        guard server.stored(path) != nil else { throw RemoteError(.missing, "no \(path)") }
        server.store(path, nil)
    }

    func digest(of path: String) throws(RemoteError) -> RemoteDigest? { nil }

    func close() {
        guard isOpen else { return }
        isOpen = false
        server.closed()
    }
}
