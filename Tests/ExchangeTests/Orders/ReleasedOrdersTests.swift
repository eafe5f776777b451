import Documents
import Foundation
import Testing
import Translation
import X12

@testable import Exchange

/// Orders made up from a seed go all the way: from the ERP's file into the partner's mailbox, and back by our own reader.
@Suite struct ReleasedOrdersTests {
    @Test(arguments: 1...4)
    func `what was ordered stands in the released 850s, value for value`(_ seed: Int) throws {
        var maker = OrderMaker(seed: UInt64(seed))
        let given = try (1...25).map { place in
            try JSONSerialization.data(
                withJSONObject: maker.order(number: "45\(seed)\(place)"), options: .sortedKeys)
        }
        let hall = try Hall()
        let lines = given.map { Hall.addressed(String(decoding: $0, as: UTF8.self)) }
        let end = try hall.bring("orders.ndjson", lines.joined(separator: "\n"))
        #expect(end.why == nil)
        try hall.release()
        let file = try #require(try hall.answers()["850_000000001.edi"])
        let read = try documents(in: Array(file.utf8))
        #expect(read.count == given.count)
        for (order, document) in zip(given, read) {
            let missing = missing(
                of: try JSONSerialization.jsonObject(with: order),
                in: try JSONSerialization.jsonObject(with: Data(document.json())))
            #expect(missing == [])
        }
    }

    /// The documents of an interchange in which nothing is wrong.
    private func documents(in bytes: [UInt8]) throws -> [Document] {
        var documents: [Document] = []
        try Interpreter.walk(bytes, policy: .strict) { visit in
            guard case .set(let result, _, _) = visit else { return }
            #expect(result.verdict.findings.isEmpty)
            let set = try #require(result.content)
            let translator = try #require(TranslatorRegistry.translator(set: set.id))
            documents.append(try translator.document(from: set).document)
        }
        return documents
    }

    /// The paths of what was given and is not there, or is other there; what the reader knows beyond it does no harm, but a list
    /// has as many members.
    private func missing(of given: Any, in found: Any?, at path: String = "") -> [String] {
        switch given {
        case let object as [String: Any]:
            let other = found as? [String: Any]
            return object.sorted { $0.key < $1.key }.flatMap {
                missing(of: $0.value, in: other?[$0.key], at: path + "." + $0.key)
            }
        case let list as [Any]:
            guard let other = found as? [Any], other.count == list.count else { return [path] }
            return list.indices.flatMap { missing(of: list[$0], in: other[$0], at: "\(path)[\($0)]") }
        case let text as String: return found as? String == text ? [] : [path]
        default: return (given as? NSNumber) == (found as? NSNumber) ? [] : [path]
        }
    }
}

/// Orders as an ERP writes them: the same for the same seed.
private struct OrderMaker {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int(truncatingIfNeeded: (state >> 33) % UInt64(range.count))
    }

    private mutating func chance(_ percent: Int) -> Bool { number(1...100) <= percent }

    private mutating func pick(_ values: [String]) -> String { values[number(0...values.count - 1)] }

    private mutating func text(_ range: ClosedRange<Int>) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abcdefghij.-/&")
        return String((0..<number(range)).map { _ in letters[number(0...letters.count - 1)] })
    }

    private mutating func day() -> String {
        let (month, day) = (number(1...12), number(1...28))
        return "2026-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    mutating func order(number orderNumber: String) -> [String: Any] {
        var order: [String: Any] = [
            "documentType": "purchase-order", "purpose": ["code": "00"],
            "orderType": ["code": pick(["SA", "NE", "DS"])], "orderNumber": orderNumber, "orderDate": day(),
        ]
        if chance(40) { order["contract"] = text(1...20) }
        if chance(50) {
            order["references"] = ["DP", "IA", "PD"].prefix(number(1...3)).map {
                ["qualifier": $0, "value": text(1...20)]
            }
        }
        if chance(60) {
            order["dates"] = ["002", "010", "001"].prefix(number(1...3)).map {
                ["qualifier": $0, "day": day()]
            }
        }
        if chance(60) { order["parties"] = ["BY", "ST"].map { party($0) } }
        order["lines"] = (1...number(1...6)).map { line($0) }
        return order
    }

    private mutating func party(_ qualifier: String) -> [String: Any] {
        var party: [String: Any] = [
            "qualifier": qualifier, "name": text(1...35),
            "identifier": ["qualifier": pick(["91", "92", "UL"]), "value": text(2...12)],
        ]
        if chance(60) {
            party["street"] = (0..<number(1...2)).map { _ in text(1...35) }
            party["city"] = text(2...20)
            party["postalCode"] = text(3...9)
            party["country"] = pick(["NO", "DE", "US"])
        }
        return party
    }

    private mutating func line(_ place: Int) -> [String: Any] {
        let identifiers = ["BP", "VP", "UP"].prefix(number(1...3)).map { qualifier in
            ["qualifier": qualifier, "value": qualifier == "UP" ? "036000291452" : text(1...30)]
        }
        var line: [String: Any] = [
            "lineNumber": "\(place * 10)", "item": ["identifiers": identifiers],
            "quantity": [
                "value": NSDecimalNumber(
                    mantissa: UInt64(number(1...99_999)), exponent: -2, isNegative: false),
                "unit": pick(["EA", "CA", "KG", "LB"]),
            ],
        ]
        if chance(80) {
            line["price"] = [
                "amount": NSDecimalNumber(
                    mantissa: UInt64(number(1...999_999)), exponent: -4, isNegative: false)
            ]
        }
        return line
    }
}
