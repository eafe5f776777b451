internal import Foundation
internal import SFTP

/// Where the simulated partner takes our files and puts its own.
protocol SimulationDesk: AnyObject {
    /// What people call the place.
    var place: String { get }
    /// The names of the files that lie there for the partner, sorted.
    func offered() throws -> [String]
    /// A whole file of those.
    func fetch(_ name: String) throws -> [UInt8]
    /// Hands a file over; with a rate no faster than that.
    func hand(_ name: String, _ bytes: [UInt8], bytesPerSecond: Int?) throws
    /// Ends what was opened; the next call opens anew.
    func rest()
}

/// Our own SFTP host, as a partner that logs in finds it.
final class HostedDesk: SimulationDesk {
    /// The most names of the download folder that are looked through.
    private static let nameLimit = 100_000
    /// The largest file that is taken.
    private static let fileLimit: UInt64 = 256 << 20
    /// A slow hand pauses so often in a second.
    private static let piecesPerSecond = 10

    private let options: ClientOptions
    private let download: String
    private let upload: String
    private var session: SFTPClient?

    init(_ options: ClientOptions, download: String, upload: String) {
        self.options = options
        self.download = "/" + download
        self.upload = "/" + upload
    }

    var place: String { "\(options.user)@\(options.host):\(options.port)" }

    func offered() throws -> [String] {
        var names: [String] = []
        try open().list(download, limit: Self.nameLimit) { entry in
            if entry.kind == .file { names.append(entry.name) }
            return true
        }
        return names.sorted()
    }

    func fetch(_ name: String) throws -> [UInt8] {
        let client = try open()
        let path = "\(download)/\(name)"
        let size = try client.stat(path).size
        guard size <= Self.fileLimit else {
            throw Failure(.failed, "\(path) has \(size) bytes; at most \(Self.fileLimit) are taken")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(size))
        try client.read(path, expecting: size) { bytes.append(contentsOf: $0) }
        return bytes
    }

    func hand(_ name: String, _ bytes: [UInt8], bytesPerSecond: Int?) throws {
        let piece = bytesPerSecond.map { max(1, $0 / Self.piecesPerSecond) }
        try open().write(
            "\(upload)/\(name)", byteCount: UInt64(bytes.count), mode: .create(exclusive: false),
            synchronize: false
        ) { buffer, offset in
            var part = bytes[min(Int(offset), bytes.count)...].prefix(buffer.count)
            if let piece {
                part = part.prefix(piece)
                Thread.sleep(forTimeInterval: 1 / Double(Self.piecesPerSecond))
            }
            buffer.copyBytes(from: part)
            return part.count
        }
    }

    func rest() {
        session?.close()
        session = nil
    }

    private func open() throws -> SFTPClient {
        if let session, session.isOpen { return session }
        let client = try SFTPClient.connect(options)
        session = client
        return client
    }
}

/// The folders of the partner's own server, which we visit: the simulator stands behind that server.
final class OwnDesk: SimulationDesk {
    private let inbox: String
    private let outbox: String

    init(folder: String, inbox: String, outbox: String) {
        self.inbox = "\(folder)/\(inbox)"
        self.outbox = "\(folder)/\(outbox)"
    }

    var place: String { "\(inbox) and \(outbox)" }

    func offered() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: inbox).filter {
            // What is still being written to us has a temporary name.
            !$0.hasPrefix(".") && !$0.hasSuffix(".part") && !$0.hasSuffix(".tmp")
        }.sorted()
    }

    func fetch(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(inbox)/\(name)")))
    }

    func hand(_ name: String, _ bytes: [UInt8], bytesPerSecond: Int?) throws {
        let temporary = URL(fileURLWithPath: "\(outbox)/.\(name).tmp")
        try Data(bytes).write(to: temporary)
        let final = "\(outbox)/\(name)"
        if FileManager.default.fileExists(atPath: final) {
            try FileManager.default.removeItem(atPath: final)
        }
        try FileManager.default.moveItem(atPath: temporary.path, toPath: final)
    }

    func rest() {}
}
