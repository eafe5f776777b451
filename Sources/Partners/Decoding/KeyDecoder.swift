/// Turns one entry of `hosted.keys` into keys: a line written out, or a file of them.
struct KeyDecoder {
    let folder: FolderReading
    /// The fewest bits of an RSA key, lower only by the partner's exception.
    var minimumRSABits = PublicKeyLine.minimumRSABits

    /// The largest key file that is read.
    static let maximumBytes = 64 << 10

    private static let words = ExpiryRemark.Words(
        subject: "this key", over: "this key opens nothing",
        remedy: "ask for the next key and list both", remedyOnceOver: "ask for a new key")

    /// The keys of the entry.
    func decode(_ section: Section) -> [ProfileKey] {
        let label = section.text("label")
        let notBefore = section.day("notBefore")
        let notAfter = section.day("notAfter")
        if let notBefore, let notAfter, notAfter < notBefore {
            section.error("notAfter", "notAfter lies before notBefore")
        }
        if let notAfter {
            ExpiryRemark.report("notAfter", of: section, last: notAfter, today: folder.today, Self.words)
        }
        let isOptional = section.flag("optional") ?? false
        var lines: [String] = []
        switch (section.has("key"), section.has("keyFile")) {
        case (true, true):
            section.error("keyFile", "an entry has `key` or `keyFile`, not both")
        case (false, false):
            section.error("key", "`key` or `keyFile` is missing")
        case (true, false):
            lines = key(section).map { [$0] } ?? []
            if section.has("optional") {
                section.error("optional", "only a `keyFile` can be optional")
            }
        case (false, true):
            lines = keyFile(section, isOptional: isOptional)
        }
        return lines.map { ProfileKey(line: $0, label: label, notBefore: notBefore, notAfter: notAfter) }
    }

    private func key(_ section: Section) -> String? {
        guard let text = section.text("key") else { return nil }
        if let flaw = PublicKeyLine.flaw(of: text, minimumRSABits: minimumRSABits) {
            section.error("key", flaw.message, hint: flaw.hint)
            return nil
        }
        return text
    }

    private func keyFile(_ section: Section, isOptional: Bool) -> [String] {
        guard
            let path = section.value(
                "keyFile", "a path below the profile folder", { FolderReading.isInside($0) ? $0 : nil })
        else { return [] }
        guard let bytes = folder.bytes(of: path, limit: Self.maximumBytes) else {
            let message = "there is no file `\(path)` in the profile folder"
            if isOptional {
                section.reading.warning(
                    section.path("keyFile"), message, hint: "until it is there, it opens nothing")
            } else {
                section.error(
                    "keyFile", message, hint: "one public key a line, as in OpenSSH's authorized_keys")
            }
            return []
        }
        let reading = folder.reading(path)
        guard bytes.count <= Self.maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
            reading.error("", "a key file is text of at most \(Self.maximumBytes / 1024) KiB")
            return []
        }
        return keys(in: text, reading, asks: section)
    }

    private func keys(in text: String, _ reading: FileReading, asks section: Section) -> [String] {
        var lines: [String] = []
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, raw) in all.enumerated() {
            let indentation = raw.prefix { $0 == " " || $0 == "\t" }.count
            var line = raw.dropFirst(indentation)
            while let last = line.last, last == " " || last == "\t" {
                line.removeLast()
            }
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            if let flaw = PublicKeyLine.flaw(of: String(line), minimumRSABits: minimumRSABits) {
                let place = Place(line: index + 1, column: indentation + 1)
                reading.error("", flaw.message, hint: flaw.hint, at: place)
            } else {
                lines.append(String(line))
            }
        }
        if lines.isEmpty, !reading.hasErrors {
            section.reading.warning(section.path("keyFile"), "the key file holds no key")
        }
        return lines
    }
}
