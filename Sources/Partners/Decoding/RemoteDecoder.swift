/// Turns a `remote` section into a ``RemoteSection``.
struct RemoteDecoder {
    let folder: FolderReading

    /// The section.
    func decode(_ section: Section) -> RemoteSection {
        let host = section.value("host", "a host name or address") { Self.isHost($0) ? $0 : nil }
        let port = section.integer("port", in: 1...65_535) ?? 22
        let identity = section.secret("identity", in: folder)
        let password = section.secret("password", in: folder)
        if !section.has("identity"), !section.has("password") {
            section.error("user", "nothing logs this user in", hint: "give `identity` or `password`")
        }
        let hostKeys = section.values(
            "hostKeys", "a host key's fingerprint as `ssh-keygen -lf` prints it, SHA256:…"
        ) {
            Self.isFingerprint($0) ? $0 : nil
        }
        let pickups = section.sections("pickup", .pickup).map(pickup)
        let poll = section.section("poll", .poll).map(poll)
        if section.has("poll"), !section.has("pickup") {
            section.error("poll", "there is nothing to poll for", hint: "give `pickup` too")
        }
        let usual = RemoteSection.Poll(every: .seconds(300), jitter: .seconds(30))
        return RemoteSection(
            host: host ?? "", port: UInt16(port),
            user: section.value("user", "a user name without spaces") {
                $0.contains(where: \.isWhitespace) ? nil : $0
            }
                ?? "",
            identity: identity, password: password, hostKeys: hostKeys,
            deadlines: section.section("deadlines", .deadlines).map(deadlines) ?? .standard, pickups: pickups,
            deliver: section.section("deliver", .deliver).map(delivery),
            poll: poll ?? (section.has("pickup") ? usual : nil))
    }

    private static func isHost(_ text: String) -> Bool {
        text.utf8.count <= 253 && text.utf8.first.map { $0 != 0x2D } == true
            && text.utf8.allSatisfy { Characters.isLetterOrDigit($0) || ".:-".utf8.contains($0) }
    }

    private static func isFingerprint(_ text: String) -> Bool {
        let digest = text.dropFirst("SHA256:".count)
        // 32 bytes in base64 without padding.
        return text.hasPrefix("SHA256:") && digest.utf8.count == 43
            && digest.utf8.allSatisfy { Characters.isLetterOrDigit($0) || "+/".utf8.contains($0) }
    }

    private static func isPath(_ text: String) -> Bool {
        text.hasPrefix("/") && text.utf8.count <= 1_000 && !text.split(separator: "/").contains("..")
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }

    private func path(_ section: Section, _ key: String) -> String? {
        section.value(key, "a path on the server, as /out") { Self.isPath($0) ? $0 : nil }
    }

    private func deadlines(_ section: Section) -> RemoteSection.Deadlines {
        let standard = RemoteSection.Deadlines.standard
        return RemoteSection.Deadlines(
            connect: section.duration("connect") ?? standard.connect,
            auth: section.duration("auth") ?? standard.auth,
            list: section.duration("list") ?? standard.list, file: section.duration("file") ?? standard.file,
            poll: section.duration("poll") ?? standard.poll)
    }

    private func pickup(_ section: Section) -> RemoteSection.Pickup {
        let ready = section.section("ready", .ready)
        return RemoteSection.Pickup(
            path: path(section, "path") ?? "", match: section.patterns("match"),
            ignore: section.patterns("ignore"),
            stableFor: ready?.duration("stableFor") ?? .seconds(30),
            afterwards: section.section("after", .after).flatMap(afterwards) ?? .leave)
    }

    private func afterwards(_ section: Section) -> RemoteSection.Pickup.Afterwards? {
        let target = path(section, "to")
        let verb = section.word("do")
        if verb == "move" {
            if !section.has("to") {
                section.error("to", "`to` is missing: where is the file moved?")
            }
            return target.map { .move(to: $0) }
        }
        if let verb, section.has("to") {
            section.error("to", "`do: \(verb)` has no `to`", hint: "`do: move` has one")
        }
        return verb == "delete" ? .delete : .leave
    }

    private func delivery(_ section: Section) -> RemoteSection.Delivery {
        let temporary = section.fileName("temporary")
        if let temporary, !temporary.text.contains("{name}") {
            section.error("temporary", "a temporary name is made of {name}", hint: "write \"{name}.part\"")
        }
        let fileName = section.fileName("fileName")
        if let fileName, fileName.text.contains("{name}") {
            section.error(
                "fileName", "{name} is the final name itself", hint: "write \"{document}_{control}.edi\"")
        }
        return RemoteSection.Delivery(
            path: path(section, "path") ?? "", temporary: temporary, fileName: fileName ?? .fallback)
    }

    private func poll(_ section: Section) -> RemoteSection.Poll {
        let every = section.duration("every") ?? .seconds(300)
        let jitter = section.duration("jitter") ?? .zero
        if jitter >= every {
            section.error("jitter", "the jitter is not shorter than `every`")
        }
        return RemoteSection.Poll(every: every, jitter: jitter)
    }
}
