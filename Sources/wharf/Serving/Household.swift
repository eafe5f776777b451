internal import Console
internal import Exchange
internal import Foundation
internal import Logging
internal import Partners
internal import SFTP
internal import ServiceLifecycle
internal import Sinks
internal import Spool
internal import Store
internal import Synchronization
internal import UnixSignals

/// Everything that one running server consists of, from the lock on the spool to the last line it prints.
final class Household: Sendable {
    private let profiles: ProfileFolder
    private let layout: SpoolLayout
    private let log: Logger
    private let lock: SpoolLock
    private let server: ExchangeServer
    private let host: SFTPHost?
    private let hostKeys: [HostKey]
    private let httpPlace: ListenPlace?
    private let sftpAddress: String
    private let startedAt = ExchangeClock.system.now

    /// Takes the spool, reads the profiles, opens the books and binds the ports.
    ///
    /// - Throws: ``Failure`` with a sentence and exit status 78 or 69.
    init(profiles: ProfileFolder, layout: SpoolLayout, sftp: ListenPlace?, http: ListenPlace?, log: Logger)
        throws
    {
        self.profiles = profiles
        self.layout = layout
        self.log = log
        (lock, server, hostKeys) = try Self.explaining {
            try layout.create()
            let lock = try SpoolLock(layout)
            let generation = try Self.firstGeneration(profiles, layout, log)
            let server = try ExchangeServer(
                .init(layout: layout, generation: generation, log: log, version: ProgramVersion.text))
            return (lock, server, try HostKeys.ensure(in: layout.hostKeys))
        }
        let house = server.book.generation.directory.house
        let place = sftp ?? house.sftp.map { ListenPlace(address: $0.address, port: $0.port) }
        sftpAddress = place?.address ?? ""
        httpPlace = http ?? house.http.map { ListenPlace(address: $0.address, port: $0.port) }
        if let httpPlace { try PortCheck.require(httpPlace, for: "HTTP") }
        let (server, hostKeys) = (server, hostKeys)
        host = try Self.explaining {
            let earlier = try DefenceSettings.earlier(server.bans)
            return try place.map { place in
                var listening =
                    house.sftp.map(DefenceSettings.place)
                    ?? ListeningPlace(address: place.address, port: place.port)
                (listening.address, listening.port) = (place.address, place.port)
                return try SFTPHost(
                    at: listening, legacy: house.sftpLegacy.map(DefenceSettings.place),
                    hostKeys: hostKeys.map(\.path), fileSystem: server.mailboxes,
                    limits: DefenceSettings.limits(house),
                    loops: max(1, ProcessInfo.processInfo.activeProcessorCount), bans: earlier,
                    onBan: {
                        server.bans.note(
                            $0.source, milliseconds: Int64($0.remaining / .milliseconds(1)), count: $0.count,
                            reason: $0.reason)
                    }, log: log)
            }
        }
    }

    /// Runs until a signal asks it to stop.
    func run(drainSeconds: Double) async throws {
        Self.raiseDescriptorLimit()
        let (server, layout) = (server, layout)
        Disk.onSyncFailure { Self.die(of: "\($0)") }
        server.store.onFailure { Self.die(of: "\($0)") }
        try Self.explaining {
            try server.start()
            try LastGoodProfiles(layout).keep(folder: profiles.folder)
        }
        host?.start()
        let console = ConsoleServer(
            window: Window(
                store: server.store, checkpoints: try CheckpointBook(layout),
                marks: { try ControlNumberMarks(layout).all() },
                isWhole: { [archive = server.archive] in try archive.isWhole($0) }),
            answers: .init(
                facts: { [self] in try facts() }, refusal: { server.refusal },
                counters: { [self] in counters() }, reload: { [self] in try reload() },
                remote: RemoteAnswers(server.remote),
                hostKeys: { [self] in try hostKeyDesk.perform($0) },
                audit: AuditAnswers(
                    checkpoint: { try server.checkpoints.make(by: "operator") },
                    noteExport: { try server.checkpoints.noteExport($0) },
                    backUp: { try server.checkpoints.backUp(into: $0) }),
                schedules: ScheduleAnswers(server.scheduler),
                bans: host.map { DefenceSettings.answers(host: $0, server: server) }, sinks: server.sinks,
                suppliers: server.suppliers, outbound: OutboundAnswers(server.outbound),
                orders: OrderAnswers(server.orders)),
            log: log)
        try removeStaleSocket()
        let ready = Readiness(waitingFor: httpPlace == nil ? 1 : 2) { [self] httpPort in
            announce(httpPort: httpPort)
        }
        var services: [any Service] = [
            console.localService(socket: layout.socket) { ready.note(port: nil) }
        ]
        if let httpPlace {
            services.append(
                console.httpService(address: httpPlace.address, port: httpPlace.port) { ready.note(port: $0) }
            )
        }
        services.append(ReloadService { [self] in reloadBySignal() })
        var quiet = log
        quiet.logLevel = .error
        let group = ServiceGroup(
            configuration: .init(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet))
        do {
            try await group.run()
        } catch {
            await stop(drainSeconds)
            throw Failure(
                .unavailable, "the console cannot listen: \(error); is the HTTP port of house.yaml taken?")
        }
        await stop(drainSeconds)
        log.notice("stopped in good order")
    }

    private func stop(_ drainSeconds: Double) async {
        log.notice("stopping; open transfers have \(Int(drainSeconds)) s")
        let (host, server) = (host, server)
        await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
            Thread {
                // Visits are ours to break off; partners who are logged in may finish.
                server.remote.stop()
                host?.stop(drainingFor: drainSeconds)
                server.stop()
                done.resume()
            }.start()
        }
    }

    // MARK: Profiles

    private static func firstGeneration(
        _ profiles: ProfileFolder, _ layout: SpoolLayout, _ log: Logger
    ) throws -> ProfileBook.Generation {
        let review = profiles.review()
        for fault in review.faults { Terminal.complain(fault.description) }
        if let directory = review.directory {
            let gaps = VersionGaps.sentences(in: directory)
            for gap in gaps { Terminal.complain("\(gap.isFatal ? "error" : "warning"): \(gap.sentence)") }
            if gaps.contains(where: \.isFatal) {
                throw Failure(
                    .configuration, "the profiles ask for what this version does not have; see above")
            }
            return ProfileBook.Generation(directory: directory)
        }
        guard let kept = try LastGoodProfiles(layout).load(like: profiles) else {
            throw Failure(
                .configuration,
                "the profiles in \(profiles.folder) are not usable; the faults are listed above")
        }
        log.critical(
            "the profiles are broken; the server starts with the last good ones",
            metadata: ["folder": "\(profiles.folder)"])
        return ProfileBook.Generation(directory: kept)
    }

    /// All or nothing: one fault anywhere and the profiles in force stay.
    private func reload() throws -> [String] {
        let review = profiles.review()
        let gaps = review.directory.map { VersionGaps.sentences(in: $0).filter(\.isFatal) } ?? []
        guard let directory = review.directory, gaps.isEmpty else {
            let faults = review.faults.map(\.description) + gaps.map(\.sentence)
            server.noteRefusedProfiles(faults.count)
            return faults
        }
        let before = server.book.generation.directory
        try server.adopt(ProfileBook.Generation(directory: directory))
        host?.apply(DefenceSettings.limits(directory.house))
        try LastGoodProfiles(layout).keep(folder: profiles.folder)
        endClosedLogins(before: before, after: directory)
        return []
    }

    /// Sessions go on through a reload, but for those of partners who may not log in any more.
    private func endClosedLogins(before: PartnerDirectory, after: PartnerDirectory) {
        for partner in before.partners {
            guard let login = partner.hosted?.login else { continue }
            let now = after.partner(login: login)
            guard now?.id == partner.id, let now else {
                host?.endSessions(of: [login], because: "its login is not in the profiles any more")
                continue
            }
            guard now.state != .live, now.state != .test else { continue }
            host?.endSessions(of: [login], because: "the partner is \(now.state.rawValue)")
        }
    }

    private var sftpLegacyAddress: String { server.book.generation.directory.house.sftpLegacy?.address ?? "" }

    private var hostKeyDesk: HostKeyDesk {
        HostKeyDesk(layout: layout, store: server.store) { [host] in try host?.adopt(hostKeys: $0) }
    }

    private func reloadBySignal() {
        do {
            let faults = try reload()
            if faults.isEmpty {
                let generation = server.book.generation
                log.notice(
                    "profiles loaded",
                    metadata: [
                        "partners": "\(generation.directory.partners.count)",
                        "revision": "\(generation.revision.prefix(16))",
                    ])
            } else {
                for fault in faults { Terminal.complain(fault) }
                log.error(
                    "the new profiles have faults; the profiles in force stay",
                    metadata: ["faults": "\(faults.count)"])
            }
        } catch {
            log.error("the profiles could not be loaded", metadata: ["error": "\(error)"])
        }
    }

    // MARK: What it says

    private func facts() throws -> Console.ServerFacts {
        let generation = server.book.generation
        let counts = host?.counts
        return Console.ServerFacts(
            version: ProgramVersion.text, processID: getpid(), startedAt: startedAt,
            profiles: generation.revision,
            partners: generation.directory.partners.count, sftpPort: host.map { Int($0.port) },
            sessions: counts?.sessions ?? 0, logins: Int(counts?.logins ?? 0), refusal: server.refusal,
            gauges: counts.map {
                ["wharf_sftp_banned": $0.banned, "wharf_sftp_unauthenticated": $0.unauthenticated]
            } ?? [:],
            counts: try server.store.read { try $0.views.status(at: ExchangeClock.system.now) })
    }

    private func counters() -> [String: Int] {
        var all = server.metrics.values
        if let counts = host?.counts {
            for (reason, count) in counts.dropped {
                all["wharf_sftp_dropped_total{reason=\"\(reason)\"}"] = count
            }
            all["wharf_sftp_probes_total"] = counts.probes
            all["wharf_sftp_bans_total"] = counts.bans
            all["wharf_sftp_connections_total"] = Int(counts.connections)
            all["wharf_sftp_bytes_in_total"] = Int(clamping: counts.bytesIn)
            all["wharf_sftp_bytes_out_total"] = Int(clamping: counts.bytesOut)
        }
        return all
    }

    private func announce(httpPort: Int?) {
        Terminal.say("wharf \(ProgramVersion.text) is running; stop it with Ctrl-C")
        Terminal.say(
            "  profiles  \(profiles.folder), \(server.book.generation.directory.partners.count) partner(s)")
        Terminal.say("  spool     \(layout.root)")
        if let httpPlace, let httpPort {
            Terminal.say("  http      http://\(httpPlace.address):\(httpPort)/health and /metrics")
        }
        guard let host else { return }
        Terminal.say("  sftp      \(sftpAddress):\(host.port)")
        if let port = host.legacyPort {
            Terminal.say("  legacy    \(sftpLegacyAddress):\(port), for partners with an exception")
        }
        for key in hostKeys { Terminal.say("            \(key.type) \(key.fingerprint)") }
        for partner in server.book.generation.directory.partners
        where partner.state == .live || partner.state == .test {
            guard let hosted = partner.hosted else { continue }
            Terminal.say(
                "  try       sftp -P \(host.port) \(hosted.login)@\(sftpAddress)    (\(partner.name), \(hosted.keys.count) key(s))"
            )
        }
    }

    // MARK: The machine below

    /// A failed disk: nothing more can be promised, and a restart reads the truth anew.
    private static func die(of reason: String) {
        Terminal.complain("wharf: the disk below failed and nothing more can be promised: \(reason)")
        // Answers under way fail first; then the process ends without touching the books again.
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.5)
            _exit(ExitStatus.failed.rawValue)
        }
    }

    private func removeStaleSocket() throws {
        guard FileManager.default.fileExists(atPath: layout.socket) else { return }
        do {
            // The lock is ours: whoever left the socket is gone.
            try FileManager.default.removeItem(atPath: layout.socket)
        } catch {
            throw Failure(
                .configuration,
                "\(layout.socket): is left from an earlier run and cannot be removed: \(error)")
        }
    }

    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Puts what the rooms throw at the start into one sentence and an exit status.
    private static func explaining<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SpoolError {
            throw Failure(error.code == .locked ? .unavailable : .configuration, "\(error)")
        } catch let error as StoreError {
            throw Failure(error.code == .diskFull ? .unavailable : .configuration, "\(error)")
        } catch let error as SFTPHostError {
            throw Failure(error.code == .cannotListen ? .unavailable : .configuration, "\(error)")
        } catch let error as AuditError {
            throw Failure(.configuration, "\(error)")
        } catch let error as SinkError {
            throw Failure(.configuration, "\(error)")
        }
    }
}

/// Loads the profiles anew at SIGHUP.
private struct ReloadService: Service {
    let reload: @Sendable () -> Void

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown()
        for await _ in signals { reload() }
    }
}
