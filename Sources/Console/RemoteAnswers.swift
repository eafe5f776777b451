public import Exchange
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
public import Store

/// Questions and wishes about partners' own servers, which only the running server can answer.
public struct RemoteAnswers: Sendable {
    /// Where the visits stand.
    public var status: @Sendable () throws -> [EndpointStatus]
    /// Sentences about servers that a person should look at; cheap.
    public var degradations: @Sendable () -> [String]
    /// Visits a partner's server now and tells what happened, or what would.
    public var visit: @Sendable (_ partner: String, _ isDryRun: Bool) throws -> VisitReport
    /// Has a file taken again.
    public var retake: @Sendable (_ entry: Int64) throws -> RemoteEntryRecord
    /// Has a parked file tried again.
    public var unpark: @Sendable (_ entry: Int64) throws -> RemoteEntryRecord

    /// Bundles the answers.
    public init(
        status: @escaping @Sendable () throws -> [EndpointStatus],
        degradations: @escaping @Sendable () -> [String],
        visit: @escaping @Sendable (_ partner: String, _ isDryRun: Bool) throws -> VisitReport,
        retake: @escaping @Sendable (_ entry: Int64) throws -> RemoteEntryRecord,
        unpark: @escaping @Sendable (_ entry: Int64) throws -> RemoteEntryRecord
    ) {
        self.status = status
        self.degradations = degradations
        self.visit = visit
        self.retake = retake
        self.unpark = unpark
    }

    /// The answers of a desk.
    public init(_ desk: RemoteDesk) {
        self.init(
            status: { try desk.status() }, degradations: { desk.degradations() },
            visit: { try desk.visit($0, isDryRun: $1) }, retake: { try desk.retake($0) },
            unpark: { try desk.unpark($0) })
    }
}

extension ConsoleServer {
    /// The routes of `wharf poll` that only the running server can answer; they come before those of the books.
    func addRemote(to router: Router<BasicRequestContext>) {
        let remote = answers.remote
        router.get("/v1/poll/status") { [self] _, _ in
            try await respond { try Window.json(remote.status()) }
        }
        router.post("/v1/poll/now") { [self] request, _ in
            let partner = request.uri.queryParameters["partner"].map(String.init) ?? ""
            let isDryRun = request.uri.queryParameters["dryRun"] == "1"
            return try await respond {
                try Self.asking { try Window.json(remote.visit(partner, isDryRun)) }
            }
        }
        router.post("/v1/poll/retake") { [self] request, _ in
            let entry = request.uri.queryParameters["entry"].flatMap { Int64($0) }
            return try await respond {
                try Self.asking { try Window.json(remote.retake(Self.number(entry))) }
            }
        }
        router.post("/v1/poll/unpark") { [self] request, _ in
            let entry = request.uri.queryParameters["entry"].flatMap { Int64($0) }
            return try await respond {
                try Self.asking { try Window.json(remote.unpark(Self.number(entry))) }
            }
        }
    }

    private static func number(_ entry: Int64?) throws -> Int64 {
        guard let entry else { throw WindowError(.badRequest, "an entry is named by its number") }
        return entry
    }

    private static func asking(_ question: () throws -> Data) throws -> Data {
        do {
            return try question()
        } catch let error as RemoteDeskError {
            switch error.code {
            case .notFound: throw WindowError(.notFound, error.description)
            case .busy, .refused: throw WindowError(.conflict, error.description)
            case .failed: throw error
            }
        }
    }
}
