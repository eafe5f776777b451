/// Turns a `remote` section into a ``RemoteSection``.
struct RemoteDecoder {
    let folder: FolderReading
    /// The house; `nil` when its own file could not be read.
    let house: HouseProfile?

    /// The section.
    func decode(_ section: Section) -> RemoteSection {
        let port = UInt16(section.integer("port", in: 1...65_535) ?? 22)
        let host = host(section, port: port)
        let login = LoginDecoder(folder: folder).decode(section)
        let hostKeys = section.values(
            "hostKeys", "a host key's fingerprint as `ssh-keygen -lf` prints it, SHA256:…"
        ) {
            Self.isFingerprint($0) ? $0 : nil
        }
        let pickups = section.sections("pickup", .pickup).map(PickupDecoder.decode)
        let deliver = section.section("deliver", .deliver).map(DeliveryDecoder.decode)
        checkTogether(section, pickups, deliver)
        let poll = section.section("poll", .poll).map(poll)
        if section.has("poll"), !section.has("pickup") {
            section.error("poll", "there is nothing to poll for", hint: "give `pickup` too")
        }
        return RemoteSection(
            host: host ?? "", port: port, user: login.user, identity: login.identity,
            identityKey: login.identityKey, identityPassphrase: login.passphrase, password: login.password,
            passwordText: login.passwordText, hostKeys: hostKeys,
            deadlines: section.section("deadlines", .deadlines).map(deadlines) ?? .standard,
            keepAlive: section.duration("keepAlive") ?? .seconds(15), pickups: pickups, deliver: deliver,
            poll: poll ?? (section.has("pickup") ? .standard : nil),
            maintenance: MaintenanceDecoder.decode(section),
            breaker: section.section("breaker", .breaker).map(breaker) ?? .standard,
            legacy: section.section("legacy", .remoteLegacy).flatMap {
                LegacyDecoder(today: folder.today).decode($0)
            })
    }

    private func host(_ section: Section, port: UInt16) -> String? {
        let host = section.value("host", "a host name or address") { Section.isHost($0) ? $0 : nil }
        guard let host else { return nil }
        if let refusal = RemoteAddressRule.refusal(of: host) {
            section.error("host", refusal, hint: "give the name or address of the partner's server")
        }
        let own = [house?.sftp, house?.sftpLegacy, house?.http].compactMap(\.self)
        if own.contains(where: { $0.port == port && Self.isThisMachine(host, listening: $0.address) }) {
            section.error(
                "host", "\(host) port \(port) is our own server", hint: "give the partner's server")
        }
        return host
    }

    /// Whether connecting to a host reaches what listens on an address of this machine.
    private static func isThisMachine(_ host: String, listening address: String) -> Bool {
        let local = ["127.0.0.1", "::1", "localhost"]
        let isEverywhere = address == "0.0.0.0" || address == "::"
        return host == address || local.contains(host) && (isEverywhere || local.contains(address))
    }

    private static func isFingerprint(_ text: String) -> Bool {
        let digest = text.dropFirst("SHA256:".count)
        // 32 bytes in base64 without padding.
        return text.hasPrefix("SHA256:") && digest.utf8.count == 43
            && digest.utf8.allSatisfy { Characters.isLetterOrDigit($0) || "+/".utf8.contains($0) }
    }

    private func checkTogether(
        _ section: Section, _ pickups: [RemoteSection.Pickup], _ deliver: RemoteSection.Delivery?
    ) {
        for (index, pickup) in pickups.enumerated() {
            let path = section.path("pickup[\(index)]")
            if pickups[..<index].contains(where: { $0.path == pickup.path && $0.match == pickup.match }) {
                section.reading.error(path, "this folder is listed twice with the same `match`")
            }
            guard let deliver, deliver.path == pickup.path else { continue }
            let ours = deliver.fileName.filled { $0 == .partner ? "partner" : "0" }
            if pickup.takes(name: ours) {
                section.reading.error(
                    path, "what we deliver to \(pickup.path) would be picked up there again",
                    hint: "pass our names over with `ignore`, or use two folders")
            }
        }
    }

    private func deadlines(_ section: Section) -> RemoteSection.Deadlines {
        let standard = RemoteSection.Deadlines.standard
        let deadlines = RemoteSection.Deadlines(
            connect: section.duration("connect") ?? standard.connect,
            auth: section.duration("auth") ?? standard.auth,
            list: section.duration("list") ?? standard.list, file: section.duration("file") ?? standard.file,
            poll: section.duration("poll") ?? standard.poll)
        let steps = [
            ("connect", deadlines.connect), ("auth", deadlines.auth), ("list", deadlines.list),
            ("file", deadlines.file),
        ]
        for (key, step) in steps where step > deadlines.poll {
            section.error(section.has(key) ? key : "poll", "`\(key)` is longer than the whole visit, `poll`")
        }
        return deadlines
    }

    private func poll(_ section: Section) -> RemoteSection.Poll {
        let every = section.duration("every") ?? RemoteSection.Poll.standard.every
        let jitter = section.duration("jitter") ?? .zero
        if jitter >= every {
            section.error("jitter", "the jitter is not shorter than `every`")
        }
        let parkAfter = section.integer("parkAfter", in: 1...1_000) ?? RemoteSection.Poll.standard.parkAfter
        return RemoteSection.Poll(every: every, jitter: jitter, parkAfter: parkAfter)
    }

    private func breaker(_ section: Section) -> RemoteSection.Breaker {
        let standard = RemoteSection.Breaker.standard
        let pause = section.duration("pause") ?? standard.pause
        let longest = section.duration("longest") ?? max(standard.longest, pause)
        if longest < pause {
            section.error("longest", "the longest pause is shorter than the first")
        }
        return RemoteSection.Breaker(
            after: section.integer("after", in: 1...1_000) ?? standard.after, pause: pause, longest: longest)
    }
}
