import Testing

@testable import SFTP

/// Names as clients write them.
@Suite struct ClientPathTests {
    @Test(arguments: [
        ("", "/"), ("/", "/"), (".", "/"), ("..", "/"), ("/../../etc/passwd", "/etc/passwd"),
        ("upload", "/upload"),
        ("/upload/", "/upload"), ("//upload///a", "/upload/a"), ("/upload/./a/../b", "/upload/b"),
        ("/a b", "/a b"),
        ("/%2e%2e/a", "/%2e%2e/a"), ("/...", "/..."), ("/a.", "/a."), ("/Müller", "/Müller"),
        ("/u\u{308}", "/u\u{308}"),
    ])
    func `a path becomes absolute and plain`(written: String, expected: String) throws {
        let normal = try ClientPath.normalise(Array(written.utf8), limit: 1_024)
        #expect(Array(normal.utf8) == Array(expected.utf8))
    }

    @Test(
        arguments: [
            ([0x2F, 0xFF], "the name is not valid UTF-8"),
            ([0x2F, 0xC0, 0xAF], "the name is not valid UTF-8"),
            ([0x61, 0x00, 0x62], "the name contains a control character"),
            ([0x61, 0x0A], "the name contains a control character"),
            ([0x1B, 0x5B], "the name contains a control character"),
            ([0xC2, 0x9B], "the name contains a control character"),
            ([0x7F], "the name contains a control character"),
        ] as [([UInt8], String)])
    func `a name that nobody should see is refused with a sentence`(bytes: [UInt8], sentence: String) {
        #expect(throws: SFTPError(code: .failure, message: sentence)) {
            try ClientPath.normalise(bytes, limit: 1_024)
        }
    }

    @Test func `long paths and long names are refused`() throws {
        let longest = Array(repeating: "/" + String(repeating: "a", count: 255), count: 4).joined()
        #expect(try ClientPath.normalise(Array(longest.utf8), limit: 1_024) == longest)
        #expect(throws: SFTPError.self) {
            try ClientPath.normalise(Array((longest + "/").utf8), limit: 1_024)
        }
        #expect(throws: SFTPError.self) {
            try ClientPath.normalise([UInt8](repeating: 97, count: 256), limit: 1_024)
        }
    }

    @Test func `long names look like those of ls`() {
        let file = FileAttributes(isDirectory: false, size: 1_234, permissions: 0o640, modified: 951_782_400)
        let entry = DirectoryEntry(name: "a.edi", attributes: file)
        #expect(
            LongName.line(for: entry, now: 951_782_400 + 60)
                == "-rw-r-----    1 partner  partner      1234 Feb 29 00:00 a.edi")
        #expect(
            LongName.line(for: entry, now: 1_700_000_000)
                == "-rw-r-----    1 partner  partner      1234 Feb 29  2000 a.edi")
        let folder = FileAttributes(isDirectory: true, size: 0, permissions: 0o755, modified: .max)
        let line = LongName.line(for: DirectoryEntry(name: "d", attributes: folder), now: 0)
        #expect(line == "drwxr-xr-x    1 partner  partner         0 Dec 31  9999 d")
    }
}
