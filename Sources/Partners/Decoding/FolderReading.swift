import Foundation

/// One look at the profile folder: what it lies on, what was read, and the faults of every file.
///
/// A class, because the files of a folder report to it in turn; it never leaves the thread that reads.
final class FolderReading {
    let secrets: SecretStore
    /// The day that expiry is judged by, CCYY-MM-DD; `nil` leaves it out.
    let today: String?
    private let folder: String
    private let name: String
    private(set) var files: [FileReading] = []
    private(set) var sources: [PartnerDirectory.Source] = []

    init(folder: String, secrets: SecretStore, today: String?) {
        self.secrets = secrets
        self.today = today
        self.folder = folder
        name = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
    }

    /// All faults so far.
    var faults: [ProfileFault] { files.flatMap(\.faults) }

    /// The names in the folder, sorted; `nil` when it cannot be listed.
    func names() -> [String]? {
        (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted()
    }

    /// The names in a folder below it, sorted; `nil` when there is none.
    func names(in subfolder: String) -> [String]? {
        (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(subfolder)"))?.sorted()
    }

    /// Begins to report on a file, or on the folder itself for an empty name.
    func reading(_ file: String) -> FileReading {
        let reading = FileReading(file: file.isEmpty ? name : "\(name)/\(file)")
        files.append(reading)
        return reading
    }

    /// Whether a path below the folder is a regular file, or a link to one.
    func hasFile(_ path: String) -> Bool {
        // A pipe would be waited on for ever.
        let target = URL(fileURLWithPath: "\(folder)/\(path)").resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        return attributes?[.type] as? FileAttributeType == .typeRegular
    }

    /// A file's bytes, which become part of the generation; `nil` when it cannot be read.
    ///
    /// Of a file above `limit` no more than one byte too many is read: enough to say that it is too large.
    func bytes(of file: String, limit: Int) -> [UInt8]? {
        guard hasFile(file), let handle = FileHandle(forReadingAtPath: "\(folder)/\(file)") else {
            return nil
        }
        defer { handle.closeFile() }
        // At the end of an empty file there is nothing to read, which is no failure.
        guard let data = try? handle.read(upToCount: limit + 1) ?? Data() else { return nil }
        let bytes = Array(data)
        sources.append(PartnerDirectory.Source(file: "\(name)/\(file)", bytes: bytes))
        return bytes
    }

    /// Whether a path may name a file of the folder: relative, without `..`, dot names and odd characters.
    static func isInside(_ path: String) -> Bool {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        return path.utf8.count <= 200
            && parts.allSatisfy { part in
                !part.isEmpty && !part.hasPrefix(".")
                    && part.utf8.allSatisfy { Characters.isLetterOrDigit($0) || "._-".utf8.contains($0) }
            }
    }
}

/// Which bytes are letters and digits in ASCII.
enum Characters {
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// Whether a text is an id: `[a-z0-9-]{1,40}`.
    static func isID(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                Characters.isLetterOrDigit($0) && !(0x41...0x5A).contains($0) || $0 == 0x2D
            }
    }

    /// Whether a text is a login: letters, digits, `.`, `_`, `-`, at most 64, beginning with a letter or
    /// digit.
    static func isLogin(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.utf8.first.map(Characters.isLetterOrDigit) == true
            && text.utf8.allSatisfy { Characters.isLetterOrDigit($0) || "._-".utf8.contains($0) }
    }

    /// Whether a text is a transaction set: three digits.
    static func isSet(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}
