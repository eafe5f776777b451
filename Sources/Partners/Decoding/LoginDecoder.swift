import Foundation

/// Turns the keys of a `remote` section that log us in into their secrets.
struct LoginDecoder {
    let folder: FolderReading

    /// How we log in.
    struct Login {
        var user = ""
        var identity: SecretReference?
        var identityKey: SecretValue?
        var passphrase: SecretValue?
        var password: SecretReference?
        var passwordText: SecretValue?
    }

    /// How we log in; what was wrong is left out, and reported.
    func decode(_ section: Section) -> Login {
        var login = Login()
        login.user =
            section.value("user", "a user name without spaces") {
                $0.contains(where: \.isWhitespace) ? nil : $0
            } ?? ""
        _ = section.secret("passphrase", in: folder) { text in
            login.passphrase = SecretValue(text)
            return nil
        }
        login.identity = section.secret("identity", in: folder) { text in
            login.identityKey = SecretValue(text)
            return Self.flaw(of: text, hasPassphrase: section.has("passphrase"))
        }
        login.password = section.secret("password", in: folder) { text in
            login.passwordText = SecretValue(text)
            return text.contains(where: \.isNewline)
                ? SecretFlaw(message: "has more than one line", hint: "a password is one line") : nil
        }
        if section.has("passphrase"), !section.has("identity") {
            section.error("passphrase", "there is no `identity` that it opens")
        }
        if !section.has("identity"), !section.has("password") {
            section.error("user", "nothing logs this user in", hint: "give `identity` or `password`")
        }
        return login
    }

    /// What is wrong with a text that should be a private key; its form is judged, never its value.
    static func flaw(of text: String, hasPassphrase: Bool) -> SecretFlaw? {
        let generate = "make one with `ssh-keygen -t ed25519 -N '' -f FILE` and give FILE's content"
        if text.hasPrefix("PuTTY-User-Key-File") {
            return SecretFlaw(
                message: "is a key in PuTTY's form",
                hint: "turn it with `puttygen KEY -O private-openssh-new`")
        }
        if ["ssh-", "ecdsa-", "---- BEGIN SSH2 PUBLIC"].contains(where: text.hasPrefix) {
            return SecretFlaw(message: "is a public key", hint: "give the private one beside it")
        }
        let lines = text.split(whereSeparator: \.isNewline)
        guard let first = lines.first, let last = lines.last, first.hasPrefix("-----BEGIN "),
            first.hasSuffix("PRIVATE KEY-----"), last.hasPrefix("-----END "), lines.count > 2
        else {
            return SecretFlaw(message: "is not a private key", hint: generate)
        }
        if isEncrypted(lines), !hasPassphrase {
            return SecretFlaw(
                message: "asks for a passphrase",
                hint: "give `passphrase`, or take it away with `ssh-keygen -p -N '' -f FILE`")
        }
        return nil
    }

    private static func isEncrypted(_ lines: [Substring]) -> Bool {
        if lines[0].contains("ENCRYPTED") || lines[1].hasPrefix("Proc-Type: 4,ENCRYPTED") {
            return true
        }
        guard lines[0].contains("OPENSSH"),
            let blob = Data(base64Encoded: lines[1..<lines.count - 1].joined())
        else { return false }
        // OpenSSH's form: a magic word with its NUL, then the name of the cipher (PROTOCOL.key, section 1).
        let magic = Array("openssh-key-v1\0".utf8)
        guard blob.starts(with: magic) else { return false }
        var reader = BlobReader(bytes: Array(blob.dropFirst(magic.count)))
        return reader.string().map { $0 != Array("none".utf8) } ?? false
    }
}
