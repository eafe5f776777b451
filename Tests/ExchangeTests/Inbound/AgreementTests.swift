import Foundation
import Partners
import Store
import Testing

@testable import Exchange

/// What a profile says of validation and answers holds for what arrives.
@Suite struct AgreementTests {
    /// The 856 of ACME under other terms.
    private func notice(_ terms: String) -> Hall.Change {
        .init(
            file: "acme-castings", from: "\"856\": { version: \"004010\", onError: reject-set }",
            to: "\"856\": { version: \"004010\", onError: reject-set, \(terms) }")
    }

    private func answer(_ changes: [Hall.Change], _ interchange: Interchange) throws -> String {
        let hall = try Hall(changes)
        try hall.upload("file.edi", interchange)
        try hall.settle()
        try hall.checkInvariants()
        return try #require(try hall.answers()["997_000000001.edi"])
    }

    @Test func `a set is judged by the partner's overlay, and the overlay is part of its revision`() throws {
        let hall = try Hall()
        let before = hall.server.book.generation.partnerRevisions["acme-castings"]
        let overlay = hall.folder + "/Partners/acme-castings/856.overlay"
        try Data("set 856 004010\nBSN05 codes only 0002\n".utf8).write(to: URL(fileURLWithPath: overlay))
        try hall.reload([notice("overlay: acme-castings/856.overlay")])
        let between = hall.server.book.generation.partnerRevisions["acme-castings"]
        try hall.upload("file.edi", Interchange())
        try hall.settle()
        #expect(try hall.answers()["997_000000001.edi"]?.contains("AK4*5*1005*7*0001~") ?? false)
        try Data("set 856 004010\nBSN05 codes only 0001\n".utf8).write(to: URL(fileURLWithPath: overlay))
        try hall.reload([])
        let after = hall.server.book.generation.partnerRevisions["acme-castings"]
        #expect(Set([before, between, after]).count == 3)
        try hall.upload("again.edi", Interchange(control: 102))
        try hall.settle()
        #expect(try hall.answers()["997_000000002.edi"]?.contains("AK5*A~") ?? false)
    }

    @Test func `a family of checks that only warns does not reject`() throws {
        let broken = Interchange(groups: [.init(notices: [.init(isBroken: true)])])
        #expect(try answer([], broken).contains("AK5*R*5~"))
        let warned = try answer([notice("checks: { elements: warn }")], broken)
        #expect(warned.contains("AK5*A~"))
        #expect(!warned.contains("AK3"))
    }

    @Test func `a set in another version than agreed is processed with a warning, or refused`() throws {
        let agreed = Hall.Change(
            file: "acme-castings", from: "\"856\": { version: \"004010\", onError: reject-set }",
            to: "\"856\": { version: \"003060\", onError: reject-set }")
        #expect(try answer([agreed], Interchange()).contains("AK5*A~"))
        let refusing = Hall.Change(
            file: agreed.file, from: agreed.from,
            to: "\"856\": { version: \"003060\", onError: reject-set, otherVersion: reject }")
        #expect(try answer([refusing], Interchange()).contains("AK5*R*1~"))
    }

    @Test func `an answer says as much, and in the release, that the profile asks for`() throws {
        let terms = Hall.Change(
            file: "acme-castings", from: "detail: full", to: "detail: errors, version: \"003060\"")
        let two = Interchange(groups: [
            .init(notices: [.init(), .init(shipment: "88124", control: "0002", isBroken: true)])
        ])
        let text = try answer([terms], two)
        #expect(text.contains("*X*003060~"))
        #expect(!text.contains("AK2*856*0001~"))
        #expect(text.contains("AK2*856*0002~"))
        #expect(text.contains("AK9*P*2*2*1~"))
    }
}
