import Documents
import Foundation
import Testing

/// The documents that received files became, one line each.
private let goldens: [URL] = {
    let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures")
    let folders = (try? FileManager.default.contentsOfDirectory(at: fixtures, includingPropertiesForKeys: nil)) ?? []
    return folders.flatMap { folder in
        (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    }.filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
}()

struct DocumentReaderTests {
    @Test(arguments: goldens)
    func `a document's JSON is read and written to the same bytes`(_ golden: URL) throws {
        let text = [UInt8](try Data(contentsOf: golden))
        let document = try DocumentReader.read(text)
        let json = document.json()
        #expect(try DocumentReader.read(json) == document)
        #expect(compact(text) == String(decoding: json, as: UTF8.self))
    }
}

/// A text of JSON without the white space between its values.
private func compact(_ json: [UInt8]) -> String {
    var compact: [UInt8] = []
    var isInText = false
    var isEscaped = false
    for byte in json {
        if !isInText, byte == 0x20 || byte == 0x0A { continue }
        compact.append(byte)
        if isInText {
            isInText = isEscaped || byte != UInt8(ascii: "\"")
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        } else {
            isInText = byte == UInt8(ascii: "\"")
        }
    }
    return String(decoding: compact, as: UTF8.self)
}
