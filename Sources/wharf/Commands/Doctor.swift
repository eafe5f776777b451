internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import SFTP
internal import Spool
internal import Store

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Examines this machine, the profiles and the spool, and says what to do about what it finds.")
    @OptionGroup var profiles: ProfileOptions
    @OptionGroup var spool: SpoolOptions
    @Flag(help: "A JSON object a check.") var json = false

    private struct Check: Encodable {
        enum Verdict: String, Encodable { case ok, warning, fault }
        let name: String
        let verdict: Verdict
        let detail: String
    }

    func run() async throws {
        let checks = [
            libraries(), folder(), space(), server(), books(), bans(), profileCheck(), expiries(), clock(),
            zones(), descriptors(), sinks(),
        ]
        if json {
            try JSONLines.say(checks)
        } else {
            for check in checks {
                let name = check.name.padding(toLength: 12, withPad: " ", startingAt: 0)
                Terminal.say(
                    "\(check.verdict.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)) \(name) \(check.detail)"
                )
            }
        }
        if checks.contains(where: { $0.verdict == .fault }) { throw ExitCode(ExitStatus.failed.rawValue) }
        if checks.contains(where: { $0.verdict == .warning }) { throw ExitCode(ExitStatus.findings.rawValue) }
    }

    private func libraries() -> Check {
        Check(name: "libssh", verdict: .ok, detail: "version \(SSHVersion.text)")
    }

    private func folder() -> Check {
        let root = spool.layout.root
        guard FileManager.default.fileExists(atPath: root) else {
            let parent = URL(fileURLWithPath: root).deletingLastPathComponent().path
            return FileManager.default.isWritableFile(atPath: parent)
                ? Check(name: "spool", verdict: .ok, detail: "\(root) will be made at the first start")
                : Check(
                    name: "spool", verdict: .fault,
                    detail: "\(root) cannot be made: \(parent) is not writable")
        }
        return FileManager.default.isWritableFile(atPath: root)
            ? Check(name: "spool", verdict: .ok, detail: root)
            : Check(
                name: "spool", verdict: .fault,
                detail: "\(root) is not writable; give the server's user the right to it")
    }

    private func space() -> Check {
        let root = spool.layout.root
        let place =
            FileManager.default.fileExists(atPath: root)
            ? root : URL(fileURLWithPath: root).deletingLastPathComponent().path
        do {
            let space = try Disk.space(at: place)
            let share = space.total > 0 ? space.free * 100 / space.total : 0
            let detail = "\(space.free >> 20) MiB free (\(share) %)"
            return share < 10
                ? Check(name: "disk", verdict: .warning, detail: detail + "; below 5 % files are refused")
                : Check(name: "disk", verdict: .ok, detail: detail)
        } catch {
            return Check(name: "disk", verdict: .fault, detail: "\(error)")
        }
    }

    private func server() -> Check {
        SpoolLock.isHeld(spool.layout)
            ? Check(name: "server", verdict: .ok, detail: "runs on this spool; see `wharf status`")
            : Check(name: "server", verdict: .ok, detail: "does not run on this spool")
    }

    private func books() -> Check {
        guard FileManager.default.fileExists(atPath: spool.layout.database) else {
            return Check(name: "books", verdict: .ok, detail: "none yet")
        }
        do {
            let counts = try StateStore.readOnly(path: spool.layout.database).read {
                try $0.views.status(at: ExchangeClock.system.now)
            }
            let accounted = counts.arrivals.values.reduce(0, +)
            guard accounted == counts.arrivalTotal else {
                return Check(
                    name: "books", verdict: .fault,
                    detail: "\(counts.arrivalTotal) arrivals, but \(accounted) in states")
            }
            let held = counts.jobs["held"] ?? 0
            let detail = "\(counts.arrivalTotal) arrivals, \(counts.ledgerEntries) audit entries"
            return held > 0
                ? Check(
                    name: "books", verdict: .warning,
                    detail: detail + ", \(held) held job(s): see `wharf status`, a restart tries again")
                : Check(name: "books", verdict: .ok, detail: detail)
        } catch {
            return Check(name: "books", verdict: .fault, detail: "\(error)")
        }
    }

    /// A ban is the defence at work and no fault; who looks for a partner that cannot connect has to see it.
    private func bans() -> Check {
        guard FileManager.default.fileExists(atPath: spool.layout.database) else {
            return Check(name: "bans", verdict: .ok, detail: "none")
        }
        do {
            let bans = try StateStore.readOnly(path: spool.layout.database).read { try $0.bans.all() }
            return Check(
                name: "bans", verdict: .ok,
                detail: BanCommand.summary(of: bans, at: ExchangeClock.system.now))
        } catch {
            return Check(name: "bans", verdict: .fault, detail: "\(error)")
        }
    }

    private func profileCheck() -> Check {
        let review = ProfileFolder(profiles).review()
        guard let directory = review.directory else {
            return Check(
                name: "profiles", verdict: .fault,
                detail: "\(review.faults.count) fault(s): see `wharf partner check`")
        }
        let gaps = VersionGaps.sentences(in: directory)
        let notes = review.faults.count + gaps.count
        let verdict: Check.Verdict = gaps.contains(where: \.isFatal) ? .fault : (notes > 0 ? .warning : .ok)
        return Check(
            name: "profiles", verdict: verdict,
            detail: "\(directory.partners.count) partner(s)"
                + (notes > 0 ? ", \(notes) remark(s): see `wharf partner check`" : ""))
    }

    /// Keys and exceptions end on a day; a partner needs weeks to send the next.
    private func expiries() -> Check {
        let today = CivilTime(milliseconds: ExchangeClock.system.now).dayText
        let ends = ProfileFolder(profiles).review().directory?.expiries(on: today, within: 30) ?? []
        guard let first = ends.first else {
            return Check(name: "expiry", verdict: .ok, detail: "no key or exception ends within 30 days")
        }
        let when =
            switch first.daysLeft {
            case ..<0: "is over since \(first.last)"
            case 0: "ends today"
            default: "ends in \(first.daysLeft) day(s), on \(first.last)"
            }
        let urgency = first.daysLeft <= 3 ? "; act now" : ""
        let others = ends.count > 1 ? "; \(ends.count - 1) more: see `wharf partner check`" : ""
        return Check(
            name: "expiry", verdict: first.daysLeft <= 14 ? .warning : .ok,
            detail: "\(first.subject) \(when)\(urgency)\(others)")
    }

    private func sinks() -> Check {
        guard FileManager.default.fileExists(atPath: spool.layout.database) else {
            return Check(name: "sinks", verdict: .ok, detail: "none yet")
        }
        do {
            let all = try SinkStatus.all(in: try StateStore.readOnly(path: spool.layout.database))
            let troubles = all.compactMap(\.trouble)
            return Check(
                name: "sinks", verdict: troubles.isEmpty ? .ok : .warning,
                detail: troubles.isEmpty ? "\(all.count) sink(s)" : troubles.joined(separator: "; "))
        } catch {
            return Check(name: "sinks", verdict: .fault, detail: "\(error)")
        }
    }

    private func clock() -> Check {
        let now = ExchangeClock.system.now
        let year = CivilTime(milliseconds: now).year
        return year < 2025
            ? Check(
                name: "clock", verdict: .fault,
                detail: "the clock says \(Moment.text(now)); set it before files get its dates")
            : Check(name: "clock", verdict: .ok, detail: Moment.text(now))
    }

    /// The rules of zones change at short notice; schedules keep those that this program was built with.
    private func zones() -> Check {
        guard let directory = ProfileFolder(profiles).review().directory else {
            return Check(name: "zones", verdict: .ok, detail: "not examined: the profiles are not usable")
        }
        let named =
            [directory.house.timeZone] + directory.partners.map(\.timeZone)
            + directory.schedules.map(\.profile.timeZone)
        let zones = Set(named.map(\.identifier))
        let known = zones.filter(ZoneData.isKnown)
        guard !known.isEmpty else {
            return Check(
                name: "zones", verdict: .ok,
                detail: "\(ZoneData.folder) has none of the profiles' zones to compare with")
        }
        let differences = ZoneData.differences(of: zones, from: ExchangeClock.system.now)
        guard let first = differences.first else {
            return Check(
                name: "zones", verdict: .ok,
                detail: "\(known.count) zone(s) as in \(ZoneData.folder) for three years")
        }
        let others = differences.count > 1 ? "; \(differences.count - 1) more zone(s)" : ""
        return Check(
            name: "zones", verdict: .warning,
            detail:
                "\(first.zone) differs from \(ZoneData.folder) on \(Moment.text(first.instant)): schedules keep "
                + "\(first.ours / 60) min ahead of UTC, the machine says \(first.theirs / 60)\(others); update wharf or the "
                + "machine's zone data")
    }

    private func descriptors() -> Check {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return Check(name: "open files", verdict: .warning, detail: "the limit cannot be told")
        }
        return limit.rlim_max < 4_096
            ? Check(
                name: "open files", verdict: .warning,
                detail: "at most \(limit.rlim_max); raise it to 4096 or more (ulimit -n)")
            : Check(name: "open files", verdict: .ok, detail: "at most \(limit.rlim_max)")
    }
}
