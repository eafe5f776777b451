internal import Exchange
public import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

/// What the HTTP pane needs to take orders from our own programs.
public struct OrderAnswers: Sendable {
    /// The name of the program that shows a token.
    public var application: @Sendable (_ token: String) -> String?
    /// Takes the orders of a request.
    public var take:
        @Sendable (_ bytes: [UInt8], _ isTable: Bool, _ key: String, _ application: String) throws -> Data
    /// What became of orders by their arrival.
    public var ticket: @Sendable (_ arrival: String, _ application: String) throws -> Data?

    /// Bundles the answers; ``take`` throws `OrderRefusal` for what is not taken.
    public init(
        application: @escaping @Sendable (_ token: String) -> String?,
        take:
            @escaping @Sendable (_ bytes: [UInt8], _ isTable: Bool, _ key: String, _ application: String)
            throws -> Data,
        ticket: @escaping @Sendable (_ arrival: String, _ application: String) throws -> Data?
    ) {
        self.application = application
        self.take = take
        self.ticket = ticket
    }
}

/// What went wrong with a request, as RFC 9457 says it.
private struct Problem: Encodable, Error {
    let type: String
    let title: String
    let status: Int
    let detail: String
    var faults: [String]?
}

extension ConsoleServer {
    /// The largest request that is taken, in bytes.
    static let orderBytesMaximum = 16 << 20
    private static let keyBytes = 1...128
    private static let places = "/v1/purchase-orders"

    /// The route by which our own programs bring orders.
    func addOrderRoutes(_ orders: OrderAnswers, to router: Router<BasicRequestContext>) {
        router.post("\(Self.places)") { [self] request, _ in
            try await answering {
                let application = try await Self.application(of: request, orders)
                let isTable = try Self.isTable(request)
                let key = try Self.key(of: request)
                let bytes = try await Self.body(of: request)
                let answer = try await Self.offPool { try orders.take(bytes, isTable, key, application) }
                let ticket = try JSONDecoder().decode(Placed.self, from: answer)
                return Response(
                    status: .accepted,
                    headers: [
                        .contentType: "application/json", .location: "\(Self.places)/\(ticket.arrival)",
                        .xContentTypeOptions: "nosniff",
                    ], body: .init(byteBuffer: ByteBuffer(bytes: answer)))
            }
        }
        router.get("\(Self.places)/:arrival") { [self] request, context in
            try await answering {
                let application = try await Self.application(of: request, orders)
                let arrival = try context.parameters.require("arrival")
                guard let answer = try await Self.offPool({ try orders.ticket(arrival, application) }) else {
                    throw Problem(
                        type: "not-found", title: "Not found", status: 404,
                        detail: "you brought no orders as \(arrival.prefix(40))")
                }
                return Response(
                    status: .ok,
                    headers: [.contentType: "application/json", .xContentTypeOptions: "nosniff"],
                    body: .init(byteBuffer: ByteBuffer(bytes: answer)))
            }
        }
    }

    private struct Placed: Decodable {
        let arrival: String
    }

    // MARK: Reading a request

    private static func application(of request: Request, _ orders: OrderAnswers) async throws -> String {
        let parts = request.headers[.authorization]?.split(separator: " ", maxSplits: 1) ?? []
        if parts.count == 2, parts[0].lowercased() == "bearer" {
            let token = String(parts[1])
            if let name = try await offPool({ orders.application(token) }) { return name }
        }
        throw Problem(
            type: "unauthorized", title: "Unauthorized", status: 401,
            detail:
                "show a token of house.yaml (api.tokens) that may bring orders: Authorization: Bearer TOKEN")
    }

    private static func isTable(_ request: Request) throws -> Bool {
        let type = request.headers[.contentType]?.split(separator: ";").first?
            .trimmingCharacters(in: .whitespaces).lowercased()
        switch type {
        case "application/json", "application/x-ndjson": return false
        case "text/csv": return true
        default:
            throw Problem(
                type: "unsupported-media-type", title: "Unsupported media type", status: 415,
                detail: "Content-Type is application/json, application/x-ndjson or text/csv")
        }
    }

    private static func key(of request: Request) throws -> String {
        guard let name = HTTPField.Name("Idempotency-Key"), let key = request.headers[name],
            keyBytes.contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x2F })
        else {
            throw Problem(
                type: "bad-request", title: "Bad request", status: 400,
                detail:
                    "give an Idempotency-Key of \(keyBytes.lowerBound) to \(keyBytes.upperBound) printable characters "
                    + "without spaces and slashes: the same key again is the same request")
        }
        return key
    }

    private static func body(of request: Request) async throws -> [UInt8] {
        do {
            return Array(try await request.body.collect(upTo: orderBytesMaximum).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(
                type: "content-too-large", title: "Content too large", status: 413,
                detail: "a request has at most \(orderBytesMaximum >> 20) MiB; send the orders in parts")
        }
    }

    // MARK: Answering

    /// Every fault becomes a problem of its own status.
    private func answering(_ body: () async throws -> Response) async throws -> Response {
        do {
            return try await body()
        } catch let problem as Problem {
            return try Self.response(problem)
        } catch let refusal as OrderRefusal {
            return try Self.response(Self.problem(refusal))
        } catch {
            log.error("orders could not be taken", metadata: ["error": "\(error)"])
            return try Self.response(
                Problem(
                    type: "failed", title: "Failed", status: 500,
                    detail:
                        "the orders were not taken because of a fault on our side; send them again with the same key"
                ))
        }
    }

    private static func problem(_ refusal: OrderRefusal) -> Problem {
        switch refusal.code {
        case .faulty:
            Problem(
                type: "orders-refused", title: "Orders have faults", status: 422, detail: refusal.detail,
                faults: refusal.faults)
        case .keyReused:
            Problem(
                type: "idempotency-key-reused", title: "Idempotency-Key reused", status: 422,
                detail: refusal.detail)
        case .unavailable:
            Problem(type: "unavailable", title: "Unavailable", status: 503, detail: refusal.detail)
        }
    }

    private static func response(_ problem: Problem) throws -> Response {
        var headers: HTTPFields = [
            .contentType: "application/problem+json", .xContentTypeOptions: "nosniff",
        ]
        if problem.status == 401 { headers[.wwwAuthenticate] = "Bearer" }
        if problem.status == 503 { headers[.retryAfter] = "5" }
        return Response(
            status: .init(code: problem.status), headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: try Window.json(problem))))
    }
}
