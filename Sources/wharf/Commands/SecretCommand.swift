internal import ArgumentParser
internal import Cryptography
internal import Foundation

struct SecretCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Secrets that profiles refer to.", subcommands: [Hash.self])

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
}
