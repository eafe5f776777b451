import Documents
import Foundation
import Testing
import X12

@testable import Translation

/// Fixtures of the sets that are also written, and those made for writing.
private let written = Fixture.all.filter { fixture in
    OutboundRegistry.outbound.contains { fixture.testDescription.hasPrefix($0.set + "/") }
}

struct RoundTripTests {
    @Test(arguments: written)
    func `a set read, written and read again is the same document`(_ fixture: Fixture) throws {
        let bytes = try fixture.bytes()
        let release = try #require(try transactionSets(in: bytes).first).release
        let first = try fixture.translated()
        var options = OutboundOptions(release: release, controlNumber: "0001")
        options.totals = .asStated

        let set = try outbound(first.document, options)
        #expect(set.unplaced == [], "\(fixture)")
        let second = try #require(try translate(interchange(of: set)).first)
        #expect(
            readable(second.document.json()) == readable(first.document.json()),
            "\(String(decoding: set.bytes, as: UTF8.self))")
    }
}


/// Writes a document, with what keeps it from being written as the failure.
func outbound(_ document: Document, _ options: OutboundOptions) throws -> OutboundSet {
    try OutboundRegistry.outbound(from: document, options)
}

/// The interchange of a set, made by the library's own writer.
func interchange(of set: OutboundSet) throws -> [UInt8] {
    let address = InterchangeAddress(qualifier: "ZZ", id: "WHARF")
    let group = OutgoingGroup(
        functionalID: GrammarLibrary.standard.functionalID(ofSet: set.setID) ?? "", sender: "WHARF",
        receiver: "PARTNER", version: set.release, controlNumber: 1, sets: [set.outgoing])
    return try OutgoingInterchange(
        sender: address, receiver: address, version: "00" + set.release.dropFirst(2).prefix(3),
        controlNumber: 1, dateCCYYMMDD: "20260302", timeHHMM: "0915", usage: "P",
        delimiters: set.delimiters, groups: [group]
    ).bytes()
}
