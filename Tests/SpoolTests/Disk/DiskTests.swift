import Foundation
import Testing

@testable import Spool

struct DiskTests {
    @Test(arguments: [
        (ENOSPC, SpoolError.Code.diskFull), (EDQUOT, .diskFull), (EIO, .inputOutput), (EROFS, .notWritable),
        (EACCES, .notWritable), (ENOENT, .notFound), (EMFILE, .tooManyOpenFiles), (ELOOP, .invalidName),
        (EFBIG, .tooLarge), (EINVAL, .unexpected),
    ])
    func `an error number becomes a situation to act upon`(number: Int32, code: SpoolError.Code) {
        let error = SpoolError(errno: number, "write", "/spool/x")
        #expect(error.code == code)
        #expect(error.errno == number)
        #expect(error.description.hasPrefix("/spool/x: cannot write ("))
    }

    @Test func `free space is between nothing and the whole`() throws {
        let space = try Disk.space(at: NSTemporaryDirectory())
        #expect(space.free > 0 && space.free <= space.total)
        #expect(throws: SpoolError.self) { try Disk.freeBytes(at: "/nowhere/at/all") }
    }

    @Test func `a file is replaced whole or not at all`() throws {
        let spool = try TemporarySpool()
        let path = spool.layout.state + "/x"
        try Disk.replace(path, with: [1])
        try spool.write("left by a crash", to: path + ".new")
        try Disk.replace(path, with: [2, 3])
        #expect(try spool.bytes(path) == [2, 3])
        #expect(try spool.names(spool.layout.state) == ["x"])
        #expect(spool.mode(path) & 0o137 == 0)
        #expect(
            (#expect(throws: SpoolError.self) { try Disk.contents(of: path, byteCountMaximum: 1) })?.code
                == .tooLarge)
    }
}
