import Cryptography
import Foundation
import SFTP
import Spool
import Store
import Synchronization
import Testing

@testable import Exchange

/// Faults of our own, stops and starts.
@Suite struct RunningTests {
    @Test func `a file whose archived bytes are gone is held, and goes on when they are back`() throws {
        let hall = try Hall(started: false)
        try hall.upload("file.edi", Interchange())
        let path = hall.layout.archived(try #require(try hall.arrival("file.edi").digest))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        try hall.start()
        try hall.wait("the job to be held") {
            try hall.server.store.read { try $0.views.status(at: 0).jobs["held"] == 1 }
        }
        #expect(try hall.arrival("file.edi").state == .held)
        #expect(try hall.acts("file.edi") == ["received", "held"])
        hall.stop()
        try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
        try hall.startAgain()
        try hall.settle()
        #expect(try hall.arrival("file.edi").state == .interpreted)
        #expect(try hall.answers().count == 1)
        try hall.checkInvariants()
    }

    @Test func `a job that fails is tried again with growing pauses, and held in the end`() throws {
        let hall = try Hall(started: false)
        try hall.upload("file.edi", Interchange())
        let path = hall.layout.archived(try #require(try hall.arrival("file.edi").digest))
        try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
        // A folder in the file's place opens and cannot be read.
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try hall.start()
        var pauses: [Int64] = []
        for attempt in 1...11 {
            var due: Int64 = 0
            try hall.wait("attempt \(attempt)") {
                let job = try hall.server.store.read {
                    try $0.jobs.open().first { $0.attempt == attempt && $0.runAfter > hall.clock.now }
                }
                due = job?.runAfter ?? 0
                return job != nil
            }
            let pause = due - hall.clock.now
            pauses.append(pause)
            hall.clock.turn(byMilliseconds: pause)
            try hall.nudge()
        }
        let expected: [Int64] = [2, 4, 8, 16, 32, 64, 128, 256, 256, 256, 256].map { $0 * 1_000 }
        // The clock runs on between the failure and our look at it.
        #expect(zip(pauses, expected).allSatisfy { $0 <= $1 && $0 > $1 - 2_000 }, "\(pauses)")
        try hall.wait("the job to be held") {
            try hall.server.store.read { try $0.views.status(at: 0).jobs["held"] == 1 }
        }
        #expect(try hall.arrival("file.edi").state == .held)
        try hall.wait("the other files' events to be published") {
            try hall.server.store.read { try $0.events.cursor(of: "journal") == $0.events.last() }
        }
        try hall.checkInvariants()
    }

    @Test
    func `the twin of a held file waits with growing pauses, and is a duplicate when the file went through`()
        throws
    {
        let hall = try Hall()
        try hall.upload("file.edi", Interchange())
        try hall.settle()
        hall.stop()
        let store = try StateStore(path: hall.layout.database)
        let first = try hall.arrivalIn(store, "file.edi")
        try store.commit { books in
            try books.arrivals.move(first.id, to: .interpreting, because: nil, at: 0)
        }
        store.close()
        try hall.startAgain()
        try hall.upload("twin.edi", Interchange())
        let id = try hall.arrival("twin.edi").id
        try hall.wait("the twin to rest") {
            try hall.server.store.read { books in
                try books.jobs.open().contains {
                    $0.subject == id && $0.runAfter > hall.clock.now + 200 && $0.attempt <= 1
                }
            }
        }
        try hall.server.store.commit { books in
            try books.arrivals.move(first.id, to: .interpreted, because: nil, at: 0)
        }
        hall.clock.turn(byMilliseconds: 60_000)
        try hall.nudge()
        try hall.settle()
        #expect(try hall.arrival("twin.edi").state == .duplicate)
    }

    @Test func `a file at which the process died twice is put aside, and its number is free again`() throws {
        let hall = try Hall(started: false)
        // Too large to be interpreted where it is taken apart.
        let notices = (1...200).map { Interchange.Notice(shipment: "D\($0)", control: "\(1_000 + $0)") }
        try hall.upload("deadly.edi", Interchange(groups: [.init(notices: notices)]))
        hall.server.stop()
        var store = try StateStore(path: hall.layout.database)
        let context = try hall.context(store)
        let jobs = try store.read { try $0.jobs.open() }
        #expect(Identify(context: context).perform(jobs).isEmpty)
        let interpret = try #require(try store.read { try $0.jobs.open().first { $0.kind == .interpret } })
        for _ in 0..<2 {
            _ = try store.commit { try $0.queue.claim(interpret.id) }
            store.close()
            store = try StateStore(path: hall.layout.database)
            try store.commit { try $0.queue.recoverRunning() }
        }
        store.close()
        try hall.startAgain()
        try hall.settle()
        #expect(try hall.arrival("deadly.edi").state == .quarantined)
        #expect(try hall.events("deadly.edi") == ["arrival.quarantined"])
        let names = try FileManager.default.contentsOfDirectory(atPath: hall.layout.quarantine + "/poison")
        #expect(names.count == 2)
        try hall.upload("again.edi", Interchange(groups: [.init(notices: [.init(shipment: "S1")])]))
        try hall.settle()
        #expect(try hall.arrival("again.edi").state == .interpreted)
        try hall.checkInvariants()
    }

    @Test func `a file that is known from two deaths by the file of running jobs is put aside too`() throws {
        let hall = try Hall(started: false)
        try hall.upload("deadly.edi", Interchange())
        hall.server.stop()
        let store = try StateStore(path: hall.layout.database)
        let job = try #require(try store.read { try $0.jobs.open().first })
        try store.commit { try $0.queue.recoverRunning([job.id]) }
        store.close()
        let running = try RunningJobs(hall.layout)
        try running.reset(threads: 4)
        #expect(try running.begin([job.id], thread: 3))
        try hall.startAgain()
        try hall.settle()
        #expect(try hall.arrival("deadly.edi").state == .quarantined)
        #expect(try RunningJobs(hall.layout).left == [])
        try hall.checkInvariants()
    }

    @Test func `one death is forgiven: the job runs alone and ends well`() throws {
        let hall = try Hall(started: false)
        for number in 1...5 { try hall.upload("file-\(number).edi", Interchange(control: number)) }
        hall.server.stop()
        let store = try StateStore(path: hall.layout.database)
        let job = try #require(try store.read { try $0.jobs.open().first })
        _ = try store.commit { try $0.queue.claim(job.id) }
        store.close()
        try hall.startAgain()
        try hall.settle()
        #expect(try (1...5).allSatisfy { try hall.arrival("file-\($0).edi").state == .interpreted })
        try hall.checkInvariants()
    }

    @Test func `a stop in the middle and a start lose nothing and repeat nothing`() throws {
        let hall = try Hall()
        for round in 0..<4 {
            for number in 1...10 {
                let control = round * 10 + number
                try hall.upload("file-\(control).edi", Interchange(control: control))
            }
            hall.stop()
            try hall.startAgain()
        }
        try hall.settle()
        #expect(try (1...40).allSatisfy { try hall.arrival("file-\($0).edi").state == .interpreted })
        let names = (1...40).map { "997_0000000\($0 < 10 ? "0" : "")\($0).edi" }
        #expect(try hall.answers().keys.sorted() == names)
        #expect(try hall.journal().count == 40)
        try hall.checkInvariants()
    }

    @Test func `a stopped server takes nothing`() throws {
        let hall = try Hall()
        hall.stop()
        #expect(hall.server.refusal?.contains("stopping") ?? false)
        #expect(throws: SFTPError.self) { try hall.upload("late.edi", Interchange()) }
    }

    @Test func `profiles read again hold for what comes after`() throws {
        let hall = try Hall()
        try hall.upload("before.edi", Interchange(control: 1))
        try hall.settle()
        try hall.reload([.interchangeAcknowledgment("always")])
        try hall.upload("after.edi", Interchange(control: 2))
        try hall.settle()
        let answers = try hall.answers()
        #expect(answers["997_000000001.edi"]?.contains("TA1*") == false)
        #expect(answers["997_000000002.edi"]?.contains("TA1*000000002*") == true)
        #expect(try hall.arrival("before.edi").profileRevision != hall.arrival("after.edi").profileRevision)
        hall.server.noteRefusedProfiles(3)
        let acts = try hall.server.store.read { try $0.ledger.verify().isSound }
        #expect(acts)
    }

    @Test func `a restored older database repeats no control number and loses no event`() throws {
        let hall = try Hall()
        try hall.upload("1.edi", Interchange(control: 1))
        try hall.settle()
        hall.stop()
        let database = hall.layout.database
        try FileManager.default.copyItem(atPath: database, toPath: database + ".old")
        try hall.startAgain()
        for number in 2...4 { try hall.upload("\(number).edi", Interchange(control: number)) }
        try hall.settle()
        hall.stop()
        for suffix in ["", "-wal", "-shm"] where FileManager.default.fileExists(atPath: database + suffix) {
            try FileManager.default.removeItem(atPath: database + suffix)
        }
        try FileManager.default.moveItem(atPath: database + ".old", toPath: database)
        #expect(
            try GapAcceptance.accept(
                hall.layout, house: "northwind", because: "a drill", clock: hall.clock.exchangeClock) != nil)
        try hall.startAgain()
        try hall.upload("5.edi", Interchange(control: 5))
        try hall.settle()
        #expect(try hall.answers().keys.sorted() == (1...5).map { "997_00000000\($0).edi" })
        #expect(try hall.answers()["997_000000005.edi"]?.contains("AK1*SH*101~") ?? false)
        #expect(try hall.journal().count == 5)
        try hall.checkInvariants()
    }

    @Test func `sixty-four partners at once: every file is answered, each partner's in its order`() throws {
        let hall = try Hall(extraPartners: 64)
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 64) { number in
            for control in 1...3 {
                do {
                    let notice = Interchange.Notice(shipment: "S\(control)")
                    try hall.upload(
                        "\(control).edi",
                        Interchange(
                            sender: "EXTRA\(number)", control: control, groups: [.init(notices: [notice])]),
                        by: "extra-\(number)")
                } catch {
                    failures.withLock { $0.append("\(number): \(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
        try hall.settle()
        for number in 0..<64 {
            let answers = try hall.server.store.read {
                try $0.views.interchanges(
                    ViewFilter(partner: "extra-\(number)", kind: "outbound", limit: 100))
            }
            let pairs = answers.map { "\($0.controlNumber) \($0.note ?? "")" }.sorted()
            #expect(
                pairs == (1...3).map { "00000000\($0) answers interchange 00000000\($0)" }, "extra-\(number)")
        }
        var shipments: [String: [String]] = [:]
        for line in try hall.journal() {
            let event = try #require(
                try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            shipments["\(event["source"] ?? "")", default: []].append(
                String("\(event["subject"] ?? "")".suffix(2)))
        }
        #expect(shipments.count == 64 && shipments.values.allSatisfy { $0 == ["S1", "S2", "S3"] })
        try hall.checkInvariants()
    }
}

extension Hall {
    func arrivalIn(_ store: StateStore, _ name: String) throws -> ArrivalRecord {
        let all = try store.read { try $0.views.arrivals(ViewFilter(limit: 1_000)) }
        return try #require(all.first { $0.name == name })
    }
}
