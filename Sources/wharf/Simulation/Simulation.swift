internal import Documents
internal import Exchange
internal import Foundation
internal import Partners
internal import SFTP
internal import Spool

/// One run of a simulated partner: made of the options, played until all is done or nothing moves any more.
struct Simulation {
    /// Seconds between two looks for new files.
    private static let pause = 0.2

    let partner: SimulatedPartner
    let agreement: TradingAgreement
    let documents: SimulatedDocuments
    private let options: SimulateCommand.Options
    private let log: SimulationLog

    init(_ options: SimulateCommand.Options) throws {
        let directory = try ProfileFolder(options.profiles).directory()
        guard let profile = directory.partner(id: options.partner) else {
            throw Failure(.notFound, "there is no partner \(options.partner); see `wharf partner list`")
        }
        guard let agreement = profile.x12 else {
            throw Failure(.invalid, "\(profile.file): there is no x12 section, so there is nothing to say")
        }
        let now = ExchangeClock.system.now
        guard let today = CalendarDay(digits: CivilTime(milliseconds: now).compactDay) else {
            throw Failure(.failed, "the machine's clock shows no day that a document can name")
        }
        self.options = options
        self.agreement = agreement
        documents = SimulatedDocuments(today: today, numbers: SeededNumbers(seed: options.seed))
        log = SimulationLog(json: options.json)
        let desk = try Self.desk(options, profile, directory.house)
        partner = SimulatedPartner(
            options.scenario, at: desk,
            envelope: SimulatedEnvelope(agreement, after: options.after ?? Self.number(at: now)),
            delay: options.delay, log: log)
        if options.newOnly { try partner.ignorePresent() }
        log.note("begins", profile.id, "\(options.scenario.rawValue), at \(desk.place)")
    }

    /// Plays rounds until so many orders are finished.
    ///
    /// - Throws: `Failure` with what is still open when nothing has moved for the time of the patience.
    func play(until wanted: Int, round: () throws -> (finished: Int, open: [(order: String, why: String)]))
        throws
    {
        var moved = ContinuousClock.now
        var last = (finished: -1, waiting: -1)
        while true {
            let (finished, open) = try round()
            if finished >= wanted, open.isEmpty, partner.awaited == 0 || options.scenario == .reject {
                return log.note("ends", options.partner, "\(finished) order(s) went to their end")
            }
            if (finished, partner.awaited) != last {
                last = (finished, partner.awaited)
                moved = .now
            }
            guard ContinuousClock.now - moved < .seconds(options.patience) else {
                for entry in open { log.note("open", "order \(entry.order)", entry.why) }
                throw Failure(
                    .part,
                    "\(finished) of \(wanted) order(s) went to their end; nothing moved for \(options.patience) s"
                )
            }
            Thread.sleep(forTimeInterval: Self.pause)
        }
    }

    /// A control number that no earlier run of these months has used: fifty a second since 2024, nine digits.
    private static func number(at milliseconds: Int64) -> Int {
        Int((milliseconds - 1_704_067_200_000) / 20 % 999_999_000)
    }

    private static func desk(
        _ options: SimulateCommand.Options, _ profile: PartnerProfile, _ house: HouseProfile
    ) throws -> any SimulationDesk {
        if let folder = options.folder {
            return OwnDesk(
                folder: FilePlace.absolute(folder), inbox: options.inbox, outbox: options.outbox)
        }
        guard let hosted = profile.hosted else {
            throw Failure(.usage, "\(profile.file): the partner has no login here; give --folder")
        }
        let place = (options.host ?? house.sftp?.address, options.port ?? house.sftp?.port)
        guard let host = place.0, let port = place.1, port != 0 else {
            throw Failure(.usage, "house.yaml names no port of the SFTP host; give --host and --port")
        }
        let pinned: [HostKey]
        do throws(SFTPHostError) {
            pinned = try HostKeys.list(in: options.spool.layout.hostKeys)
        } catch {
            throw Failure(.configuration, error.message)
        }
        return HostedDesk(
            ClientOptions(
                host: host, port: port, user: hosted.login, credentials: try credentials(options),
                hostKeys: pinned.filter { $0.standing == .current }.map(\.fingerprint)),
            download: hosted.folders.download, upload: hosted.folders.upload)
    }

    private static func credentials(_ options: SimulateCommand.Options) throws -> [ClientCredential] {
        var credentials: [ClientCredential] = []
        if let file = options.key {
            credentials.append(.privateKey(pem: Array(try bytes(of: file)), passphrase: nil))
        }
        if let file = options.passwordFile {
            let text = String(decoding: try bytes(of: file), as: UTF8.self)
            credentials.append(.password(text.trimmingCharacters(in: .newlines)))
        }
        guard !credentials.isEmpty else {
            throw Failure(.usage, "give --key or --password-file to log in with, or --folder")
        }
        return credentials
    }

    private static func bytes(of file: String) throws -> Data {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(.notFound, "\(file) cannot be read")
        }
        return data
    }
}
