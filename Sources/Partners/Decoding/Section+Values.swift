import Foundation
import X12

/// The kinds of values that profiles hold, read from a section.
extension Section {
    /// A time zone by its name in the IANA data base.
    func timeZone(_ key: String) -> TimeZone? {
        guard let text = text(key) else { return nil }
        // Abbreviations and offsets are no zones: they do not know when clocks change.
        if text == "UTC" || text.contains("/"), let zone = TimeZone(identifier: text) {
            return zone
        }
        let nearest = NearestWord.nearest(to: text, among: TimeZone.knownTimeZoneIdentifiers)
        error(
            key, "there is no time zone `\(Section.shown(text))`",
            hint: nearest.map { "did you mean `\($0)`?" } ?? "use a name such as America/Chicago")
        return nil
    }

    /// An id of ours: what file names, logs and paths can carry.
    func id(_ key: String) -> String? {
        value(key, "an id: 1 to 40 of a-z, 0-9 and -") { Characters.isID($0) ? $0 : nil }
    }

    /// A span on the clock.
    func duration(_ key: String) -> Duration? {
        value(key, "a time span such as 10s, 15m, 4h or 2d", WrittenNumber.duration)
    }

    /// A span on the clock or in working days.
    func span(_ key: String) -> AgreedSpan? {
        value(key, "a time span such as 15m, 4h, 2d or 1 working day", AgreedSpan.init)
    }

    /// A number of bytes.
    func byteCount(_ key: String) -> Int? {
        value(key, "a size such as 50MiB or 2GiB", WrittenNumber.byteCount)
    }

    /// A share.
    func percentage(_ key: String) -> Percentage? {
        value(key, "a percentage such as 2% or 0.5%", Percentage.init)
    }

    /// A number of days.
    func days(_ key: String) -> Int? {
        value(key, "a number of days such as 5d", WrittenNumber.days)
    }

    /// A day that exists.
    func day(_ key: String) -> String? {
        value(key, "a day that exists, as 2027-06-30") { WrittenDay.exists($0) ? $0 : nil }
    }

    /// Patterns of file names.
    func patterns(_ key: String) -> [NamePattern] {
        values(key, "a file name pattern such as *.edi", NamePattern.init)
    }

    /// A file name with places to fill in.
    func fileName(_ key: String) -> FileNameTemplate? {
        guard let text = text(key) else { return nil }
        do throws(FileNameTemplate.Flaw) {
            return try FileNameTemplate(text)
        } catch {
            report(error, key, text)
            return nil
        }
    }

    private func report(_ flaw: FileNameTemplate.Flaw, _ key: String, _ text: String) {
        switch flaw {
        case .notAFileName:
            error(key, "`\(Section.shown(text))` is not a file name")
        case .unbalanced:
            error(key, "a brace in `\(Section.shown(text))` has no partner")
        case .unknownPlace(let name):
            let places = FileNameTemplate.Place.allCases.map(\.rawValue)
            let nearest = NearestWord.nearest(to: name, among: places)
            error(
                key, "nothing is filled in for `{\(Section.shown(name))}`",
                hint: nearest.map { "did you mean `{\($0)}`?" }
                    ?? "known are \(places.joined(separator: ", "))")
        }
    }

    /// A secret's reference, which must lead to a secret; `check` says what is wrong with the secret.
    ///
    /// A secret written out is an error, and never shown.
    func secret(_ key: String, in folder: FolderReading, check: (String) -> SecretFlaw? = { _ in nil })
        -> SecretReference?
    {
        guard let text = text(key) else { return nil }
        guard let reference = SecretReference(text) else {
            let isLiteral = !text.hasPrefix(SecretReference.scheme)
            error(
                key, isLiteral ? "a secret must not stand in a profile" : "this is not a secret's reference",
                hint: "write secret://file/NAME, secret://env/NAME or secret://systemd/NAME")
            return nil
        }
        do throws(SecretError) {
            if let flaw = check(try folder.secrets.resolve(reference)) {
                error(key, "\(reference) \(flaw.message)", hint: flaw.hint)
            }
        } catch {
            self.error(key, error.description, hint: error.hint)
        }
        return reference
    }

    /// A file of the profile folder that must be there.
    func file(_ key: String, in folder: FolderReading) -> String? {
        guard
            let path = value(
                key, "a path below the profile folder", { FolderReading.isInside($0) ? $0 : nil })
        else {
            return nil
        }
        guard folder.hasFile(path) else {
            error(key, "there is no file `\(path)` in the profile folder")
            return nil
        }
        return path
    }

    /// What an address range should look like.
    static let addressRange = "an address range such as 203.0.113.0/28, with no bits set behind the prefix"

    /// Whether a text can be a host's name or address.
    static func isHost(_ text: String) -> Bool {
        text.utf8.count <= 253 && text.utf8.first.map { $0 != 0x2D } == true
            && text.utf8.allSatisfy { Characters.isLetterOrDigit($0) || ".:-".utf8.contains($0) }
    }

    /// An absolute path on a server.
    func path(onServer key: String) -> String? {
        value(key, "a path on the server, as /out") { text in
            let isPath =
                text.hasPrefix("/") && text.utf8.count <= 1_000 && !text.split(separator: "/").contains("..")
                && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
            return isPath ? text : nil
        }
    }

    /// The people and desks of a profile's `contacts`.
    static func contacts(_ section: Section) -> [Contact] {
        section.sections("contacts", .contact).map { contact in
            Contact(
                role: contact.text("role") ?? "", name: contact.text("name"),
                email: contact.value("email", "a mail address") { isMailAddress($0) ? $0 : nil },
                phone: contact.text("phone"))
        }
    }

    private static func isMailAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } && !text.contains { $0.isWhitespace }
    }

    /// An ISA and GS identity.
    func identity() -> Identity? {
        let qualifier = value("isaQualifier", "two capital letters or digits, as ZZ") {
            $0.utf8.count == 2 && $0.utf8.allSatisfy { Characters.isLetterOrDigit($0) && $0 < 0x61 }
                ? $0 : nil
        }
        let id = value("isaId", "an ISA id: 1 to 15 printable characters, no space at the ends") {
            Section.isX12ID($0, 1...15) ? $0 : nil
        }
        let groupID = value("gsId", "a GS id: 2 to 15 printable characters, no space at the ends") {
            Section.isX12ID($0, 2...15) ? $0 : nil
        }
        guard let qualifier, let id, let groupID else { return nil }
        return Identity(address: InterchangeAddress(qualifier: qualifier, id: id), groupID: groupID)
    }

    private static func isX12ID(_ text: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count) && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
            && !text.hasPrefix(" ") && !text.hasSuffix(" ")
    }
}

/// What is wrong with a secret that was found, without repeating it.
struct SecretFlaw {
    /// What is wrong, to follow the secret's name: `is not an scrypt hash`.
    let message: String
    /// What to do about it.
    let hint: String
}
