import Foundation
import Testing

/// The clients that partners use, and what can break between them and us; the scripts play them against servers of their own.
@Suite(.enabled(if: ClientSide.hasParamiko))
struct ClientMatrixTests {
    @Test func `every client that is installed can do what its users do`() throws {
        let answer = try play("clients.py", "--big-bytes", "1048576", "--at-once", "3")
        #expect(answer.ending == .exited(0), "\(answer.text)")
        #expect(answer.text.contains("| WinSCP (scripted) | ok |"), "\(answer.text)")
    }

    @Test func `nothing unfinished is processed, whatever breaks a transfer, and all can be sent again`()
        throws
    {
        let answer = try play("faults.py", "--cuts", "12", "--interrupts", "2", "--clients", "8")
        #expect(answer.ending == .exited(0), "\(answer.text)")
        #expect(answer.text.contains("cut at 12 random offsets: 12 files"), "\(answer.text)")
    }

    private func play(_ script: String, _ words: String...) throws -> (ending: Program.Ending?, text: String)
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "wharf-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let program = try Program(
            ["python3", Checkout.root + "/Scripts/" + script, "--wharf", Checkout.program] + words,
            log: folder.path + "/log")
        let ending = program.wait(within: 180)
        let text = program.output + program.complaints
        try FileManager.default.removeItem(at: folder)
        return (ending, text)
    }
}
