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
        let keys = section.sections("keys", .hostedKey).flatMap { KeyDecoder(folder: folder).decode($0) }
        var hash: String?
        let password = section.secret("password", in: folder) { text in
            hash = text
            return Self.isScrypt(text) ? nil : "is not an scrypt hash"
        }
        let addresses = section.values(
            "allowFrom", "an address range such as 203.0.113.0/28, with no bits set behind the prefix",
            AddressRange.init)
        return HostedSection(
            login: login ?? "", keys: keys, password: password, passwordHash: hash, allowFrom: addresses,
            folders: section.section("folders", .folders).map(folders) ?? .standard,
            uploads: section.section("uploads", .uploads).map(uploads) ?? .standard,
            quota: section.section("quota", .quota).map {
                HostedSection.Quota(
                    bytes: $0.byteCount("bytes"), files: $0.integer("files", in: 1...10_000_000))
            })
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
