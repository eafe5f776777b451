/// A sheet as Markdown: for a mail to the partner, and readable as it is.
struct SheetText {
    private var lines: [String] = []

    /// The text of a sheet.
    static func markdown(_ sheet: PartnerSheet) -> [String] {
        var text = SheetText()
        text.head(sheet)
        if let host = sheet.host { text.host(host, sheet) }
        if let remote = sheet.remote { text.remote(remote, sheet) }
        if let x12 = sheet.x12 { text.agreement(x12, sheet) }
        text.batches(sheet)
        text.contacts(sheet)
        return text.lines
    }

    private mutating func head(_ sheet: PartnerSheet) {
        lines += ["# \(sheet.house) and \(sheet.name): how we exchange files", ""]
        lines.append("As of \(sheet.day). Partnership: `\(sheet.partner)`, state: \(sheet.state).")
        if sheet.state == "test" {
            lines.append("We are testing: nothing you send reaches our production.")
        }
    }

    private mutating func host(_ host: HostSheet, _ sheet: PartnerSheet) {
        heading("You connect to us")
        guard let endpoint = host.endpoint else {
            lines.append("Our SFTP server is not in operation yet.")
            return
        }
        table([
            ("Protocol", "SFTP (SSH file transfer, version 3)"),
            ("Host", endpoint.name.map { "`\($0)`" } ?? "told to you separately"),
            ("Port", endpoint.port.map { "`\($0)`" } ?? "told to you separately"),
            ("User", "`\(host.login)`"),
            ("You log in with", authentication(host)),
            ("Allowed from", host.allowFrom.isEmpty ? "anywhere" : code(host.allowFrom)),
        ])
        if let until = host.legacyUntil {
            lines += [
                "",
                "This address serves older software until \(until); from then on please use the usual one.",
            ]
        }
        heading("How you recognise our server", level: 3)
        if host.hostKeys.isEmpty {
            lines.append("Our server's keys are made at its first start; we send the fingerprints then.")
        }
        for key in host.hostKeys {
            let next = key.state == "staged" ? " (the next one: please trust it too)" : ""
            lines.append("- \(key.type)\(next): `\(key.fingerprint)`")
        }
        if !host.hostKeys.isEmpty {
            lines += ["", "For a `known_hosts` file:", ""]
            block(host.hostKeys.map(\.knownHosts))
        }
        loginKeys(host)
        heading("Your folders", level: 3)
        for folder in host.folders { lines.append("- `\(folder.path)`: \(folder.purpose)") }
        files(host)
        heading("A session to try", level: 3)
        block(host.session)
    }

    private func authentication(_ host: HostSheet) -> String {
        switch host.authentication {
        case "key": "one of the keys below"
        case "key and password": "one of the keys below and then your password"
        case "key or password": "one of the keys below, or your password"
        case "password": "your password"
        default: "nothing yet: please send us your public key (ssh-ed25519)"
        }
    }

    private mutating func loginKeys(_ host: HostSheet) {
        guard !host.keys.isEmpty else { return }
        heading("Your keys, as we have them", level: 3)
        for key in host.keys {
            let from = key.notBefore.map { ", from \($0)" } ?? ""
            let until = key.notAfter.map { ", until \($0)" } ?? ""
            let closed = key.isValid ? "" : " (does not open the login now)"
            lines.append(
                "- \(key.label ?? "your key"): \(key.type) `\(key.fingerprint)`\(from)\(until)\(closed)")
        }
    }

    private mutating func files(_ host: HostSheet) {
        heading("Your files", level: 3)
        lines.append("- Names: \(host.accept.isEmpty ? "any" : code(host.accept)); other names are refused.")
        if host.accept.isEmpty { lines[lines.count - 1] = "- Names: any." }
        lines.append("- Size: at most \(HumanText.bytes(host.limits.maximumFileBytes)) a file.")
        lines.append(
            "- While you write, you may use a name that begins with a dot or ends in \(code(host.temporaryEndings)), and rename it when the file is whole."
        )
        lines.append(
            host.sameName == "refuse"
                ? "- A name that you used before is refused."
                : "- The same name again is a second file, not a replacement.")
        lines.append(
            "- When your client has closed the file without an error, we hold it durably. It stays in sight for \(HumanText.duration(.seconds(host.visibleSeconds)))."
        )
        let limits = host.limits
        let quota = [
            limits.mailboxBytes.map { "\(HumanText.bytes($0)) in your mailbox" },
            limits.mailboxFiles.map { "\($0) files in your mailbox" },
            limits.sessions.map { "\($0) sessions at once" },
            limits.openFiles.map { "\($0) open files a session" },
            limits.bytesPerSecond.map { "\(HumanText.bytes($0)) a second" },
        ].compactMap(\.self)
        if !quota.isEmpty { lines.append("- Limits: \(quota.joined(separator: ", ")).") }
    }

    private mutating func remote(_ remote: RemoteSheet, _ sheet: PartnerSheet) {
        heading("We connect to you")
        let rhythm = remote.everySeconds.map { "every \(HumanText.duration(.seconds($0)))" }
        table(
            [
                ("Your server", "`\(remote.host)`, port `\(remote.port)`"), ("Our user", "`\(remote.user)`"),
                (
                    "We log in with",
                    remote.authentication.replacing("key", with: "the key below").replacing(
                        "password", with: "the password that you gave us")
                ),
                (
                    "We come from",
                    remote.sourceAddresses.isEmpty ? "told to you separately" : code(remote.sourceAddresses)
                ),
                ("We look", rhythm ?? "only when there is something to deliver"),
            ]
                + (remote.maintenance.isEmpty
                    ? []
                    : [("Not at", "\(remote.maintenance.joined(separator: ", ")) (\(remote.timeZone))")]))
        if let line = remote.keyLine {
            lines += [
                "", "Our public key, `\(remote.keyFingerprint ?? "")`, for your `authorized_keys`:", "",
            ]
            block([line])
        }
        lines += [
            "",
            "We recognise your server by \(code(remote.hostKeys)). Please tell us before its key changes:",
        ]
        lines.append("a server with another key is not logged in to.")
        for folder in remote.pickups {
            heading("We fetch from `\(folder.path)`", level: 3)
            lines.append(
                "- Names: \(code(folder.names))\(folder.ignored.isEmpty ? "" : ", but not \(code(folder.ignored))")."
            )
            lines.append("- Size: at most \(HumanText.bytes(folder.maximumFileBytes)) a file.")
            lines.append("- A file is whole when \(folder.ready).")
            lines.append("- Once we hold it durably, \(folder.afterwards).")
        }
        if let delivery = remote.delivery {
            heading("We put into `\(delivery.path)`", level: 3)
            lines.append("- Names: `\(delivery.names)`, as `\(delivery.example)`.")
            lines.append(
                delivery.temporaryNames.map {
                    "- We write under `\($0)` and rename the whole file. Please leave such names alone."
                }
                    ?? "- We write under the final name; a file is whole when its size stands still.")
        }
        heading("What our user must be allowed to do", level: 3)
        for right in remote.rights { lines.append("- \(right)") }
    }

    private mutating func agreement(_ x12: AgreementSheet, _ sheet: PartnerSheet) {
        heading("X12")
        lines += ["| | ISA qualifier | ISA id | GS code |", "|---|---|---|---|"]
        for (name, address) in [(sheet.name, x12.partner), (sheet.house, x12.ours)] {
            lines.append("| \(name) | `\(address.isaQualifier)` | `\(address.isaId)` | `\(address.gsId)` |")
        }
        lines += ["", "ISA15 is `\(x12.usage == "production" ? "P" : "T")` (\(x12.usage) data)."]
        if let characters = x12.delimiters {
            let repetition = characters.repetition.map { ", repetitions with `\($0)`" } ?? ""
            let lineBreak =
                characters.lineBreak == "none"
                ? "" : ", each followed by \(characters.lineBreak.uppercased())"
            lines.append(
                "We separate elements with `\(characters.element)`, components with `\(characters.component)`\(repetition), and end segments with `\(characters.segment)`\(lineBreak). You may use others: each interchange says its own."
            )
        } else {
            lines.append("We answer with the separators of your interchanges.")
        }
        for (title, sets) in [("You send", x12.inbound), ("We send", x12.outbound)] where !sets.isEmpty {
            heading(title, level: 3)
            for set in sets {
                let terms = set.terms.isEmpty ? "" : ": " + set.terms.joined(separator: "; ")
                lines.append("- `\(set.set)` version `\(set.version)`\(terms)")
            }
        }
        heading("Acknowledgments", level: 3)
        for word in x12.acknowledgment { lines.append("- \(word)") }
    }

    private mutating func batches(_ sheet: PartnerSheet) {
        guard !sheet.batches.isEmpty else { return }
        heading("Files that are not EDI")
        for batch in sheet.batches {
            let who = batch.direction == "inbound" ? "you send" : "we send"
            lines.append(
                "- \(batch.name): \(who) \(code(batch.names)), \(batch.format), one \(batch.document) line a row"
            )
            if !batch.columns.isEmpty { lines.append("  - columns: \(code(batch.columns))") }
            if batch.trailer != "none" { lines.append("  - the last line holds the number of rows") }
        }
    }

    private mutating func contacts(_ sheet: PartnerSheet) {
        guard !sheet.ours.isEmpty || !sheet.theirs.isEmpty else { return }
        heading("Whom to call")
        for (who, contacts) in [(sheet.house, sheet.ours), (sheet.name, sheet.theirs)] {
            for contact in contacts {
                let ways = [contact.name, contact.email, contact.phone].compactMap(\.self)
                lines.append("- \(who), \(contact.role): \(ways.joined(separator: ", "))")
            }
        }
    }

    private mutating func heading(_ text: String, level: Int = 2) {
        lines += ["", "\(String(repeating: "#", count: level)) \(text)", ""]
    }

    private mutating func table(_ rows: [(String, String)]) {
        lines += ["| | |", "|---|---|"] + rows.map { "| \($0) | \($1) |" }
    }

    private mutating func block(_ text: [String]) {
        lines += ["```"] + text + ["```"]
    }

    private func code(_ words: [String]) -> String {
        words.map { "`\($0)`" }.joined(separator: ", ")
    }
}
