import Foundation

/// What the restarted server says, and what lies on its disk, gathered for the oracle.
struct Books {
    struct NotIdle: Error {
        let why: String
    }

    struct Arrival {
        let id: String
        let digest: String
        let state: String
        let name: String
    }

    /// An answer of ours: its control numbers and the groups that it speaks of.
    struct Answer {
        let path: String
        let interchange: String
        let groups: [String]
        let answered: [Int]
    }

    struct Event {
        let id: String
        let type: String
        let cause: String
        let subject: String
        let sequence: Int
    }

    let status: [String: Any]
    let arrivals: [Arrival]
    /// Document ids by arrival.
    let documents: [String: [String]]
    let interchanges: [[String: Any]]
    let events: [Event]
    /// Events of received documents, by arrival.
    let documentEvents: [String: [Event]]
    let archivedAnswers: [Answer]
    let downloads: [Answer]
    let auditIsSound: Bool

    init(of house: TestHouse) throws {
        status = try Self.idle(house)
        arrivals = try house.ask("arrival", "list", "--limit", "1000000").map {
            Arrival(
                id: text($0["id"]), digest: text($0["digest"]), state: text($0["state"]),
                name: text($0["name"]))
        }
        documents = try house.ask("document", "list", "--limit", "1000000").reduce(into: [:]) {
            $0[text($1["arrival"]), default: []].append(text($1["id"]))
        }
        interchanges = try house.ask("interchange", "list", "--limit", "1000000")
        events = try Self.journal(house.spool + "/events")
        documentEvents = Dictionary(
            grouping: events.filter { $0.type.hasSuffix(".received.v1") }, by: \.cause)
        archivedAnswers = Self.files(below: house.spool + "/archive").compactMap(Self.answer)
        downloads = Self.files(below: house.spool + "/mailboxes/acme-castings/download").compactMap(
            Self.answer)
        let audit = try Program.run(
            [Checkout.program, "audit", "verify", "--spool", house.spool], environment: ServerProcess.quiet,
            log: house.logPath("audit"))
        auditIsSound = audit.ending == .exited(0) && audit.output.hasSuffix("sound\n")
    }

    /// Waits until no work is open and every event is handed over.
    private static func idle(_ house: TestHouse) throws -> [String: Any] {
        var last = ""
        let status = try Patience.wait(within: 60) { () -> [String: Any]? in
            guard let facts = try answer(of: house), let counts = facts["counts"] as? [String: Any] else {
                return nil
            }
            last = "\(counts)"
            let jobs = counts["jobs"] as? [String: Int] ?? [:]
            let sinks = counts["sinks"] as? [String: Int] ?? [:]
            let lastEvent = counts["lastEvent"] as? Int ?? 0
            // A held job waits for a person, which the oracle is to say; a later one for its hour.
            let isResting =
                jobs.keys.allSatisfy { $0 == "held" || $0 == "later" } && (sinks["journal"] ?? 0) == lastEvent
            return isResting ? counts : nil
        }
        guard let status else { throw NotIdle(why: last) }
        return status
    }

    /// The mailboxes open a moment before the local socket does.
    private static func answer(of house: TestHouse) throws -> [String: Any]? {
        do {
            return try house.ask("status").first
        } catch is TestHouse.NotReachable {
            return nil
        }
    }

    private static func journal(_ folder: String) throws -> [Event] {
        var events: [Event] = []
        for path in files(below: folder).sorted() {
            let bytes = FileManager.default.contents(atPath: path) ?? Data()
            for line in bytes.split(separator: UInt8(ascii: "\n")) {
                guard let event = try JSONSerialization.jsonObject(with: line) as? [String: Any] else {
                    continue
                }
                events.append(
                    Event(
                        id: text(event["id"]), type: text(event["type"]), cause: text(event["causationid"]),
                        subject: text(event["subject"]), sequence: Int(text(event["sequence"])) ?? -1))
            }
        }
        return events
    }

    /// Reads a file as an interchange that we sent; `nil` for anything else.
    private static func answer(_ path: String) -> Answer? {
        let content = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        let segments = content.split(separator: "~").map {
            $0.split(separator: "*", omittingEmptySubsequences: false)
        }
        guard let header = segments.first, header.count > 13, header[0] == "ISA",
            header[6].hasPrefix("NORTHWIND")
        else {
            return nil
        }
        return Answer(
            path: path, interchange: String(header[13]),
            groups: segments.filter { $0[0] == "GS" && $0.count > 6 }.map { String($0[6]) },
            answered: segments.filter { $0[0] == "AK1" && $0.count > 2 }.compactMap { Int($0[2]) })
    }

    static func files(below folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        return walk.compactMap { $0 as? String }.map { folder + "/" + $0 }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }
}

/// A JSON value as text; empty when there is none.
private func text(_ value: Any?) -> String {
    value as? String ?? ""
}
