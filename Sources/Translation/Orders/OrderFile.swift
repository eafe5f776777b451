public import Documents

/// One order of a file, taken out of it and not yet judged.
public struct OrderDraft: Sendable {
    /// What there is of it.
    public enum Content: Sendable {
        /// The bytes of its canonical JSON in the file.
        case text(Range<Int>)
        /// The document made of the rows of a table.
        case document(Document)
        /// Nothing that could be read.
        case faulty([OrderFault])
    }

    /// Its place in the file, from 1.
    public let ordinal: Int
    /// The line of the file it begins in, from 1.
    public let line: Int
    /// Whom the file says it is for: a partner's id or supplier number; absent when only the document says so.
    public let partner: String?
    /// What there is of it.
    public let content: Content
}

/// Takes a file of orders in JSON apart: one document, a list of them, or one a line.
///
/// Each is a canonical document, or `{ "partner": "acme-castings", "document": {…} }`. One that is damaged is a fault of
/// its own and leaves the others as they are, unless the damage hides where it ends.
public enum OrderFile {
    /// The largest file that is read, in bytes.
    public static let byteMaximum = 64 << 20
    /// The most orders of a file.
    public static let ordersMaximum = 100_000

    /// The orders of a file, in its order.
    ///
    /// - Throws: ``OrderFault`` when the file as a whole cannot be taken apart.
    public static func drafts(in bytes: [UInt8]) throws(OrderFault) -> [OrderDraft] {
        guard bytes.count <= byteMaximum else {
            throw OrderFault(
                order: 0, message: "the file has more than \(byteMaximum >> 20) MiB; send it in parts")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw OrderFault(order: 0, message: "the file is no UTF-8")
        }
        var scan = JSONScan(bytes)
        scan.skipMark()
        let values = try scan.isList ? scan.listElements() : scan.values()
        guard !values.isEmpty else { throw OrderFault(order: 0, message: "the file holds no order") }
        var drafts: [OrderDraft] = []
        drafts.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            drafts.append(draft(index + 1, value, in: scan))
        }
        return drafts
    }

    /// The document of a draft, with the partner its file names.
    ///
    /// `bytes`: the file.
    /// - Throws: ``OrderFaults`` with every fault of the canonical reading, at the lines of the file.
    public static func document(of draft: OrderDraft, in bytes: [UInt8]) throws(OrderFaults) -> Document {
        switch draft.content {
        case .document(let document): return document
        case .faulty(let faults): throw OrderFaults(faults)
        case .text(let range):
            do throws(DocumentFaults) {
                return try DocumentReader.read(Array(bytes[range]))
            } catch {
                // Lines count from where the document begins, which need not be where the order does.
                let first = line(at: range.lowerBound, in: bytes, from: draft)
                var faults = error.faults.map { fault in
                    OrderFault(
                        order: draft.ordinal, line: first + fault.line - 1, path: fault.path,
                        message: fault.expected + (fault.found.map { ", found \($0)" } ?? ""))
                }
                if error.suppressed > 0 {
                    faults.append(
                        OrderFault(
                            order: draft.ordinal, line: first, message: "and \(error.suppressed) more faults")
                    )
                }
                throw OrderFaults(faults)
            }
        }
    }

    private static func line(at offset: Int, in bytes: [UInt8], from draft: OrderDraft) -> Int {
        guard case .text = draft.content else { return draft.line }
        var line = 1
        for byte in bytes[..<offset] where byte == 0x0A { line += 1 }
        return line
    }

    private static func draft(_ ordinal: Int, _ value: JSONScan.Value, in scan: JSONScan) -> OrderDraft {
        guard let members = scan.members(of: value.range),
            members.contains(where: { $0.key == "document" })
        else {
            return OrderDraft(ordinal: ordinal, line: value.line, partner: nil, content: .text(value.range))
        }
        var faults: [OrderFault] = []
        var partner: String?
        var document: Range<Int>?
        for member in members {
            switch member.key {
            case "document" where document == nil: document = member.value
            case "partner" where partner == nil:
                partner = scan.plainText(member.value)
                if partner == nil {
                    faults.append(
                        OrderFault(
                            order: ordinal, line: value.line, path: "partner",
                            message: "a partner's id or supplier number in quotes was expected"))
                }
            default:
                faults.append(
                    OrderFault(
                        order: ordinal, line: value.line, path: member.key,
                        message: "beside `document` only `partner` may stand, each once"))
            }
        }
        guard faults.isEmpty, let document else {
            return OrderDraft(ordinal: ordinal, line: value.line, partner: partner, content: .faulty(faults))
        }
        return OrderDraft(ordinal: ordinal, line: value.line, partner: partner, content: .text(document))
    }
}
