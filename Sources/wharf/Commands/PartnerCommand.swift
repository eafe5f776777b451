internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import X12

struct PartnerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "partner", abstract: "The trading partners' profiles.",
        subcommands: [Check.self, List.self, Show.self, Sheet.self, Test.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks house.yaml and every partner's profile, and shows every fault at once.")
        @OptionGroup var profiles: ProfileOptions
        @Flag(help: "A JSON object a fault.") var json = false

        func run() throws {
            let review = ProfileFolder(profiles).review()
            let gaps = review.directory.map { VersionGaps.sentences(in: $0) } ?? []
            if json {
                try JSONLines.say(review.faults)
            } else {
                for fault in review.faults { Terminal.say(fault.description) }
                for gap in gaps { Terminal.say("\(gap.isFatal ? "error" : "warning"): \(gap.sentence)") }
            }
            guard let directory = review.directory, !gaps.contains(where: \.isFatal) else {
                throw Failure(.invalid, "the profiles are not usable; the faults are listed above")
            }
            if !json {
                Terminal.say("house \(directory.house.id) and \(directory.partners.count) partner(s): usable")
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the trading partners.")
        @OptionGroup var profiles: ProfileOptions
        @Flag(help: "A JSON object a partner.") var json = false

        func run() throws {
            let directory = try ProfileFolder(profiles).directory()
            if json { return try JSONLines.say(directory.partners.map(PartnerSummary.init)) }
            var table = TextTable("ID", "STATE", "LOGIN", "X12", "SETS IN", "BATCHES", "NAME")
            for partner in directory.partners.map(PartnerSummary.init) {
                table.add(
                    partner.id, partner.state, partner.login ?? "", partner.address ?? "",
                    partner.inbound.joined(separator: " "),
                    partner.batches.joined(separator: " "), partner.name)
            }
            table.lines().forEach(Terminal.say)
        }
    }
}

/// One partner in a list.
struct PartnerSummary: Encodable {
    let id, name, state: String
    let login: String?
    let address: String?
    let inbound: [String]
    let batches: [String]
    /// Its ways to log in; only where one partner is shown.
    var credentials: [CredentialSummary]?

    init(_ partner: PartnerProfile) {
        id = partner.id
        name = partner.name
        state = partner.state.rawValue
        login = partner.hosted?.login
        address = partner.x12?.partner.address.description
        inbound = partner.x12?.inbound.keys.sorted() ?? []
        batches = partner.batches.map(\.name)
    }
}
