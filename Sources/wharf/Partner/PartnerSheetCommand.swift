internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import SFTP
internal import Spool

extension PartnerCommand {
    struct Sheet: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes what a partner must know to exchange files with us, as Markdown to send.",
            discussion: """
                Host, port, fingerprints, folders, names, our public key, addresses and acknowledgment times, as the profile and the
                server's keys say them. Needs no running server and no network. Nothing secret is in it.
                """)
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The partner's id.") var id: String
        @Flag(help: "One JSON object.") var json = false

        func run() throws {
            let directory = try ProfileFolder(profiles).directory()
            guard let partner = directory.partner(id: id) else {
                throw Failure(.notFound, "there is no partner \(id); see `wharf partner list`")
            }
            let day = CivilTime(milliseconds: ExchangeClock.system.now).dayText
            let sheet: PartnerSheet
            do {
                let keys = try HostKeys.list(in: spool.layout.hostKeys).filter { $0.standing != .retired }
                sheet = try PartnerSheet(partner, house: directory.house, hostKeys: keys, day: day)
            } catch let error as SFTPError {
                throw Failure(.configuration, "\(partner.file): \(error.message)")
            } catch let error as SFTPHostError {
                throw Failure(.configuration, error.message)
            }
            if json { return try JSONLines.say([sheet]) }
            for line in SheetText.markdown(sheet) { Terminal.say(Terminal.visible(line)) }
        }
    }
}
