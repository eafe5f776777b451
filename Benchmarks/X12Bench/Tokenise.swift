internal import ArgumentParser
internal import Foundation
internal import X12

/// Segments and the places of their elements, nothing else.
struct Tokenise: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Cuts segments and elements; prints MB/s.")
    @Option(help: "Runs; the best counts.") var runs = 3
    @Argument(help: "The file, of one interchange that begins at its first byte.") var path: String

    func run() throws {
        let file = try OpenFile(path)
        var header = [UInt8](repeating: 0, count: 108)
        let count = pread(file.descriptor, &header, header.count, 0)
        let delimiters = try Delimiters(readingISA: Array(header.prefix(max(0, count))))
        var elements = 0
        let seconds = try Machine.best(of: runs) {
            elements = 0
            var reader = SegmentReader(file.source(0..<file.byteCount), delimiters: delimiters)
            while try reader.next() { elements += reader.elementCount }
        }
        print(file.rate(seconds), elements)
    }
}
