internal import ArgumentParser
internal import Cryptography
internal import Foundation

struct SecretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Secrets that profiles refer to.",
        subcommands: [Hash.self, Webhook.self])

    struct Hash: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads a password from standard input and prints its scrypt hash for a secret file.",
            discussion:
                "Example: wharf secret hash < password > secrets/acme-password; chmod 600 secrets/acme-password"
        )

        func run() throws {
            if isatty(STDIN_FILENO) == 1 {
                Terminal.complain("Password, then Enter (it is shown as you type):")
            }
            guard let password = readLine(strippingNewline: true), !password.isEmpty else {
                throw Failure(.usage, "there is no password on standard input")
            }
            Terminal.say(PasswordHash.make(password))
        }
    }

    struct Webhook: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a fresh secret for a webhook, to be shared with its receiver.",
            discussion: "Example: wharf secret webhook > secrets/erp-hook; chmod 600 secrets/erp-hook")

        /// As long as the HMAC's digest: more gives nothing.
        private static let byteCount = 32

        func run() {
            Terminal.say("whsec_" + Data(RandomBytes.bytes(Self.byteCount)).base64EncodedString())
        }
    }
}
