internal import Exchange
internal import Foundation
internal import Hummingbird
public import Store

/// What a person may do about documents that we owe partners; lists and stories are the window's.
public struct OutboundAnswers: Sendable {
    /// Releases now what waits for a partner; answers how many documents wait.
    public var send: @Sendable (_ partner: String) throws -> Int
    /// Keeps a document from being released, for a reason.
    public var hold: @Sendable (_ key: String, _ reason: String) throws -> OutboundSummary
    /// Lets a held document be released.
    public var release: @Sendable (_ key: String) throws -> OutboundSummary
    /// Takes a document back, with its whole interchange where that is allowed.
    public var recall: @Sendable (_ key: String, _ isWhole: Bool) throws -> OutboundSummary
    /// Hands a document over once more, with its old number or a new one.
    public var resend: @Sendable (_ key: String, _ isAnew: Bool) throws -> OutboundSummary

    /// Bundles the acts; each throws `OutboundError` for what cannot be done.
    public init(
        send: @escaping @Sendable (_ partner: String) throws -> Int,
        hold: @escaping @Sendable (_ key: String, _ reason: String) throws -> OutboundSummary,
        release: @escaping @Sendable (_ key: String) throws -> OutboundSummary,
        recall: @escaping @Sendable (_ key: String, _ isWhole: Bool) throws -> OutboundSummary,
        resend: @escaping @Sendable (_ key: String, _ isAnew: Bool) throws -> OutboundSummary
    ) {
        self.send = send
        self.hold = hold
        self.release = release
        self.recall = recall
        self.resend = resend
    }
}

/// What a release by hand answers.
public struct ReleaseAnswer: Sendable, Codable {
    /// The partner.
    public let partner: String
    /// Documents that waited when it was asked for.
    public let documents: Int
}

extension ConsoleServer {
    /// The longest reason that is kept, in bytes.
    private static let reasonBytes = 200

    /// Routes that show and change what we owe partners, for the local pane only.
    func addOutboundRoutes(_ outbound: OutboundAnswers, to router: Router<BasicRequestContext>) {
        for path in [["outbound"], ["outbound", "story"]] { addWindowRoute(path, to: router) }
        router.post("/v1/outbound/send") { [self] request, _ in
            let partner = try request.uri.queryParameters.require("partner")
            return try await respond {
                try Self.explaining {
                    try Window.json(ReleaseAnswer(partner: partner, documents: try outbound.send(partner)))
                }
            }
        }
        router.post("/v1/outbound/hold") { [self] request, _ in
            let key = try request.uri.queryParameters.require("key")
            let reason = request.uri.queryParameters["reason"].map { String($0) } ?? ""
            return try await respond {
                guard !reason.isEmpty, reason.utf8.count <= Self.reasonBytes else {
                    throw WindowError(
                        .badRequest, "a hold needs a reason of at most \(Self.reasonBytes) bytes")
                }
                return try Self.explaining { try Window.json(try outbound.hold(key, reason)) }
            }
        }
        add("release", to: router) { key, _ in try outbound.release(key) }
        add("recall", to: router) { key, isWhole in try outbound.recall(key, isWhole) }
        add("resend", to: router) { key, isAnew in try outbound.resend(key, isAnew) }
    }

    /// An act on one document, with one choice that `1` makes.
    private func add(
        _ act: String, to router: Router<BasicRequestContext>,
        _ body: @escaping @Sendable (_ key: String, _ choice: Bool) throws -> OutboundSummary
    ) {
        router.post("/v1/outbound/\(act)") { [self] request, _ in
            let key = try request.uri.queryParameters.require("key")
            let choice = request.uri.queryParameters["choice"] == "1"
            return try await respond { try Self.explaining { try Window.json(try body(key, choice)) } }
        }
    }

    private static func explaining<Answer>(_ body: () throws -> Answer) throws -> Answer {
        do {
            return try body()
        } catch let error as OutboundError {
            throw WindowError(error.code == .notFound ? .notFound : .conflict, error.description)
        }
    }
}
