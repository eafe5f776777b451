import Foundation
import Logging
import SFTP
import Testing

/// Runs blocking work on a thread of its own, as the client asks for.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread { continuation.resume(with: Result { try work() }) }.start()
    }
}

extension HostFixture {
    /// The fingerprint of the host's key.
    var fingerprint: String {
        get throws {
            let line = try String(contentsOfFile: folder + "/host.pub", encoding: .utf8)
            return try AuthorizedKey(line: line).fingerprint
        }
    }

    /// Options to log in with the client's key.
    func options(
        port: UInt16? = nil, credentials: [ClientCredential]? = nil, hostKeys: [String]? = nil,
        deadlines: ClientDeadlines = ClientDeadlines()
    ) throws -> ClientOptions {
        let pem = try [UInt8](Data(contentsOf: URL(fileURLWithPath: clientKey)))
        return ClientOptions(
            host: "127.0.0.1", port: port ?? host.port, user: "partner",
            credentials: credentials ?? [.privateKey(pem: pem, passphrase: nil)],
            hostKeys: try hostKeys ?? [fingerprint], deadlines: deadlines)
    }

    /// Lets a closure use a client that is connected to the host.
    @discardableResult
    func withClient<Value: Sendable>(
        _ options: ClientOptions? = nil, _ body: @escaping @Sendable (SFTPClient) throws -> Value
    ) async throws -> Value {
        let options = try options ?? self.options()
        return try await onThread {
            let client = try SFTPClient.connect(options)
            defer { client.close() }
            return try body(client)
        }
    }
}

extension SFTPClient {
    /// The whole of a file.
    func bytes(_ path: String, from start: UInt64 = 0, expecting: UInt64? = nil) throws -> [UInt8] {
        var found: [UInt8] = []
        let count = try read(path, from: start, expecting: expecting) { found.append(contentsOf: $0) }
        #expect(count == UInt64(found.count))
        return found
    }

    /// Writes bytes as a file.
    @discardableResult
    func put(
        _ bytes: [UInt8], as path: String, mode: WriteMode = .create(exclusive: false),
        synchronize: Bool = false
    ) throws -> Bool {
        try write(path, byteCount: UInt64(bytes.count), mode: mode, synchronize: synchronize) {
            buffer, offset in
            let part = bytes[Int(offset)...].prefix(buffer.count)
            buffer.copyBytes(from: part)
            return part.count
        }
    }
}

/// The error of the client in a closure that has to fail.
func clientError(_ body: () async throws -> Void) async throws -> ClientError {
    do {
        try await body()
    } catch let error as ClientError {
        return error
    }
    throw Unexpected()
}

/// Something that had to fail did not.
struct Unexpected: Error {}
