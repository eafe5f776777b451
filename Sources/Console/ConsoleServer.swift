public import Exchange
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
public import Logging
internal import NIOCore
public import ServiceLifecycle

/// The window's two panes: everything over a socket that only this machine's operator can open, and health and metrics by HTTP.
public struct ConsoleServer: Sendable {
    /// Questions that only the running server can answer.
    public struct Answers: Sendable {
        /// What it says of itself; counts the books, so not for every second.
        public var facts: @Sendable () throws -> ServerFacts
        /// Why no files are taken at the moment; cheap.
        public var refusal: @Sendable () -> String?
        /// Counters by name, monotone since the start.
        public var counters: @Sendable () -> [String: Int]
        /// Loads the profiles anew; the sentences are the faults, none when they are in force.
        public var reload: @Sendable () throws -> [String]
        /// About partners' own servers.
        public var remote: RemoteAnswers
        /// Does something to the host's keys and answers those that there are then.
        public var hostKeys: @Sendable (HostKeyAct) throws -> [HostKeyRecord]
        /// What can be done about the audit trail.
        public var audit: AuditAnswers
        /// What can be done about schedules.
        public var schedules: ScheduleAnswers
        /// What can be done about bans; nil without an SFTP host.
        public var bans: BanAnswers?
        /// The sinks and what can be done about them.
        public var sinks: SinkDesk?
        /// What people may decide about the supplier master.
        public var suppliers: SupplierDesk?
        /// What can be done about documents that we owe partners; nil where nothing is sent.
        public var outbound: OutboundAnswers?
        /// How our own programs bring orders by HTTP; nil where they do not.
        public var orders: OrderAnswers?

        /// Bundles the answers.
        public init(
            facts: @escaping @Sendable () throws -> ServerFacts, refusal: @escaping @Sendable () -> String?,
            counters: @escaping @Sendable () -> [String: Int],
            reload: @escaping @Sendable () throws -> [String], remote: RemoteAnswers,
            hostKeys: @escaping @Sendable (HostKeyAct) throws -> [HostKeyRecord], audit: AuditAnswers,
            schedules: ScheduleAnswers, bans: BanAnswers? = nil, sinks: SinkDesk? = nil,
            suppliers: SupplierDesk? = nil, outbound: OutboundAnswers? = nil, orders: OrderAnswers? = nil
        ) {
            self.facts = facts
            self.refusal = refusal
            self.counters = counters
            self.reload = reload
            self.remote = remote
            self.hostKeys = hostKeys
            self.audit = audit
            self.schedules = schedules
            self.bans = bans
            self.sinks = sinks
            self.suppliers = suppliers
            self.outbound = outbound
            self.orders = orders
        }
    }

    let window: Window
    let answers: Answers
    let log: Logger

    /// Prepares the panes.
    public init(window: Window, answers: Answers, log: Logger) {
        self.window = window
        self.answers = answers
        self.log = log
    }

    /// The pane for the command line, on a Unix socket.
    ///
    /// `onListening` is called once it can be asked.
    public func localService(socket path: String, onListening: @escaping @Sendable () -> Void) -> any Service
    {
        let router = Router()
        router.get("/v1/status") { [self] _, _ in
            try await respond {
                let facts = try answers.facts()
                return try Window.json(facts)
            }
        }
        router.post("/v1/reload") { [self] _, _ in
            try await respond { try Window.json(try answers.reload()) }
        }
        addRemote(to: router)
        for act in HostKeyAct.allCases {
            router.post("/v1/hostkeys/\(act.rawValue)") { [self] _, _ in
                try await respond { try Window.json(try answers.hostKeys(act)) }
            }
        }
        addAuditRoutes(to: router)
        addScheduleRoutes(answers.schedules, to: router)
        if let bans = answers.bans { addBanRoutes(bans, to: router) }
        if let sinks = answers.sinks { addSinkRoutes(sinks, to: router) }
        if let suppliers = answers.suppliers { addSupplierRoutes(suppliers, to: router) }
        if let outbound = answers.outbound { addOutboundRoutes(outbound, to: router) }
        router.get("/v1/**") { [self] request, context in
            let path = context.parameters.getCatchAll().map(String.init)
            let query = Self.query(request)
            return try await respond { try window.answer(path, query) }
        }
        addProbes(to: router)
        return Application(
            router: router, configuration: .init(address: .unixDomainSocket(path: path), serverName: "wharf"),
            onServerRunning: { _ in onListening() }, logger: log)
    }

    /// The pane for probes and metrics collectors, by HTTP.
    ///
    /// `onListening` is called with its port once it can be asked.
    public func httpService(
        address: String, port: UInt16, onListening: @escaping @Sendable (Int) -> Void
    ) -> any Service {
        let router = Router()
        addProbes(to: router)
        if let orders = answers.orders { addOrderRoutes(orders, to: router) }
        return Application(
            router: router,
            configuration: .init(address: .hostname(address, port: Int(port)), serverName: "wharf"),
            onServerRunning: { onListening($0.localAddress?.port ?? Int(port)) }, logger: log)
    }

    /// Answers a path from the window, where the path's own routes would hide the window's general one.
    ///
    /// The router does not fall back to the general route at a path, or below one, that has a route of another method.
    func addWindowRoute(_ path: [String], to router: Router<BasicRequestContext>) {
        router.get(RouterPath("/v1/\(path.joined(separator: "/"))")) { [self] request, _ in
            let query = Self.query(request)
            return try await respond { try window.answer(path, query) }
        }
    }

    static func query(_ request: Request) -> [String: String] {
        var query: [String: String] = [:]
        for (key, value) in request.uri.queryParameters { query[String(key)] = String(value) }
        return query
    }

    private func addProbes(to router: Router<BasicRequestContext>) {
        router.get("/health") { [self] _, _ in
            let refusal = try await Self.offPool { answers.refusal() }
            guard let refusal else {
                // One partner's server that is away is no reason to take ours out of service.
                let others = try await Self.offPool {
                    answers.remote.degradations() + (answers.sinks?.troubles() ?? [])
                }
                return Self.text((["ok"] + others.map { "degraded: \($0)" }).joined(separator: "\n") + "\n")
            }
            return Self.text("degraded: \(refusal)\n", status: .serviceUnavailable)
        }
        router.get("/metrics") { [self] _, _ in
            let facts = try await Self.offPool { try answers.facts() }
            let servers = try await Self.offPool { try answers.remote.status() }
            let sinks = try await Self.offPool { try answers.sinks?.status() ?? [] }
            return Self.text(
                MetricsText.render(facts, counters: answers.counters()) + MetricsText.render(servers)
                    + MetricsText.render(sinks, now: ExchangeClock.system.now))
        }
    }

    /// Runs a question off the pool and answers with its JSON, or with what went wrong as a problem (RFC 9457).
    func respond(_ question: @escaping @Sendable () throws -> Data) async throws -> Response {
        do {
            let body = try await Self.offPool(question)
            return Self.response(body, type: "application/json")
        } catch let error as WindowError {
            let status: HTTPResponse.Status =
                switch error.code {
                case .notFound: .notFound
                case .badRequest: .badRequest
                case .conflict: .conflict
                }
            return try Self.problem(error.code.rawValue, error.description, status)
        } catch {
            log.error("a question could not be answered", metadata: ["error": "\(error)"])
            return try Self.problem("failed", "\(error)", .internalServerError)
        }
    }

    private static func problem(_ code: String, _ detail: String, _ status: HTTPResponse.Status) throws
        -> Response
    {
        response(
            try Window.json(["type": code, "detail": detail]), type: "application/problem+json",
            status: status)
    }

    private static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        response(Data(text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    private static func response(_ body: Data, type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: type, .xContentTypeOptions: "nosniff"],
            body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// The books block; the cooperative pool must not.
    static func offPool<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result)
        async throws -> Result
    {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Swift.Result { try work() }) }
        }
    }
}
