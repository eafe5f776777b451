internal import Foundation
internal import Hummingbird
public import Store

/// What a person may do about bans; the list of them is the window's.
public struct BanAnswers: Sendable {
    /// Keeps an address out for some seconds, for a reason.
    public var add: @Sendable (_ address: String, _ seconds: Int64, _ reason: String) throws -> BanRecord
    /// Lets an address in again; answers the ban that was lifted.
    public var lift: @Sendable (_ address: String) throws -> BanRecord

    /// Bundles the acts; each throws ``WindowError`` for what makes no sense.
    public init(
        add: @escaping @Sendable (_ address: String, _ seconds: Int64, _ reason: String) throws -> BanRecord,
        lift: @escaping @Sendable (_ address: String) throws -> BanRecord
    ) {
        self.add = add
        self.lift = lift
    }
}

extension ConsoleServer {
    /// The longest ban that a person can make, in seconds: a year.
    private static let longestBanSeconds: Int64 = 31_622_400

    /// Routes that show and change bans, for the local pane only.
    func addBanRoutes(_ bans: BanAnswers, to router: Router<BasicRequestContext>) {
        // The router does not fall back to the window's own route where a path has another method.
        router.get("/v1/bans") { [self] _, _ in
            try await respond { try window.answer(["bans"], [:]) }
        }
        router.post("/v1/bans") { [self] request, _ in
            let address = try request.uri.queryParameters.require("address")
            let reason = request.uri.queryParameters["reason"].map { String($0) } ?? ""
            let seconds = request.uri.queryParameters["seconds"].flatMap { Int64($0) }
            return try await respond {
                guard let seconds, (1...Self.longestBanSeconds).contains(seconds) else {
                    throw WindowError(.badRequest, "a ban lasts from one second to a year")
                }
                guard !reason.isEmpty, reason.utf8.count <= 200 else {
                    throw WindowError(.badRequest, "a ban needs a reason of at most 200 bytes")
                }
                return try Window.json(try bans.add(address, seconds, reason))
            }
        }
        router.post("/v1/bans/lift") { [self] request, _ in
            let address = try request.uri.queryParameters.require("address")
            return try await respond { try Window.json(try bans.lift(address)) }
        }
    }
}
