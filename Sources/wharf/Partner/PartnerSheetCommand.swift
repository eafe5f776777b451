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
            do throws(SFTPError) {
                sheet = try PartnerSheet(
                    partner, house: directory.house, hostKeys: try KnownHostKeys.read(spool.layout), day: day)
            } catch {
                throw Failure(.configuration, "\(partner.file): \(error.message)")
            }
            if json { return try JSONLines.say([sheet]) }
            SheetText.markdown(sheet).forEach { Terminal.say(Terminal.visible($0)) }
        }
    }
}

/// The keys by which our server is recognised, as they lie in the spool; none is made here.
enum KnownHostKeys {
    private static let names = ["host_ed25519", "host_rsa"]

    static func read(_ layout: SpoolLayout) throws(SFTPError) -> [KnownHostKey] {
        var keys: [KnownHostKey] = []
        for (ending, state) in [("", KnownHostKey.State.current), (".staged", .staged)] {
            for name in names {
                guard let bytes = FileManager.default.contents(atPath: "\(layout.hostKeys)/\(name)\(ending)")
                else { continue }
                let key = try IdentityKey(privateKey: String(decoding: bytes, as: UTF8.self))
                keys.append(
                    KnownHostKey(
                        type: key.type, fingerprint: key.fingerprint, publicLine: key.publicLine, state: state
                    ))
            }
        }
        return keys
    }
}
