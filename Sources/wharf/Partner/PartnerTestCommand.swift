internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import SFTP
internal import Spool
internal import Transports

extension PartnerCommand {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tries the way to a partner step by step, with times, and says where it stops.",
            discussion: """
                For a partner whose server we visit: look up the name, connect, agree on keys, check the server's key, log in, list each
                folder, then write, rename, read back and delete a small file named .wharf-test-… in the folder that we deliver to.
                For a partner who visits us: reach our own server and compare its key with the one in the spool.

                Needs no running server, except for the second. Exit status: 0 all went well, 1 a step failed.
                """)
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The partner's id.") var id: String
        @Flag(help: "Look only: write nothing at the partner's server.") var readOnly = false
        @Flag(help: "One JSON object.") var json = false

        func run() throws {
            let directory = try ProfileFolder(profiles).directory()
            guard let partner = directory.partner(id: id) else {
                throw Failure(.notFound, "there is no partner \(id); see `wharf partner list`")
            }
            var sides: [TrialReport.Side] = []
            if let remote = partner.remote { sides.append(visit(remote, of: partner)) }
            if let hosted = partner.hosted { sides.append(try knock(hosted, house: directory.house)) }
            guard !sides.isEmpty else {
                throw Failure(.invalid, "\(partner.file): there is neither `remote` nor `hosted` to try")
            }
            let report = TrialReport(partner: id, passed: sides.allSatisfy(\.passed), sides: sides)
            if json { try JSONLines.say([report]) }
            guard report.passed else {
                throw Failure(.failed, "the test of \(id) stopped; the step that failed says what to do")
            }
            if !json { Terminal.say("all went well") }
        }

        /// The partner's server, as a visit goes.
        private func visit(_ remote: RemoteSection, of partner: PartnerProfile) -> TrialReport.Side {
            let now = ExchangeClock.system.now
            let options = ClientOptions(reaching: remote, on: CivilTime(milliseconds: now).dayText)
            let server = "\(remote.user)@\(remote.host):\(remote.port)"
            title("their server", server)
            let moment = Date(timeIntervalSince1970: Double(now) / 1_000)
            if let end = remote.maintenanceEnd(at: moment, in: partner.timeZone), !json {
                Terminal.say("  note: in maintenance by the profile until \(end.ISO8601Format())")
            }
            if options.algorithms == .legacy, !json {
                Terminal.say("  note: weaker algorithms are offered, until \(remote.legacy?.until ?? "")")
            }
            let trial = PartnerTrial(remote, options: options, isReadOnly: readOnly, report: say)
            trial.run()
            return .init(side: "theirs", server: server, passed: trial.isPassed, steps: trial.steps)
        }

        /// Our own server, as the partner finds it.
        private func knock(_ hosted: HostedSection, house: HouseProfile) throws -> TrialReport.Side {
            let pinned: [HostKey]
            do throws(SFTPHostError) {
                pinned = try HostKeys.list(in: spool.layout.hostKeys)
            } catch {
                throw Failure(.configuration, error.message)
            }
            let trial = HostTrial(hosted, house: house, pinned: pinned, report: say)
            title("our server", trial.server)
            trial.run()
            return .init(side: "ours", server: trial.server, passed: trial.isPassed, steps: trial.steps)
        }

        private func title(_ which: String, _ server: String) {
            if !json { Terminal.say("\(which): \(server)") }
        }

        private func say(_ step: TrialStep) {
            guard !json else { return }
            let outcome = step.outcome.rawValue.padding(toLength: 8, withPad: " ", startingAt: 0)
            let name = step.step.padding(toLength: max(16, step.step.count), withPad: " ", startingAt: 0)
            let time =
                step.milliseconds.map { String(format: "%9.1f ms", $0) } ?? String(repeating: " ", count: 12)
            Terminal.say("  \(outcome)\(Terminal.visible(name))\(time)  \(Terminal.visible(step.detail))")
            for key in ["ourOffer", "theirOffer"] {
                guard let offer = step.facts[key] else { continue }
                Terminal.say(
                    "          \(key == "ourOffer" ? "we offer" : "they offer"): \(Terminal.visible(offer))")
            }
        }
    }
}

/// What a test of a partnership gave.
struct TrialReport: Encodable {
    /// One way between us and the partner.
    struct Side: Encodable {
        /// `theirs` or `ours`.
        let side: String
        let server: String
        let passed: Bool
        let steps: [TrialStep]
    }

    let partner: String
    let passed: Bool
    let sides: [Side]
}
