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

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what a profile means, defaults filled in.")
        @OptionGroup var profiles: ProfileOptions
        @Argument(help: "The partner's id.") var id: String
        @Flag(help: "One JSON object.") var json = false

        func run() throws {
            let directory = try ProfileFolder(profiles).directory()
            guard let partner = directory.partner(id: id) else {
                throw Failure(.notFound, "there is no partner \(id); see `wharf partner list`")
            }
            let summary = PartnerSummary(partner)
            if json { return try JSONLines.say([summary]) }
            Terminal.say("\(summary.id): \(summary.name), \(summary.state)")
            Terminal.say("  time zone     \(partner.timeZone.identifier)")
            if let number = partner.supplierNumber { Terminal.say("  supplier      \(number)") }
            for contact in partner.contacts {
                Terminal.say(
                    "  contact       \(contact.role): \([contact.name, contact.email, contact.phone].compactMap { $0 }.joined(separator: ", "))"
                )
            }
            if let hosted = partner.hosted { show(hosted) }
            if let remote = partner.remote {
                Terminal.say("  own server    \(remote.user)@\(remote.host):\(remote.port)")
            }
            if let agreement = partner.x12 { show(agreement) }
            for batch in partner.batches {
                Terminal.say(
                    "  batch         \(batch.direction.rawValue) \(batch.name): \(batch.format.rawValue) of \(batch.document.rawValue)"
                )
            }
        }

        private func show(_ hosted: HostedSection) {
            Terminal.say(
                "  login         \(hosted.login), \(hosted.keys.count) key(s)\(hosted.passwordHash == nil ? "" : " and a password")"
            )
            for key in hosted.keys {
                Terminal.say(
                    "    key         \(key.label ?? "unnamed")\(key.notAfter.map { ", until \($0)" } ?? "")")
            }
            if !hosted.allowFrom.isEmpty {
                Terminal.say(
                    "    allowed from \(hosted.allowFrom.map(\.description).joined(separator: ", "))")
            }
            Terminal.say(
                "    folders     /\(hosted.folders.upload) /\(hosted.folders.download) /\(hosted.folders.reports)"
            )
            Terminal.say(
                "    accepts     \(hosted.uploads.accept.map(\.text).joined(separator: ", ")) up to \(hosted.uploads.maximumFileBytes) bytes"
            )
        }

        private func show(_ agreement: TradingAgreement) {
            Terminal.say(
                "  X12           \(agreement.partner.address) (GS \(agreement.partner.groupID)) with us as \(agreement.house.address) (GS \(agreement.house.groupID)), \(agreement.usage.rawValue)"
            )
            for (set, inbound) in agreement.inbound.sorted(by: { $0.key < $1.key }) {
                let overlay = inbound.overlay.map { ", overlay \($0)" } ?? ""
                Terminal.say(
                    "    in  \(set)     \(inbound.version), \(inbound.onError.rawValue), other versions: \(inbound.otherVersion.rawValue)\(overlay)"
                )
                let levels = inbound.checks.levels.sorted { $0.key.rawValue < $1.key.rawValue }
                if !levels.isEmpty {
                    let words = levels.map { "\($0.key.rawValue) \($0.value.rawValue)" }
                    Terminal.say("      checks    \(words.joined(separator: ", "))")
                }
            }
            for (set, outbound) in agreement.outbound.sorted(by: { $0.key < $1.key }) {
                Terminal.say("    out \(set)     \(outbound.version)")
            }
            Terminal.say(
                "    answers     \(agreement.acknowledge.with.rawValue), \(agreement.acknowledge.detail.rawValue), TA1 \(agreement.acknowledge.interchange.rawValue)"
            )
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
