import Foundation
import Spool
import Store
import Testing

@testable import Exchange

extension Hall {
    /// ACME gets orders and changes.
    static let changes = Hall.Change(
        file: acme, from: "\n  acknowledge:", to: "\n    \"860\": { version: \"004010\" }\n  acknowledge:")

    /// An order as the ERP writes it.
    static func order(_ number: String, quantity: String = "5", unit: String = "EA", purpose: String = "00")
        -> String
    {
        #"{"documentType":"purchase-order","purpose":{"code":"\#(purpose)"},"orderType":{"code":"SA"},"#
            + #""orderNumber":"\#(number)","orderDate":"2026-11-23","lines":[{"lineNumber":"1","item":{"#
            + #""vendorPart":"AC-1180","identifiers":[{"kind":"vendorPart","qualifier":"VP","value":"AC-1180"}]},"#
            + #""quantity":{"value":\#(quantity),"unit":"\#(unit)"},"price":{"amount":2.5}}]}"#
    }

    /// A change of an order as the ERP writes it.
    static func change(_ number: String, change: String = "1") -> String {
        #"{"documentType":"purchase-order-change","purpose":{"code":"04"},"orderType":{"code":"SA"},"#
            + #""orderNumber":"\#(number)","changeNumber":"\#(change)","orderDate":"2026-11-23","lines":[{"#
            + #""lineNumber":"1","item":{"vendorPart":"AC-1180","identifiers":[{"kind":"vendorPart","#
            + #""qualifier":"VP","value":"AC-1180"}]},"quantity":{"value":7,"unit":"EA"},"#
            + #""change":{"code":"QI"},"quantityLeft":{"value":2,"unit":"EA"}}]}"#
    }

    /// An order or change with whom it is for.
    static func addressed(_ document: String, to partner: String = acme) -> String {
        #"{"partner":"\#(partner)","document":\#(document)}"#
    }

    /// Leaves a file for orders as a careful program does: written under a temporary name, then renamed.
    func leave(_ name: String, _ text: String) throws {
        let path = layout.erpOrders + "/" + name
        try text.write(toFile: path + ".tmp", atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: path + ".tmp", toPath: path)
    }

    /// Leaves a file and waits for its end; returns the folder it went to and what stands beside it.
    @discardableResult
    func bring(_ name: String, _ text: String) throws -> (folder: String, why: String?) {
        try leave(name, text)
        var found: String?
        try wait("the end of \(name)") {
            found = ["done", "rejected"].first {
                FileManager.default.fileExists(atPath: "\(layout.erpOrders)/\($0)/\(name)")
            }
            return found != nil
        }
        let folder = try #require(found)
        let why = try? String(
            contentsOfFile: "\(layout.erpOrders)/\(folder)/\(name).why", encoding: .utf8)
        return (folder, why)
    }

    /// What we owe ACME, in the order of entry.
    func owed() throws -> [OutboundSummary] {
        try server.store.read { try $0.views.outbound(.init(partner: Self.acme, limit: 10_000)) }.reversed()
    }

    func owed(_ key: String) throws -> OutboundStory {
        let stories = try server.store.read { try $0.views.outboundStories(of: key) }
        return try #require(stories.first)
    }

    /// Releases what waits for ACME and waits until it lies in the mailbox.
    func release() throws {
        _ = try server.outbound.send(partner: Self.acme)
        try wait("the release") {
            try server.store.read { books in
                try books.jobs.open().allSatisfy { ![.releaseOrders, .deliver].contains($0.kind) }
            }
        }
    }
}
