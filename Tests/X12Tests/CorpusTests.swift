import Foundation
import Testing

@testable import X12

/// Reads real files where a folder of them is named by WHARF_CORPUS.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["WHARF_CORPUS"] != nil))
struct CorpusTests {
    private static var folder: URL {
        URL(fileURLWithPath: ProcessInfo.processInfo.environment["WHARF_CORPUS"] ?? "").appending(path: "x12")
    }

    private static func files() -> [URL] {
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        return (all?.compactMap { $0 as? URL } ?? [])
            .filter { (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
            .sorted { $0.path < $1.path }
    }

    @Test func `every file is read, and every set is accepted or has a finding`() throws {
        var sets = 0
        var accepted = 0
        let files = CorpusTests.files()
        #expect(!files.isEmpty)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            let outline = try Interpreter.walk(bytes, rejectedToo: true) { visit in
                guard case .set(let result, let group, _) = visit else { return }
                guard ["850", "855", "856", "810", "997"].contains(result.setID) else { return }
                sets += 1
                let hasErrors =
                    result.verdict.findings.contains { $0.severity == .error } || !group.isComplete
                if result.verdict.status == .accepted {
                    accepted += 1
                    #expect(!hasErrors, "\(file.lastPathComponent)")
                    #expect(result.content != nil)
                }
            }
            #expect(outline.looksLikeX12 || !outline.findings.isEmpty, "\(file.lastPathComponent)")
        }
        // Nearly two thirds of the sets of the corpus are clean; a fall would be a fault of ours.
        #expect(sets > 60 && accepted * 10 > sets * 6, "\(accepted) of \(sets)")
    }
}
