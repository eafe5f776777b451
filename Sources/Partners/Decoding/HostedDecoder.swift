/// Turns a `hosted` section into a ``HostedSection``.
struct HostedDecoder {
    let folder: FolderReading

    /// The section; `mustOpen` asks for at least one way to log in.
    func decode(_ section: Section, mustOpen: Bool) -> HostedSection {
        let login = section.value("login", "a login: letters, digits, `.`, `_` and `-`, at most 64") {
            Characters.isLogin($0) ? $0 : nil
        }
        if mustOpen, !section.has("keys"), !section.has("password") {
            section.error("login", "nothing opens this login", hint: "give `keys` or a `password`")
        }
        let legacy = section.section("legacy", .legacy).flatMap {
            LegacyDecoder(today: folder.today).decode($0)
        }
        let keyDecoder = KeyDecoder(
            folder: folder, minimumRSABits: legacy?.rsaBits ?? PublicKeyLine.minimumRSABits)
        let keys = section.sections("keys", .hostedKey).flatMap { keyDecoder.decode($0) }
        var hash: String?
        let password = section.secret("password", in: folder) { text in
            hash = text
            return Self.isScrypt(text)
                ? nil
                : SecretFlaw(
                    message: "is not an scrypt hash", hint: "make it with `wharf secret hash`")
        }
        let addresses = section.values("allowFrom", Section.addressRange, AddressRange.init)
        return HostedSection(
            login: login ?? "", keys: keys, password: password, passwordHash: hash,
            requirement: requirement(section), allowFrom: addresses,
            folders: section.section("folders", .folders).map(folders) ?? .standard,
            uploads: section.section("uploads", .uploads).map(uploads) ?? .standard,
            quota: section.section("quota", .quota).map(quota), legacy: legacy)
    }

    private func requirement(_ section: Section) -> HostedSection.Requirement {
        let requirement = section.choice("require", HostedSection.Requirement.self) ?? .any
        if requirement == .both {
            for key in ["keys", "password"] where !section.has(key) {
                section.error("require", "`require: both` needs `keys` and a `password`")
            }
        }
        return requirement
    }

    private func quota(_ section: Section) -> HostedSection.Quota {
        HostedSection.Quota(
            bytes: section.byteCount("bytes"), files: section.integer("files", in: 1...10_000_000),
            openFiles: section.integer("openFiles", in: 1...1_024),
            sessions: section.integer("sessions", in: 1...10_000), bytesPerSecond: section.byteCount("rate"))
    }

    private static func isScrypt(_ text: String) -> Bool {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        return parts.count >= 5 && parts[0].isEmpty && parts[1] == "scrypt"
            && parts[2...].allSatisfy { !$0.isEmpty }
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private func folders(_ section: Section) -> HostedSection.Folders {
        func folder(_ key: String) -> String? {
            section.value(key, "a folder of one name such as /upload") { text in
                text.hasPrefix("/") && Characters.isLogin(String(text.dropFirst()))
                    ? String(text.dropFirst()) : nil
            }
        }
        let standard = HostedSection.Folders.standard
        let folders = HostedSection.Folders(
            upload: folder("upload") ?? standard.upload, download: folder("download") ?? standard.download,
            reports: folder("reports") ?? standard.reports)
        let names = [
            ("upload", folders.upload), ("download", folders.download), ("reports", folders.reports),
        ]
        for (index, item) in names.enumerated() {
            if let other = names[..<index].first(where: { $0.1.lowercased() == item.1.lowercased() }) {
                section.error(item.0, "the \(item.0) and \(other.0) folders have the same name")
            }
        }
        return folders
    }

    private func uploads(_ section: Section) -> UploadRules {
        let standard = UploadRules.standard
        let complete = section.section("complete", .complete)
        return UploadRules(
            accept: section.patterns("accept"),
            maximumFileBytes: section.byteCount("maxFile") ?? standard.maximumFileBytes,
            sameName: section.choice("sameName", UploadRules.SameName.self) ?? standard.sameName,
            proof: complete?.choice("proof", UploadRules.Proof.self) ?? standard.proof,
            waitFor: complete?.duration("waitFor") ?? standard.waitFor,
            keepVisible: section.duration("keepVisible") ?? standard.keepVisible)
    }
}
