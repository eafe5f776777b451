import Documents
import Foundation
import Testing
import X12

@testable import Translation

/// Documents as an ERP gives them, each beside the interchange that it becomes.
private let orders: [URL] = {
    let folder = Fixture.folder.appending(path: "written")
    let files =
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
}()

struct WrittenGoldenTests {
    @Test func `there is an order and a change`() {
        #expect(orders.map { $0.lastPathComponent.prefix(3) } == ["850", "860"])
    }

    @Test(arguments: orders)
    func `an order of the ERP becomes its set, byte for byte`(_ file: URL) throws {
        let document = try DocumentReader.read([UInt8](try Data(contentsOf: file)))
        var options = OutboundOptions(release: "004010", controlNumber: "0001")
        options.delimiters = Delimiters(lineBreak: .lf)
        let set = try OutboundRegistry.outbound(from: document, options)
        #expect(set.unplaced == [])
        let written = Data(try interchange(of: set))
        let golden = file.deletingPathExtension().appendingPathExtension("edi")
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try written.write(to: golden)
            Issue.record(
                "\(golden.lastPathComponent) was rewritten: read it, then run without UPDATE_GOLDEN.")
            return
        }
        #expect(String(decoding: written, as: UTF8.self) == (try String(contentsOf: golden, encoding: .utf8)))
    }
}
