internal import Exchange
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Store

extension ConsoleServer {
    /// The longest reason that a person gives, in bytes.
    private static let reasonMaximum = 200

    /// Routes that show and change sinks, for the local pane only.
    func addSinkRoutes(_ sinks: SinkDesk, to router: Router<BasicRequestContext>) {
        router.get("/v1/sinks") { [self] _, _ in
            try await respond { try Window.json(sinks.status()) }
        }
        router.post("/v1/sinks/test") { [self] request, _ in
            let query = Self.query(request)
            return try await respond {
                try Self.asking { try Window.json(sinks.test(Self.required("name", query))) }
            }
        }
        router.post("/v1/sinks/pause") { [self] request, _ in
            let query = Self.query(request)
            return try await respond {
                let reason = query["reason"] ?? ""
                guard !reason.isEmpty, reason.utf8.count <= Self.reasonMaximum else {
                    throw WindowError(
                        .badRequest, "a pause needs a reason of at most \(Self.reasonMaximum) bytes")
                }
                return try Self.asking {
                    try Window.json(sinks.pause(Self.required("name", query), because: reason))
                }
            }
        }
        router.post("/v1/sinks/resume") { [self] request, _ in
            let query = Self.query(request)
            return try await respond {
                try Self.asking { try Window.json(sinks.resume(Self.required("name", query))) }
            }
        }
        router.post("/v1/sinks/replay") { [self] request, _ in
            let query = Self.query(request)
            return try await respond {
                let replay = try replay(query)
                return try Self.asking {
                    try Window.json(sinks.replay(replay, isDryRun: query["dryRun"] == "1"))
                }
            }
        }
        addWindowRoute(["deadletters"], to: router)
        for act in SinkDesk.DeadLetterAct.allCases {
            router.post("/v1/deadletters/\(act.rawValue)") { [self] request, _ in
                let query = Self.query(request)
                return try await respond {
                    let filter = try Window.parkedFilter(query)
                    return try Self.asking {
                        try Window.json(sinks.perform(act, filter, isDryRun: query["dryRun"] == "1"))
                    }
                }
            }
        }
    }

    /// The replay that a query asks for: from and to are positions, or times in milliseconds with `fromTime` and `toTime`.
    private func replay(_ query: [String: String]) throws -> ReplayRecord {
        let sink = try Self.required("name", query)
        let (after, last) = try window.positions(query)
        guard after < last else { throw WindowError(.badRequest, "there is no event between from and to") }
        return ReplayRecord(
            sink: sink, after: after, through: last, type: query["type"], subject: query["subject"],
            perSecond: query["rate"].flatMap(Int.init) ?? 0, at: 0)
    }

    private static func required(_ key: String, _ query: [String: String]) throws -> String {
        guard let value = query[key], !value.isEmpty else {
            throw WindowError(.badRequest, "\(key) is missing")
        }
        return value
    }

    private static func asking(_ question: () throws -> Data) throws -> Data {
        do {
            return try question()
        } catch let error as SinkDeskError {
            switch error.code {
            case .notFound: throw WindowError(.notFound, error.description)
            case .badRequest: throw WindowError(.badRequest, error.description)
            case .conflict: throw WindowError(.conflict, error.description)
            }
        }
    }
}
