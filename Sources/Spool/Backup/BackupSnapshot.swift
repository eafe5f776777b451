internal import Cryptography

/// The state of a spool at one time, without the archived bytes that it names.
public struct BackupSnapshot: Sendable {
    static let parts = ["state", "audit"]
    private static let heading = "wharf backup 1"
    private static let fileByteCountMaximum = 64 << 20
    /// What belongs to a running process, or is copied by other means.
    private static let passedOver: Set<String> = [
        "lock", "wharf.sock", "wharf.sqlite", "wharf.sqlite-wal", "wharf.sqlite-shm",
    ]

    let folder: String
    /// When it was made, as its folder is called.
    public let stamp: String

    /// Where the copy of the database lies.
    public var database: String { folder + "/wharf.sqlite" }

    /// Copies the state files and the audit trail's checkpoints of a spool; control-number marks last, so that they are never
    /// behind the database, which was copied before.
    public func keepState(of layout: SpoolLayout) throws(SpoolError) {
        let marks = layout.marks.split(separator: "/").last.map(String.init) ?? ""
        let names = try Disk.names(in: layout.state).filter { !Self.passedOver.contains($0) && $0 != marks }
        for name in names + [marks] { try copy("\(layout.state)/\(name)", to: "\(folder)/state/\(name)") }
        for name in try Disk.names(in: layout.audit) {
            try copy("\(layout.audit)/\(name)", to: "\(folder)/audit/\(name)")
        }
    }

    /// Puts the state files and checkpoints into a spool whose state folder is empty.
    ///
    /// Checkpoints that are there already stay as they are: they may know more.
    public func bringBackState(to layout: SpoolLayout) throws(SpoolError) {
        for name in try Disk.names(in: folder + "/state") {
            try copy("\(folder)/state/\(name)", to: "\(layout.state)/\(name)")
        }
        for name in try Disk.names(in: folder + "/audit") where name != "head" {
            guard try Disk.status(at: "\(layout.audit)/\(name)") == nil else { continue }
            try copy("\(folder)/audit/\(name)", to: "\(layout.audit)/\(name)")
        }
        try LinkedFile.placeCopy(of: database, at: layout.database)
        try Disk.makeWritable(layout.database)
        for place in [layout.state, layout.audit] { try Disk.synchronizeFolder(place) }
    }

    /// Writes the list of all files with their digests, ended by its own.
    ///
    /// - Throws: `SpoolError`.
    public func writeManifest() throws(SpoolError) {
        try Disk.synchronizeFile(database)
        let copy = try Disk.open(database, 0)
        try Disk.setMode(0o600, of: copy.number, database)
        var text = Self.heading + "\n"
        for name in try fileNames() {
            text += "\(try digest(of: name).hex) \(name)\n"
        }
        text += "sha256 \(Digest.of(text).hex)\n"
        try Disk.replace("\(folder)/\(BackupFolder.manifestName)", with: Array(text.utf8), mode: 0o600)
    }

    /// The files that are not what the manifest says, with why; none when all is well.
    public func faults() throws(SpoolError) -> [String] {
        let path = "\(folder)/\(BackupFolder.manifestName)"
        let bytes = try Disk.contents(of: path, byteCountMaximum: Self.fileByteCountMaximum) ?? []
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        guard let sum = lines.popLast(), lines.first == Self.heading[...],
            sum == "sha256 \(Digest.of(lines.joined(separator: "\n") + "\n").hex)"
        else { return ["manifest: is damaged"] }
        var faults: [String] = []
        var named: Set<String> = []
        for line in lines.dropFirst() {
            let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2, let wanted = Digest(hex: parts[0]) else {
                faults.append("manifest: has a line that names no file")
                continue
            }
            named.insert(parts[1])
            guard try Disk.status(at: "\(folder)/\(parts[1])") != nil else {
                faults.append("\(parts[1]): is missing")
                continue
            }
            if try digest(of: parts[1]) != wanted { faults.append("\(parts[1]): has other bytes") }
        }
        for name in try fileNames() where !named.contains(name) {
            faults.append("\(name): was not there when the copy was made")
        }
        return faults
    }

    private func fileNames() throws(SpoolError) -> [String] {
        var names: [String] = []
        for name in try Disk.names(in: folder)
        where name != BackupFolder.manifestName && !Self.parts.contains(name) {
            names.append(name)
        }
        for part in Self.parts {
            for name in try Disk.names(in: "\(folder)/\(part)") { names.append("\(part)/\(name)") }
        }
        return names
    }

    private func digest(of name: String) throws(SpoolError) -> Digest {
        let reader = try ArchiveReader(path: "\(folder)/\(name)")
        return try StagedFile.digest(of: reader.descriptor, byteCount: reader.byteCount, name)
    }

    private func copy(_ source: String, to target: String) throws(SpoolError) {
        guard let found = try Disk.status(at: source), found.isRegular else { return }
        let bytes = try Disk.contents(of: source, byteCountMaximum: Self.fileByteCountMaximum) ?? []
        try Disk.writeNew(target, bytes, mode: 0o600)
    }
}
