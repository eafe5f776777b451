import Foundation

/// Turns the `sinks` of `house.yaml` into their profiles.
struct SinkDecoder {
    /// What the secret of a webhook begins with; base64 follows.
    ///
    /// Source: Standard Webhooks.
    private static let secretPrefix = "whsec_"
    /// The bytes that such a secret may have.
    ///
    /// Source: Standard Webhooks.
    private static let secretByteCounts = 24...64
    /// How long a receiver may take for its reply: a lane is held for so long.
    private static let timeouts = Duration.seconds(1)...(.seconds(60))
    /// The largest file of certificates.
    private static let authorityLimit = 65_536

    let folder: FolderReading

    /// All sinks, sorted by name; values that were wrong are left out, and reported.
    func sinks(_ section: Section) -> [SinkProfile] {
        let sinks = section.named("sinks", .sink, "a name of a-z, 0-9 and -", where: Characters.isID)
        return sinks.compactMap { sink($0.section, name: $0.name) }.sorted { $0.name < $1.name }
    }

    private func sink(_ section: Section, name: String) -> SinkProfile? {
        let allowsPrivate = section.flag("allowPrivate")
        let url = section.value("url", "an https address (http only to this machine, or with allowPrivate)") {
            Self.isWebhook($0, allowsPrivate: allowsPrivate == true) ? $0 : nil
        }
        let secrets = ["secret", "formerSecret"].compactMap { key in secret(key, section) }
        let events = section.values(
            "events", "a pattern of event types such as wharf.invoice.*", NamePattern.init)
        let audience = section.choice("audience", SinkProfile.Audience.self)
        let onDead = section.choice("onDead", SinkProfile.DeadPolicy.self)
        let timeout = timeout(section)
        let authority = authority(section)
        guard let kind = section.choice("kind", SinkProfile.Kind.self) else { return nil }
        switch kind {
        case .file:
            for key in ["url", "secret", "formerSecret", "allowPrivate", "onDead", "timeout", "authority"]
            where section.has(key) {
                section.error(key, "a file sink has no `\(key)`", hint: "kind: webhook has one")
            }
        case .webhook:
            for key in ["url", "secret"] where !section.has(key) {
                section.error(key, "`\(key)` is missing: a webhook needs one")
            }
        }
        var sink = SinkProfile(name: name, kind: kind)
        sink.url = url
        sink.secrets = secrets
        sink.events = section.has("events") ? events : [NamePattern("*")].compactMap(\.self)
        // The journal is for this house's own eyes; an application must ask for test data.
        sink.audience = audience ?? (kind == .file ? .all : .live)
        sink.onDead = onDead ?? .haltKey
        sink.allowsPrivate = allowsPrivate ?? false
        if let timeout { sink.timeout = timeout }
        sink.authority = authority
        return sink
    }

    private func timeout(_ section: Section) -> Duration? {
        guard let timeout = section.duration("timeout") else { return nil }
        guard Self.timeouts.contains(timeout) else {
            section.error("timeout", "a receiver has 1s to 60s for its reply")
            return nil
        }
        return timeout
    }

    /// The text of a file of certificates, which is part of the generation: another certificate is another sink.
    private func authority(_ section: Section) -> String? {
        guard let path = section.file("authority", in: folder) else { return nil }
        guard let bytes = folder.bytes(of: path, limit: Self.authorityLimit),
            bytes.count <= Self.authorityLimit
        else {
            section.error("authority", "`\(path)` cannot be read, or has more than 64 KiB")
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard text.contains("-----BEGIN CERTIFICATE-----"), !text.contains("PRIVATE KEY-----") else {
            section.error(
                "authority", "`\(path)` must hold certificates in PEM, and nothing else",
                hint: "the receiver's side gives the certificate of the authority that signed its own")
            return nil
        }
        return text
    }

    private func secret(_ key: String, _ section: Section) -> SecretValue? {
        var value: SecretValue?
        _ = section.secret(key, in: folder) { text in
            value = SecretValue(text)
            return Self.flaw(of: text)
        }
        return value
    }

    /// What is wrong with a text that should be a webhook's secret; its form is judged, never its value.
    private static func flaw(of text: String) -> SecretFlaw? {
        let bytes =
            text.hasPrefix(secretPrefix)
            ? Data(base64Encoded: String(text.dropFirst(secretPrefix.count))) : nil
        guard let bytes, secretByteCounts.contains(bytes.count) else {
            return SecretFlaw(
                message: "is no webhook secret: whsec_ and the base64 of 24 to 64 bytes",
                hint: "make it with `wharf secret webhook`, and give it to the receiver too")
        }
        return nil
    }

    private static func isWebhook(_ text: String, allowsPrivate: Bool) -> Bool {
        guard let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, parts.fragment == nil
        else { return false }
        let isLocal = ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host)
        return parts.scheme == "https" || parts.scheme == "http" && (isLocal || allowsPrivate)
    }
}
