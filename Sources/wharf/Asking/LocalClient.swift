internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A reply over the local socket.
struct LocalReply: Sendable {
    let status: Int
    let body: Data
}

/// Speaks HTTP/1.1 over the server's Unix socket: one request, one reply, one connection.
struct LocalClient {
    /// Replies larger than this are refused.
    private static let bodyLimit = 256 << 20

    let socket: String

    func send(_ method: String, _ target: String) async throws -> LocalReply {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(5))
            .connect(unixDomainSocketPath: socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            let headers: HTTPHeaders = ["host": "wharf", "connection": "close", "content-length": "0"]
            let head = HTTPRequestHead(
                version: .http1_1, method: .RAW(value: method), uri: target, headers: headers)
            // Together: a server that has its answer ready closes as soon as it knows the head.
            try await outbound.write(contentsOf: [.head(head), .end(nil)])
            var status = 0
            var body = Data()
            for try await part in inbound {
                switch part {
                case .head(let head): status = Int(head.status.code)
                case .body(let buffer):
                    guard body.count + buffer.readableBytes <= Self.bodyLimit else {
                        throw Failure(
                            .failed, "the server's answer is over \(Self.bodyLimit) bytes; ask for less")
                    }
                    body.append(contentsOf: buffer.readableBytesView)
                case .end: return LocalReply(status: status, body: body)
                }
            }
            throw Failure(.unreachable, "the server closed the connection without an answer")
        }
    }
}
