internal import ArgumentParser
internal import Foundation
internal import Partners
internal import Store
internal import X12

extension PartnerCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows what a profile means, defaults filled in.")
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The partner's id.") var id: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let directory = try ProfileFolder(profiles).directory()
            guard let partner = directory.partner(id: id) else {
                throw Failure(.notFound, "there is no partner \(id); see `wharf partner list`")
            }
            var summary = PartnerSummary(partner)
            var credentials: [CredentialSummary] = []
            if let hosted = partner.hosted {
                credentials = CredentialSummary.all(of: hosted, uses: try await uses(of: hosted.login))
                summary.credentials = credentials
            }
            if json { return try JSONLines.say([summary]) }
            Terminal.say("\(summary.id): \(summary.name), \(summary.state)")
            Terminal.say("  time zone     \(partner.timeZone.identifier)")
            if let number = partner.supplierNumber { Terminal.say("  supplier      \(number)") }
            for contact in partner.contacts {
                Terminal.say(
                    "  contact       \(contact.role): \([contact.name, contact.email, contact.phone].compactMap { $0 }.joined(separator: ", "))"
                )
            }
            if let hosted = partner.hosted { show(hosted, credentials) }
            if let remote = partner.remote { RemoteText.lines(remote).forEach(Terminal.say) }
            if let agreement = partner.x12 { show(agreement) }
            for batch in partner.batches {
                Terminal.say(
                    "  batch         \(batch.direction.rawValue) \(batch.name): \(batch.format.rawValue) of \(batch.document.rawValue)"
                )
            }
        }

        /// What the books know; nothing before the first start of a server.
        private func uses(of login: String) async throws -> [CredentialUse] {
            do {
                return try await Inquiry(layout: spool.layout).get(
                    ["logins", login], as: [CredentialUse].self)
            } catch let failure as Failure where failure.status == .notFound {
                return []
            }
        }

        private func show(_ hosted: HostedSection, _ credentials: [CredentialSummary]) {
            let needs = hosted.requirement == .both ? ", key and password needed" : ""
            Terminal.say(
                "  login         \(hosted.login), \(hosted.keys.count) key(s)\(hosted.passwordHash == nil ? "" : " and a password")\(needs)"
            )
            for credential in credentials {
                Terminal.say(
                    "    \(credential.kind.padding(toLength: 12, withPad: " ", startingAt: 0))\(credential.line)"
                )
            }
            if let legacy = hosted.legacy {
                Terminal.say("    legacy      until \(legacy.until): \(legacy.reason)")
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
