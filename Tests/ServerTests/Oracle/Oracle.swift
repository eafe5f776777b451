import Foundation

/// Judges a restarted server from outside, by what a supplier was promised: nothing acknowledged may be lost, nothing may be
/// done twice, and everything must be accounted for.
struct Oracle {
    /// What it found; empty is good.
    struct Verdict {
        var faults: [String] = []
        /// Acknowledged files whose bytes are not in the archive.
        var lost = 0

        mutating func expect(_ isTrue: Bool, _ fault: @autoclosure () -> String) {
            if !isTrue { faults.append(fault()) }
        }
    }

    let house: TestHouse
    let supplier: Supplier

    /// Waits until the server has nothing to do, then looks at everything.
    func judge() throws -> Verdict {
        // What is gone by now was promised; what is left must be taken.
        let areTaken: Bool? = Patience.wait(within: 30) { supplier.lookAtDrops() == 0 ? true : nil }
        let books: Books
        do {
            books = try Books(of: house)
        } catch let error as Books.NotIdle {
            var verdict = Verdict(faults: ["work does not end: \(error.why)"])
            try judgeBytes(&verdict)
            return verdict
        }
        var verdict = Verdict()
        verdict.expect(areTaken == true, "dropped files are not taken")
        try judgeBytes(&verdict)
        for sent in supplier.sent.values.sorted(by: { $0.upload.control < $1.upload.control }) {
            judge(sent, books, &verdict)
        }
        judgeNumbers(books, &verdict)
        try judgeDownloads(books, &verdict)
        judgeJournal(books, &verdict)
        judgeSums(books, &verdict)
        verdict.expect(books.auditIsSound, "the audit trail or the archive is not sound")
        return verdict
    }

    /// The archive itself, read and hashed by another program.
    private func judgeBytes(_ verdict: inout Verdict) throws {
        let promised = supplier.sent.values.filter(\.isAcknowledged)
        let paths = promised.map { archived($0.digest) }
        let found = try house.digests(of: paths.filter { FileManager.default.fileExists(atPath: $0) })
        for (sent, path) in zip(promised, paths) where found[path] != sent.digest {
            verdict.lost += 1
            verdict.faults.append(
                "\(sent.upload.name) was acknowledged, and the archive has \(found[path] ?? "nothing")")
        }
    }

    private func judge(_ sent: Supplier.Sent, _ books: Books, _ verdict: inout Verdict) {
        let name = sent.upload.name
        let rows = books.arrivals.filter { $0.digest == sent.digest }
        let taken = rows.filter { $0.state != "duplicate" }
        verdict.expect(
            rows.count <= sent.attempts, "\(name): \(rows.count) arrivals of \(sent.attempts) attempts")
        // What was accepted is never done again; what was rejected is judged anew each time that it is sent.
        let limit = sent.upload.documents > 0 ? 1 : sent.attempts
        verdict.expect(taken.count <= limit, "\(name): taken \(taken.count) times")
        if sent.isAcknowledged {
            verdict.expect(!taken.isEmpty, "\(name): acknowledged and not taken")
            if sent.attempts == 1 {
                verdict.expect(rows.count == 1, "\(name): \(rows.count) arrivals of one upload")
            }
        }
        let answers = books.downloads.count { $0.answered.contains(sent.upload.control) }
        verdict.expect(
            answers == taken.count, "\(name): \(answers) acknowledgments for \(taken.count) arrivals")
        for arrival in rows {
            let wanted = arrival.state == "duplicate" ? 0 : sent.upload.documents
            let documents = books.documents[arrival.id] ?? []
            verdict.expect(
                documents.count == wanted, "\(name): \(documents.count) documents instead of \(wanted)")
            let told = books.documentEvents[arrival.id] ?? []
            verdict.expect(
                told.count == wanted, "\(name): \(told.count) events of documents instead of \(wanted)")
            verdict.expect(
                Set(told.map(\.subject)).count == told.count, "\(name): two events for one document")
        }
        for arrival in taken {
            verdict.expect(
                arrival.state == sent.upload.state,
                "\(name): \(arrival.state) instead of \(sent.upload.state)")
        }
    }

    /// No control number may stand in two different files, whether the partner saw them or not.
    private func judgeNumbers(_ books: Books, _ verdict: inout Verdict) {
        for (what, numbers) in [
            ("ISA13", books.archivedAnswers.map(\.interchange)),
            ("GS06", books.archivedAnswers.flatMap(\.groups)),
        ] {
            let repeated = Dictionary(grouping: numbers) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
            verdict.expect(repeated.isEmpty, "\(what) used twice: \(repeated)")
        }
    }

    private func judgeDownloads(_ books: Books, _ verdict: inout Verdict) throws {
        for (path, digest) in try house.digests(of: books.downloads.map(\.path)) {
            verdict.expect(
                FileManager.default.fileExists(atPath: archived(digest)),
                "\(path) is not what the archive has")
        }
        for name in supplier.fetched {
            let row = books.interchanges.first { $0["fileName"] as? String == name }
            verdict.expect(
                row?["collectedAt"] is Int, "\(name) was fetched to its end and does not count as collected")
        }
    }

    private func judgeJournal(_ books: Books, _ verdict: inout Verdict) {
        verdict.expect(
            Set(books.events.map(\.id)).count == books.events.count, "an event stands in the journal twice")
        let last = books.status["lastEvent"] as? Int ?? 0
        let sequences = books.events.map(\.sequence)
        verdict.expect(
            sequences == Array(1..<last + 1),
            "the journal has \(sequences.count) events of \(last), or in another order")
    }

    private func judgeSums(_ books: Books, _ verdict: inout Verdict) {
        let states = books.status["arrivals"] as? [String: Int] ?? [:]
        let total = books.status["arrivalTotal"] as? Int ?? -1
        verdict.expect(
            total == states.values.reduce(0, +) && total == books.arrivals.count,
            "arrivals are missing in the sum")
        let final: Set = ["interpreted", "rejected", "duplicate", "aborted"]
        verdict.expect(final.isSuperset(of: states.keys), "arrivals are not at their end: \(states)")
        let jobs = books.status["jobs"] as? [String: Int] ?? [:]
        // What a client has to send again is missing in its control numbers, and that is watched.
        let areWatched = !supplier.unanswered.isEmpty && jobs.keys.allSatisfy { $0 == "later" }
        verdict.expect(jobs.isEmpty || areWatched, "jobs are left: \(jobs)")
        let known = Set(supplier.sent.values.map(\.digest))
        let strangers = books.arrivals.filter { $0.state != "aborted" && !known.contains($0.digest) }
        verdict.expect(strangers.isEmpty, "arrivals that nobody sent: \(strangers.map(\.name))")
    }

    private func archived(_ digest: String) -> String {
        "\(house.spool)/archive/\(digest.prefix(2))/\(digest)"
    }
}
