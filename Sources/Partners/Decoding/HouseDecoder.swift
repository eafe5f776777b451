import Foundation

/// Turns `house.yaml` into a ``HouseProfile``.
struct HouseDecoder {
    let folder: FolderReading
    let reading: FileReading

    /// The house; values that were wrong are left out or replaced, and reported.
    func decode(_ root: ReadingNode, source: [UInt8]) -> HouseProfile? {
        guard let section = Section(root, path: "", shape: .house, reading: reading) else { return nil }
        _ = section.word("apiVersion")
        let zone = section.timeZone("timeZone") ?? .gmt
        let listen = section.section("listen", .listen)
        return HouseProfile(
            id: section.id("id") ?? "", name: section.text("name") ?? "", timeZone: zone,
            identities: identities(section), sftp: listenAddress(listen, "sftp"),
            http: listenAddress(listen, "http"),
            sinks: sinks(section), schedules: ScheduleDecoder.decode(section, zone: zone),
            file: reading.file, source: source)
    }

    private func identities(_ section: Section) -> [String: Identity] {
        var identities: [String: Identity] = [:]
        for (name, identity) in section.named(
            "identities", .identity, "a name of a-z, 0-9 and -", where: Characters.isID)
        {
            identities[name] = identity.identity()
        }
        if section.isEmpty("identities") {
            section.error("identities", "at least one identity is needed")
        }
        return identities
    }

    private func listenAddress(_ listen: Section?, _ key: String) -> ListenAddress? {
        guard let section = listen?.section(key, .listenAddress) else { return nil }
        let address = section.value("address", "an IPv4 or IPv6 address") {
            $0.contains("/") || AddressRange($0) == nil ? nil : $0
        }
        guard let port = section.integer("port", in: 0...65_535), let address else { return nil }
        return ListenAddress(address: address, port: UInt16(port))
    }

    private func sinks(_ section: Section) -> [SinkProfile] {
        let sinks = section.named("sinks", .sink, "a name of a-z, 0-9 and -", where: Characters.isID)
        return sinks.compactMap { sink($0.section, name: $0.name) }.sorted { $0.name < $1.name }
    }

    private func sink(_ section: Section, name: String) -> SinkProfile? {
        let url = section.value("url", "an https address (http only to this machine)") {
            Self.isWebhook($0) ? $0 : nil
        }
        let secret = section.secret("secret", in: folder)
        let events = section.values(
            "events", "a pattern of event types such as wharf.invoice.*", NamePattern.init)
        guard let kind = section.choice("kind", SinkProfile.Kind.self) else { return nil }
        switch kind {
        case .file:
            for key in ["url", "secret"] where section.has(key) {
                section.error(key, "a file sink has no `\(key)`", hint: "kind: webhook has one")
            }
        case .webhook:
            for key in ["url", "secret"] where !section.has(key) {
                section.error(key, "`\(key)` is missing: a webhook needs one")
            }
        }
        let all = [NamePattern("*")].compactMap(\.self)
        return SinkProfile(
            name: name, kind: kind, url: url, secret: secret, events: section.has("events") ? events : all)
    }

    private static func isWebhook(_ text: String) -> Bool {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil,
            parts.fragment == nil
        else { return false }
        let isLocal = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        return parts.scheme == "https" || parts.scheme == "http" && isLocal
    }
}
