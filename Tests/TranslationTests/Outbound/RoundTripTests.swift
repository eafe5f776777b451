import Documents
import Foundation
import Testing
import X12

@testable import Translation

/// The received files whose sets are also written.
private let written = Fixture.all.filter { fixture in
    OutboundRegistry.outbound.contains { fixture.testDescription.hasPrefix($0.set + "/") }
}

/// Files whose levels come in an order and with numbers that are not written again.
private let renumbered: Set<String> = ["856/levels-out-of-order.edi"]

struct RoundTripTests {
    @Test(arguments: written)
    func `a set read, written and read again is the same document`(_ fixture: Fixture) throws {
        guard let (first, second, set) = try roundTrip(fixture) else { return }
        #expect(set.unplaced == [])
        #expect(set.findings.filter { $0.severity == .error } == [])
        let (before, after) = (readable(first.document.json()), readable(second.document.json()))
        if renumbered.contains(fixture.testDescription) {
            #expect(withoutLevelNumbers(before) == withoutLevelNumbers(after))
        } else {
            #expect(before == after, "\(String(decoding: set.bytes, as: UTF8.self))")
        }
    }

    @Test(arguments: written)
    func `every element that was used stands with the same value at the same place`(
        _ fixture: Fixture
    ) throws {
        guard !renumbered.contains(fixture.testDescription), let (first, second, set) = try roundTrip(fixture)
        else { return }
        let before = used(first, in: try fixture.bytes())
        let after = used(second, in: try interchange(of: set))
        #expect(!before.isEmpty)
        #expect(before.subtracting(after).sorted() == [])
    }

    @Test(arguments: written)
    func `every value of a document is placed or told to have no place`(_ fixture: Fixture) throws {
        guard let (first, _, set) = try roundTrip(fixture) else { return }
        let translator = try #require(OutboundRegistry.translator(for: first.document.type))
        let trail = try #require(try placed(first.document, by: translator.set, release: set.release))
        let leaves = try leafPaths(of: first.document)
        #expect(leaves.subtracting(trail).sorted() == [])
    }

    @Test
    func `a document with a code the release does not have is not written`() throws {
        let document = try Fixture.named("855/substitution-and-rejections").translated().document
        let faults = #expect(throws: OutboundFaults.self) {
            try OutboundRegistry.outbound(
                from: document, OutboundOptions(release: "004010", controlNumber: "0001"))
        }
        let fault = try #require(faults?.faults.first)
        #expect(faults?.faults.count == 1)
        #expect(fault.path == "lines[2].answers[1].status.code")
        #expect(fault.segmentID == "ACK" && fault.element == 1 && fault.found == "X9")
        #expect(fault.rule == .codeInvalid)
    }

    /// A file read, written and read again; `nil` when it holds a code that our own validator does not accept.
    private func roundTrip(_ fixture: Fixture) throws -> (Translated, Translated, OutboundSet)? {
        let release = try #require(try transactionSets(in: try fixture.bytes()).first).release
        let first = try fixture.translated()
        var options = OutboundOptions(release: release, controlNumber: "0001")
        options.totals = .asStated
        let result = Result { try OutboundRegistry.outbound(from: first.document, options) }
        if case .failure(let error) = result, let faults = error as? OutboundFaults,
            faults.faults.allSatisfy({ $0.rule == .codeInvalid })
        {
            return nil
        }
        let set = try result.get()
        return (first, try #require(try translate(interchange(of: set)).first), set)
    }
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

/// The paths of all that a translator places or tells to have no place.
func placed(_ document: Document, by set: String, release: String) throws -> Set<String>? {
    var options = OutboundOptions(release: release, controlNumber: "0001")
    options.totals = .asStated
    let translators: [any SetTranslator.Type] = [
        OutboundInvoice810.self, OutboundPurchaseOrder850.self, OutboundPurchaseOrderResponse855.self,
        OutboundShipmentNotification856.self, OutboundPurchaseOrderChange860.self,
    ]
    let translator = translators.first { $0.set == set }
    return try translator?.written(document, options, keepsTrail: true).trail.map { Set($0.map(\.path)) }
}

/// The paths of the texts, numbers and truths of a document's JSON, but for those that are no content.
func leafPaths(of document: Document) throws -> Set<String> {
    var paths: Set<String> = []
    func walk(_ value: Any, _ path: String) {
        switch value {
        case let object as [String: Any]:
            for (key, inner) in object { walk(inner, path.isEmpty ? key : path + "." + key) }
        case let list as [Any]:
            for (index, inner) in list.enumerated() { walk(inner, "\(path)[\(index)]") }
        default: paths.insert(path)
        }
    }
    walk(try JSONSerialization.jsonObject(with: Data(document.json())), "")
    return paths.subtracting(["documentType", "coversWholeOrder"])
}

/// Each field with the element it is from and the value there, numbers without what does not count.
private func used(_ translated: Translated, in bytes: [UInt8]) -> Set<String> {
    Set(
        translated.provenance.map { field in
            let text = String(decoding: bytes[field.bytes], as: UTF8.self)
            let value = ExactDecimal(text).map { number in
                let digits = number.description
                guard digits.contains(".") else { return digits }
                let short = digits.reversed().drop { $0 == "0" }.drop { $0 == "." }.reversed()
                return String(short)
            }
            // Numbers of items, marks and texts stand in several places of a segment, each as good as another.
            let isPaired = ["PO1", "POC", "IT1", "LIN", "SLN", "MAN", "MTX"].contains(field.segmentID)
            let element = isPaired ? "" : "\(field.element)"
            return "\(field.path) = \(field.segmentID)\(element): \(value ?? text)"
        })
}

/// A document without the numbers of its levels and their count.
private func withoutLevelNumbers(_ json: String) -> String {
    json.split(separator: "\n").filter { !$0.contains("\"number\": ") && !$0.contains("\"lineCount\": ") }
        .joined(separator: "\n")
}
