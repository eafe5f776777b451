/// The order that durability needs, looked for in a trace.
///
/// Each step must have ended before the next begins. For a file of its own: bytes on disk, then their name, then the name on disk, then
/// the row on disk, then the answer. For a small file, whose bytes and story go through the journal: the record on disk, then the
/// row, then the answer.
enum Order {
    /// How a file came in.
    enum Door: Equatable {
        /// By SFTP: CLOSE is answered on a socket.
        case sftp
        /// By the drop folder: the dropped file is unlinked.
        case drop(path: String)
    }

    /// What is wrong with the order in which a file became durable; empty when nothing is.
    ///
    /// `digest`: names the file's place in the archive.
    static func faults(in calls: [SystemCall], digest: String, door: Door) -> [String] {
        let created = calls.first {
            $0.name == "openat" && $0.text.contains("O_CREAT|O_EXCL")
                && $0.strings.last?.hasSuffix(digest) == true
        }
        if let created { return journalFaults(in: calls, filed: created, door: door) }
        guard
            let rename = calls.first(where: {
                $0.name.hasPrefix("rename") && $0.strings.last?.hasSuffix(digest) == true
            }),
            let staged = rename.strings.first, let archived = rename.strings.last
        else { return ["the file never came into the archive"] }
        let folder = archived.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        guard let bytes = calls.last(where: { isSync($0, of: staged) && $0.end < rename.begin }) else {
            return ["the file's bytes were not synced before it was renamed into the archive"]
        }
        guard calls.allSatisfy({ !isWrite($0, to: staged) || $0.end < bytes.begin }) else {
            return ["bytes were written after the sync"]
        }
        guard let name = calls.first(where: { isSync($0, of: folder) && $0.begin > rename.end }) else {
            return ["the archive's folder was not synced after the rename"]
        }
        guard let row = calls.first(where: { isWrite($0, toSuffix: ".sqlite-wal") && $0.begin > name.end })
        else {
            return ["nothing was written to the books after the file was durable"]
        }
        guard let books = calls.first(where: { isSync($0, ofSuffix: ".sqlite-wal") && $0.begin > row.end })
        else {
            return ["the books were not synced"]
        }
        guard let answer = answer(in: calls, after: bytes, door: door) else {
            return ["the sender was never answered"]
        }
        return answer.begin > books.end ? [] : ["the sender was answered before the books were synced"]
    }

    /// The same for a file that went through the journal; its archive file is written by the thread that wrote the record.
    private static func journalFaults(in calls: [SystemCall], filed: SystemCall, door: Door) -> [String] {
        let record = calls.last {
            isWrite($0, toSuffix: ".journal") && $0.thread == filed.thread && $0.end < filed.begin
        }
        guard let record else { return ["the bytes were not written to the journal"] }
        guard let sync = calls.first(where: { isSync($0, ofSuffix: ".journal") && $0.begin > record.end })
        else {
            return ["the journal was not synced"]
        }
        guard let row = calls.first(where: { isWrite($0, toSuffix: ".sqlite-wal") && $0.begin > sync.end })
        else {
            return ["nothing was written to the books after the file was durable"]
        }
        guard let answer = answer(in: calls, after: record, door: door) else {
            return ["the sender was never answered"]
        }
        return answer.begin > row.end ? [] : ["the sender was answered before the row was written"]
    }

    private static func answer(in calls: [SystemCall], after step: SystemCall, door: Door) -> SystemCall? {
        switch door {
        case .sftp:
            // The client sends CLOSE when all its writes are answered: what is sent after the first step of sealing began is the
            // answer to CLOSE. The host's thread is the one that greeted the client.
            let host = calls.first { $0.name == "sendto" && $0.text.contains("SSH-2.0-") }
            return calls.first { $0.name == "sendto" && $0.file == host?.file && $0.begin > step.begin }
        case .drop(let path):
            return calls.first { $0.name.hasPrefix("unlink") && $0.strings.contains(path) }
        }
    }

    private static func isSync(_ call: SystemCall, of path: String) -> Bool {
        (call.name == "fsync" || call.name == "fdatasync") && call.file == path && call.text.hasSuffix("= 0")
    }

    private static func isSync(_ call: SystemCall, ofSuffix suffix: String) -> Bool {
        isSync(call, of: call.file) && call.file.hasSuffix(suffix)
    }

    private static func isWrite(_ call: SystemCall, to path: String) -> Bool {
        (call.name == "pwrite64" || call.name == "write") && call.file == path
    }

    private static func isWrite(_ call: SystemCall, toSuffix suffix: String) -> Bool {
        isWrite(call, to: call.file) && call.file.hasSuffix(suffix)
    }
}
