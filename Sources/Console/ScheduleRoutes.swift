public import Exchange
internal import Foundation
internal import Hummingbird
public import Store

/// What a person may do about schedules; how they stand is the window's.
public struct ScheduleAnswers: Sendable {
    /// Runs a schedule now.
    public var run: @Sendable (_ name: String) throws -> FiringRecord
    /// Lets it rest until a time in milliseconds UTC, for a reason.
    public var pause: @Sendable (_ name: String, _ until: Int64, _ reason: String) throws -> SchedulePause
    /// Ends its pause.
    public var resume: @Sendable (_ name: String) throws -> SchedulePause

    /// Bundles the acts; each throws ``WindowError`` for what cannot be granted.
    public init(
        run: @escaping @Sendable (_ name: String) throws -> FiringRecord,
        pause: @escaping @Sendable (_ name: String, _ until: Int64, _ reason: String) throws -> SchedulePause,
        resume: @escaping @Sendable (_ name: String) throws -> SchedulePause
    ) {
        self.run = run
        self.pause = pause
        self.resume = resume
    }

    /// The acts of a scheduler.
    public init(_ scheduler: Scheduler) {
        self.init(
            run: { name in try Self.asking { try scheduler.run(name) } },
            pause: { name, until, reason in
                try Self.asking { try scheduler.pause(name, until: until, because: reason) }
            },
            resume: { name in try Self.asking { try scheduler.resume(name) } })
    }

    private static func asking<Result>(_ act: () throws -> Result) throws -> Result {
        do {
            return try act()
        } catch let refusal as ScheduleRefusal {
            let code: WindowError.Code =
                switch refusal.code {
                case .unknown: .notFound
                case .senseless: .badRequest
                case .conflict: .conflict
                }
            throw WindowError(code, refusal.description)
        }
    }
}

extension ConsoleServer {
    /// The longest reason of a pause, in bytes.
    private static let reasonBytes = 200

    /// Routes that show and change schedules, for the local pane only.
    func addScheduleRoutes(_ schedules: ScheduleAnswers, to router: Router<BasicRequestContext>) {
        for path in [["schedules"], ["schedules", "history"]] { addWindowRoute(path, to: router) }
        router.post("/v1/schedules/run") { [self] request, _ in
            let name = try request.uri.queryParameters.require("name")
            return try await respond { try Window.json(try schedules.run(name)) }
        }
        router.post("/v1/schedules/pause") { [self] request, _ in
            let name = try request.uri.queryParameters.require("name")
            let until = request.uri.queryParameters["until"].flatMap { Int64($0) }
            let reason = request.uri.queryParameters["reason"].map { String($0) } ?? ""
            return try await respond {
                guard let until else {
                    throw WindowError(.badRequest, "a pause needs an end, in milliseconds UTC")
                }
                guard !reason.isEmpty, reason.utf8.count <= Self.reasonBytes else {
                    throw WindowError(
                        .badRequest, "a pause needs a reason of at most \(Self.reasonBytes) bytes")
                }
                return try Window.json(try schedules.pause(name, until, reason))
            }
        }
        router.post("/v1/schedules/resume") { [self] request, _ in
            let name = try request.uri.queryParameters.require("name")
            return try await respond { try Window.json(try schedules.resume(name)) }
        }
    }
}
