internal import Foundation
internal import Partners
internal import Store
internal import Transports

/// Judges a folder's listing against the ledger of entries: what is taken, what waits, what is passed over, and why.
///
/// Pure: the same listing, ledger and time give the same judgement. Only names, sizes and times are compared with what
/// was listed before; no time of the server is ever compared with a clock of ours.
struct PickupReview {
    /// What is done about one listed file.
    enum Verdict: Sendable, Equatable {
        /// It is taken now.
        case take
        /// It may be taken later; `until` says when, in milliseconds UTC, if time is all it needs.
        case wait(until: Int64?)
        /// It is not taken.
        case skip
        /// We hold it, and what is owed at the server is tried now.
        case clear
    }

    /// One listed file with its entry as it is to be written.
    struct Judgement: Sendable {
        let file: ListedFile
        /// The entry with the new reason; its number is 0 while it is not recorded.
        var entry: RemoteEntryRecord
        let verdict: Verdict
        /// The newest entry of its name that the books have.
        let known: RemoteEntryRecord?
        /// The done-file beside it.
        let doneFile: String?

        /// Whether the entry differs from what the books have.
        var isChanged: Bool { known.map { !PickupReview.isSame($0, entry) } ?? true }
    }

    let partner: String
    let pickup: RemoteSection.Pickup
    let now: Int64

    /// Judges the files of a listing; `known` finds the newest entry of a name.
    func judge(_ files: [ListedFile], known: (String) -> RemoteEntryRecord?) -> [Judgement] {
        let names = Set(files.map(\.name))
        let doneFiles = doneFiles(of: files)
        let judged = files.filter { $0.kind != .folder }.map { file in
            judge(file, known(file.name), names, doneFiles)
        }
        return limited(judged)
    }

    /// What the visit takes, in the order of the profile.
    func taken(_ judgements: [Judgement]) -> [Judgement] {
        ordered(judgements.filter { $0.verdict == .take })
    }

    // MARK: One file

    private func judge(
        _ file: ListedFile, _ known: RemoteEntryRecord?, _ names: Set<String>, _ doneFiles: [String: String]
    ) -> Judgement {
        let entry = generation(of: file, after: known)
        let doneFile = pickup.ready.doneFile.map { Self.doneFile($0, of: file.name) }
        var (state, verdict, reason) = verdict(file, entry, doneFile, names, doneFiles)
        if entry.state == .committed { state = .committed }
        var written = entry
        written.state = state
        written.reason = reason
        if case .clear = verdict { written.reason = entry.reason }
        return Judgement(file: file, entry: written, verdict: verdict, known: known, doneFile: doneFile)
    }

    /// The entry that stands for a listed file: the known one, or a new generation of its name.
    private func generation(of file: ListedFile, after known: RemoteEntryRecord?) -> RemoteEntryRecord {
        guard var entry = known else { return fresh(file, generation: 1) }
        let isSame = entry.byteCount == file.byteCount && entry.modifiedSeconds == file.modifiedSeconds
        let cameBack = entry.missingSince != nil
        switch entry.state {
        case .committed:
            // What was gone and is there again may be another file of equal size and time: its digest decides.
            return isSame && !cameBack ? entry : fresh(file, generation: entry.generation + 1)
        case .parked:
            return isSame ? listedAgain(entry) : fresh(file, generation: entry.generation + 1)
        case .seen, .skipped, .claimed:
            if !isSame || cameBack {
                entry.byteCount = file.byteCount
                entry.modifiedSeconds = file.modifiedSeconds
                entry.changedAt = now
            }
            // A clock that was set back must not make a file wait for the day to come again.
            if entry.changedAt > now { entry.changedAt = now }
            return listedAgain(entry)
        }
    }

    private func fresh(_ file: ListedFile, generation: Int) -> RemoteEntryRecord {
        RemoteEntryRecord(
            partner: partner, folder: pickup.path, name: file.name, generation: generation,
            byteCount: file.byteCount, modifiedSeconds: file.modifiedSeconds, state: .seen, reason: nil,
            at: now)
    }

    private func listedAgain(_ entry: RemoteEntryRecord) -> RemoteEntryRecord {
        var entry = entry
        entry.missingSince = nil
        return entry
    }

    private func verdict(
        _ file: ListedFile, _ entry: RemoteEntryRecord, _ doneFile: String?, _ names: Set<String>,
        _ doneFiles: [String: String]
    ) -> (RemoteEntryState, Verdict, String?) {
        if entry.state == .committed { return committed(entry) }
        if entry.state == .parked { return (.parked, .skip, entry.reason) }
        if entry.retakes == 0, let reason = refusal(of: file, doneFiles) { return (.skipped, .skip, reason) }
        if entry.notBefore > now { return (.seen, .wait(until: entry.notBefore), entry.reason) }
        let ready = pickup.ready
        if let doneFile, !names.contains(doneFile) {
            return (.seen, .wait(until: nil), "waits for its done-file \(doneFile)")
        }
        let stable = Self.milliseconds(ready.stableFor)
        if !ready.isRenamed, stable > 0, now - entry.changedAt < stable {
            return (
                .seen, .wait(until: entry.changedAt + stable),
                "waits until its size and time have stood still for \(Self.text(ready.stableFor))"
            )
        }
        let age = Self.milliseconds(ready.minimumAge)
        // A first sight in the future is one of a clock that was set back since.
        if age > 0, entry.firstSeenAt <= now, now - entry.firstSeenAt < age {
            return (
                .seen, .wait(until: entry.firstSeenAt + age),
                "waits until it has been known for \(Self.text(ready.minimumAge))"
            )
        }
        return (.seen, .take, nil)
    }

    private func committed(_ entry: RemoteEntryRecord) -> (RemoteEntryState, Verdict, String?) {
        switch entry.afterwards {
        case .none: (.committed, .skip, entry.reason)
        case .pending: (.committed, .clear, entry.reason)
        case .failed:
            entry.afterNotBefore > now
                ? (.committed, .wait(until: entry.afterNotBefore), entry.reason)
                : (.committed, .clear, entry.reason)
        // The server said that it was done, and lists the file all the same.
        case .done: (.committed, .clear, entry.reason)
        }
    }

    /// Why a file is none of those that are taken here.
    private func refusal(of file: ListedFile, _ doneFiles: [String: String]) -> String? {
        if file.kind != .file { return "is a link or a device, not a file" }
        if !Self.isUsable(file.name) { return "has a name that no file of ours can have" }
        if let data = doneFiles[file.name] { return "is the done-file of \(data)" }
        if let pattern = pickup.ignore.first(where: { $0.matches(file.name) }) {
            return "is ignored by the pattern \(pattern)"
        }
        if !pickup.takes(name: file.name) { return "fits none of the patterns of `match`" }
        if UploadRules.standard.isTemporary(name: file.name) {
            return "has a name of files still being written"
        }
        if file.byteCount > pickup.maximumFileBytes {
            return "has \(file.byteCount) bytes; `maxFile` is \(pickup.maximumFileBytes)"
        }
        return nil
    }

    /// Done-files by name, each with the file that it speaks of.
    private func doneFiles(of files: [ListedFile]) -> [String: String] {
        guard let template = pickup.ready.doneFile else { return [:] }
        var names: [String: String] = [:]
        for file in files where pickup.takes(name: file.name) {
            let done = Self.doneFile(template, of: file.name)
            if done != file.name { names[done] = file.name }
        }
        return names
    }

    // MARK: Limits and order

    /// Puts what exceeds the visit's limits off to the next one.
    private func limited(_ judgements: [Judgement]) -> [Judgement] {
        var count = 0
        var bytes = 0
        var isFull = false
        var late: Set<String> = []
        for judgement in taken(judgements) {
            let (sum, overflowed) = bytes.addingReportingOverflow(judgement.file.byteCount)
            // One file is always taken, or a large one would wait for ever.
            if isFull || count >= pickup.maximumFiles
                || count > 0 && (overflowed || sum > pickup.maximumBytes)
            {
                isFull = true
                late.insert(judgement.file.name)
            } else {
                count += 1
                bytes = sum
            }
        }
        guard !late.isEmpty else { return judgements }
        return judgements.map { judgement in
            guard late.contains(judgement.file.name) else { return judgement }
            var entry = judgement.entry
            entry.reason = "waits for a later visit: this one takes \(count) files"
            return Judgement(
                file: judgement.file, entry: entry, verdict: .wait(until: nil), known: judgement.known,
                doneFile: judgement.doneFile)
        }
    }

    private func ordered(_ judgements: [Judgement]) -> [Judgement] {
        judgements.sorted { left, right in
            let (one, other) = (left.file, right.file)
            switch pickup.order {
            case .name: break
            case .time:
                if one.modifiedSeconds != other.modifiedSeconds {
                    return one.modifiedSeconds < other.modifiedSeconds
                }
            case .size:
                if one.byteCount != other.byteCount { return one.byteCount < other.byteCount }
            }
            return one.name < other.name
        }
    }

    // MARK: Small questions

    static func doneFile(_ template: FileNameTemplate, of name: String) -> String {
        template.filled { place in
            switch place {
            case .stem: stem(of: name)
            default: name
            }
        }
    }

    static func stem(of name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
        return String(name[..<dot])
    }

    static func milliseconds(_ duration: Duration) -> Int64 {
        let parts = duration.components
        let (whole, overflowed) = parts.seconds.multipliedReportingOverflow(by: 1_000)
        return overflowed ? .max / 4 : whole + parts.attoseconds / 1_000_000_000_000_000
    }

    static func text(_ duration: Duration) -> String {
        let seconds = milliseconds(duration) / 1_000
        if seconds >= 3_600, seconds % 3_600 == 0 { return "\(seconds / 3_600) h" }
        if seconds >= 60, seconds % 60 == 0 { return "\(seconds / 60) min" }
        return "\(seconds) s"
    }

    private static func isUsable(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 255 && name != "." && name != ".." && !name.contains("/")
            && name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\u{FFFD}" }
    }

    fileprivate static func isSame(_ one: RemoteEntryRecord, _ other: RemoteEntryRecord) -> Bool {
        one.id == other.id && one.generation == other.generation && one.byteCount == other.byteCount
            && one.modifiedSeconds == other.modifiedSeconds && one.state == other.state
            && one.reason == other.reason && one.changedAt == other.changedAt
            && one.missingSince == other.missingSince
    }
}
