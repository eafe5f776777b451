import Foundation
import Store
import Testing

@testable import Exchange
@testable import Transports

/// Answers that are put on a partner's server: under one name, believed only when looked at.
@Suite struct PushTests {
    private func hall(deliver: String = #"temporary: "{name}.part""#) throws -> Hall {
        try Hall.visited([Hall.remote(deliver: deliver)])
    }

    @Test func `a server that confirms and stores nothing leaves the answer sent and not verified`() throws {
        let hall = try hall(deliver: "verify: stat")
        hall.remote.fail { $0.keepsNothing = true }
        try hall.upload("1.edi", Interchange(control: 1))
        let answer = try hall.answer(in: "sent")
        let attempts = try hall.attempts(answer.id)
        #expect(attempts.map(\.outcome) == [.sent])
        #expect(attempts[0].detail?.contains("does not have it") == true)
    }

    @Test func `a lost reply to the rename is looked at and never sent under a second name`() throws {
        let hall = try hall()
        hall.remote.fail {
            $0.rename = (RemoteError(.connection, "the connection was lost", mayHaveHappened: true), true)
        }
        try hall.upload("1.edi", Interchange(control: 1))
        let attempt = try hall.attempt(.inDoubt)
        hall.remote.fail { $0.rename = nil }
        hall.clock.turn(byMilliseconds: 3_600_000)
        try hall.visit()
        let answer = try hall.answer(in: "verified")
        #expect(try hall.attempts(answer.id).map(\.outcome) == [.inDoubt, .verified])
        #expect(hall.remote.paths == [attempt.remotePath])
        #expect(hall.remote.count("write") == 1 && hall.remote.count("rename") == 1)
    }

    @Test func `a connection lost before the rename is made good under the same names`() throws {
        let hall = try hall()
        hall.remote.fail { $0.rename = (RemoteError(.connection, "the connection was lost"), false) }
        try hall.upload("1.edi", Interchange(control: 1))
        _ = try hall.attempt(.inDoubt)
        hall.remote.fail { $0.rename = nil }
        hall.clock.turn(byMilliseconds: 3_600_000)
        try hall.visit()
        let answer = try hall.answer(in: "verified")
        let attempts = try hall.attempts(answer.id)
        #expect(Set(attempts.map(\.remotePath)).count == 1 && Set(attempts.map(\.temporaryPath)).count == 1)
        #expect(hall.remote.paths == [attempts[0].remotePath])
    }

    @Test func `a write that was cut is begun anew over its part`() throws {
        let hall = try hall()
        hall.remote.fail { $0.cutsWriteAfter = 40 }
        try hall.upload("1.edi", Interchange(control: 1))
        let failed = try hall.attempt(.failed)
        #expect(hall.remote.paths == [failed.temporaryPath])
        hall.remote.fail { $0.cutsWriteAfter = nil }
        hall.clock.turn(byMilliseconds: 3_600_000)
        try hall.visit()
        let answer = try hall.answer(in: "verified")
        #expect(hall.remote.paths == [failed.remotePath])
        #expect(hall.remote.bytes(failed.remotePath)?.count == answer.byteCount)
    }

    @Test func `a full disk is told and tried again without an end`() throws {
        let hall = try hall()
        hall.remote.fail { $0.keepsAtMost = 10 }
        try hall.upload("1.edi", Interchange(control: 1))
        let failed = try hall.attempt(.failed)
        #expect(
            failed.detail?.contains("kept 10 of") == true
                && failed.detail?.contains("disk may be full") == true)
        #expect(hall.remote.bytes(failed.remotePath) == nil)
        for _ in 1...15 {
            hall.clock.turn(byMilliseconds: 2 * 3_600_000)
            try hall.visit()
        }
        hall.remote.fail { $0.keepsAtMost = nil }
        hall.clock.turn(byMilliseconds: 2 * 3_600_000)
        try hall.visit()
        _ = try hall.answer(in: "verified")
    }

    @Test func `a stranger's file of our name is not replaced; a person decides`() throws {
        let hall = try hall()
        hall.remote.put("/in/997_000000001.edi", [1, 2, 3])
        try hall.upload("1.edi", Interchange(control: 1))
        let held = try hall.attempt(.held)
        #expect(held.detail?.contains("that is not ours") == true)
        #expect(hall.remote.bytes(held.remotePath) == [1, 2, 3])
        hall.remote.take(held.remotePath)
        try hall.visit()
        _ = try hall.answer(in: "verified")
    }

    @Test func `a server that lets nobody look keeps the answer at sent, and says why`() throws {
        let hall = try hall(deliver: "verify: none, reason: a write-only folder")
        hall.remote.fail { $0.status = RemoteError(.denied, "permission denied") }
        try hall.upload("1.edi", Interchange(control: 1))
        let answer = try hall.answer(in: "sent")
        #expect(try hall.attempts(answer.id).first?.detail == "cannot be verified here: a write-only folder")
        #expect(hall.remote.count("status") == 0)
    }

    @Test func `with a hash asked for, other bytes of equal size are not taken for ours`() throws {
        let hall = try hall(deliver: #"temporary: "{name}.part", verify: hash"#)
        hall.remote.fail {
            $0.rename = (RemoteError(.connection, "the connection was lost", mayHaveHappened: true), true)
        }
        try hall.upload("1.edi", Interchange(control: 1))
        let attempt = try hall.attempt(.inDoubt)
        let count = try #require(hall.remote.bytes(attempt.remotePath)?.count)
        hall.remote.put(attempt.remotePath, [UInt8](repeating: 0x20, count: count))
        hall.remote.fail { $0.rename = nil }
        hall.clock.turn(byMilliseconds: 3_600_000)
        try hall.visit()
        #expect(try hall.attempt(.held).detail?.contains("that is not ours") == true)
    }

    @Test func `what waits to be sent outlives the process`() throws {
        let hall = try Hall([Hall.remote()], started: false)
        hall.remote.fail { $0.dial = RemoteError(.connection, "no answer") }
        try hall.start()
        try hall.upload("1.edi", Interchange(control: 1))
        try hall.wait("the answer to wait") { try hall.status().waitingToSend == 1 }
        hall.stop()
        hall.remote.fail { $0.dial = nil }
        try hall.startAgain()
        try hall.visit()
        _ = try hall.answer(in: "verified")
        try hall.checkInvariants()
    }
}
