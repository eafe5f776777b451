import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// An application that takes webhooks by TLS on a port of this machine.
final class TLSReceiver: Sendable {
    private let channel: any Channel
    private let taken = Mutex(0)

    /// Requests that came through.
    var requestCount: Int { taken.withLock { $0 } }

    var url: String { "https://localhost:\(channel.localAddress?.port ?? 0)/hook" }

    init(_ certificate: TestAuthority.Certificate) throws {
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(certificate.path).map {
                    .certificate($0)
                },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: certificate.keyPath, format: .pem))))
        let answering = Answering()
        channel = try ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let operations = channel.pipeline.syncOperations
                    try operations.addHandler(NIOSSLServerHandler(context: context))
                    try operations.configureHTTPServerPipeline()
                    try operations.addHandler(Taker { answering.ring() })
                }
            }
            .bind(host: "127.0.0.1", port: 0).wait()
        answering.set { [weak self] in self?.taken.withLock { $0 += 1 } }
    }

    func close() throws {
        try channel.close().wait()
    }

    /// What a request rings; it is known only when the receiver stands.
    private final class Answering: Sendable {
        private let action = Mutex<@Sendable () -> Void>({})

        func set(_ action: @escaping @Sendable () -> Void) { self.action.withLock { $0 = action } }
        func ring() { action.withLock { $0 }() }
    }

    private final class Taker: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let ring: @Sendable () -> Void

        init(_ ring: @escaping @Sendable () -> Void) { self.ring = ring }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard case .end = unwrapInboundIn(data) else { return }
            ring()
            let head = HTTPResponseHead(version: .http1_1, status: .noContent)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}

/// Makes certificates with `openssl`, in a folder of its own.
final class TestAuthority {
    struct Certificate {
        let path: String
        let keyPath: String
    }

    struct NotMade: Error {
        let command: [String]
    }

    private let folder: String
    /// Its own certificate, as a house names it.
    let certificate: Certificate

    init() throws {
        folder = NSTemporaryDirectory() + "wharf-authority-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        certificate = Certificate(path: folder + "/authority.pem", keyPath: folder + "/authority.key")
        try make(certificate, ["-subj", "/CN=authority", "-addext", "basicConstraints=critical,CA:TRUE"])
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var text: String {
        get throws { try String(contentsOfFile: certificate.path, encoding: .utf8) }
    }

    /// A certificate for a server's name, signed by this authority.
    func certificate(for name: String) throws -> Certificate {
        let made = Certificate(path: "\(folder)/\(name).pem", keyPath: "\(folder)/\(name).key")
        try make(
            made,
            [
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-addext",
                "basicConstraints=critical,CA:FALSE", "-CA", certificate.path, "-CAkey", certificate.keyPath,
            ])
        return made
    }

    private func make(_ certificate: Certificate, _ words: [String]) throws {
        let command =
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days", "2", "-keyout", certificate.keyPath, "-out", certificate.path,
            ] + words
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotMade(command: command) }
    }
}
