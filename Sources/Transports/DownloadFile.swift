internal import SFTP
internal import Spool
internal import Synchronization

/// A file the partner reads; when it has read it to its last byte, the house is told before CLOSE is answered.
///
/// The bytes may be read over several handles and sessions, as by clients that resume.
final class DownloadFile: HostFile {
    /// Where a mailbox keeps what was read of a file before.
    struct Memory: Sendable {
        let shelf: UploadShelf
        let name: String
    }

    private let reader: ArchiveReader
    private let modifiedSeconds: Int64
    private let memory: Memory?
    private let collected: (@Sendable () throws(ReceptionError) -> Void)?
    private let read = Mutex(WrittenRanges(upTo: 0))

    init(
        reader: ArchiveReader, modifiedSeconds: Int64, memory: Memory?,
        collected: (@Sendable () throws(ReceptionError) -> Void)?
    ) {
        self.reader = reader
        self.modifiedSeconds = modifiedSeconds
        self.memory = memory
        self.collected = collected
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPError) {
        throw SFTPError(code: .permissionDenied, message: "this file is for reading")
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPError) -> Int {
        guard let start = Int(exactly: offset), start < reader.byteCount else { return 0 }
        do {
            let count = try reader.read(into: buffer, at: start)
            read.withLock { $0.add(start..<start + count) }
            return count
        } catch {
            throw SFTPError(code: .failure, message: "the file could not be read; try again later")
        }
    }

    func attributes() -> FileAttributes {
        FileAttributes(
            isDirectory: false, size: UInt64(clamping: reader.byteCount), permissions: 0o440,
            modified: modifiedSeconds)
    }

    func synchronize() throws(SFTPError) {}

    func close() throws(SFTPError) {
        let own = read.withLock { $0 }
        let all = memory.map { $0.shelf.noteRead(own, of: $0.name, source, isConfirmed: true) } ?? own
        guard let collected, all.covers(reader.byteCount) else { return }
        do {
            try collected()
        } catch {
            throw SFTPError(code: .failure, message: error.description)
        }
    }

    /// What was sent last may never have arrived: it counts only once a resume goes on behind it.
    func abandon() {
        let own = read.withLock { $0 }
        _ = memory.map { $0.shelf.noteRead(own, of: $0.name, source, isConfirmed: false) }
    }

    private var source: PartialReads.Source {
        PartialReads.Source(byteCount: reader.byteCount, modifiedSeconds: reader.modifiedSeconds)
    }
}

/// A report, rendered when it was opened.
final class ReportReading: HostFile {
    private let text: [UInt8]
    private let modifiedSeconds: Int64

    init(text: [UInt8], modifiedSeconds: Int64) {
        self.text = text
        self.modifiedSeconds = modifiedSeconds
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SFTPError) {
        throw SFTPError(code: .permissionDenied, message: "reports are for reading")
    }

    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(SFTPError) -> Int {
        guard let start = Int(exactly: offset), start < text.count else { return 0 }
        let count = min(buffer.count, text.count - start)
        text.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<start + count]))
        }
        return count
    }

    func attributes() -> FileAttributes {
        FileAttributes(
            isDirectory: false, size: UInt64(text.count), permissions: 0o440, modified: modifiedSeconds)
    }

    func synchronize() throws(SFTPError) {}
    func close() throws(SFTPError) {}
    func abandon() {}
}
