internal import Cryptography
internal import Glibc

/// One file of the journal, written over and over: its blocks are allocated once, so that a sync flushes bytes only and never
/// waits for the file system's own journal.
final class JournalSegment: Sendable {
    static let byteCount = 8 << 20
    private static let chunkByteCount = 1 << 20

    let path: String
    private let file: Descriptor

    private init(path: String, file: consuming Descriptor) {
        self.path = path
        self.file = file
    }

    /// Makes a segment of a generation with all its blocks; durable with its name when it returns.
    static func create(_ path: String, generation: UInt64) throws(SpoolError) -> JournalSegment {
        let working = path + ".new"
        try Disk.remove(working)
        do throws(SpoolError) {
            let file = try Disk.open(working, O_RDWR | O_CREAT | O_EXCL)
            try fill(file.number, working)
            try write(JournalFormat.segmentHead(generation: generation), to: file.number, at: 0, working)
            try Disk.synchronize(file.number, working)
            try Disk.rename(working, to: path)
            try Disk.synchronizeFolder(Disk.parent(of: path))
            return JournalSegment(path: path, file: file)
        } catch {
            Disk.removeLeftover(working)
            throw error
        }
    }

    /// Gives a file all its blocks.
    private static func fill(_ number: Int32, _ path: String) throws(SpoolError) {
        let zeros = [UInt8](repeating: 0, count: chunkByteCount)
        do throws(SpoolError) {
            for offset in stride(from: 0, to: byteCount, by: chunkByteCount) {
                try write(zeros, to: number, at: offset, path)
            }
        } catch {
            // The blocks are needed now, even if a program that is being started still holds the descriptor.
            try Disk.truncate(number, to: 0, path)
            throw error
        }
    }

    /// Opens a segment that an earlier process left.
    static func open(_ path: String) throws(SpoolError) -> JournalSegment {
        JournalSegment(path: path, file: try Disk.open(path, O_RDWR))
    }

    /// Writes a record's bytes.
    ///
    /// `starting`: whether they start on their way to the disk, without waiting.
    func write(_ bytes: [UInt8], at offset: Int, starting: Bool = false) throws(SpoolError) {
        try Self.write(bytes, to: file.number, at: offset, path)
        if starting { Disk.startWriting(file.number, offset..<offset + bytes.count) }
    }

    /// Makes all that was written durable.
    func synchronize() throws(SpoolError) {
        try Disk.synchronizeData(file.number, path)
    }

    /// Empties the segment: what it held belongs to an earlier generation from now on.
    ///
    /// Durable when it returns.
    func reset(to generation: UInt64) throws(SpoolError) {
        try Self.write(JournalFormat.segmentHead(generation: generation), to: file.number, at: 0, path)
        try synchronize()
    }

    /// The generation, or `nil` when the file is not a whole segment or says nothing.
    ///
    /// Where the head is damaged, the first record tells.
    func generation() throws(SpoolError) -> UInt64? {
        guard try Disk.status(of: file.number, path).byteCount == Self.byteCount else { return nil }
        let head = try ArchiveReader.bytes(of: file.number, 0..<JournalFormat.alignment, path)
        if let generation = JournalFormat.generation(ofSegmentHead: head) { return generation }
        let all = try ArchiveReader.bytes(of: file.number, 0..<Self.byteCount, path)
        return JournalFormat.head(in: all, at: JournalFormat.alignment)?.generation
    }

    /// What the segment holds of its generation, in order, and how many records between whole ones cannot be read.
    ///
    /// Bytes behind the last whole record are the torn tail that every crash may leave: nobody was told of them.
    func records(of generation: UInt64) throws(SpoolError) -> (records: [JournalRecord], unreadable: Int) {
        let all = try ArchiveReader.bytes(of: file.number, 0..<Self.byteCount, path)
        var records: [JournalRecord] = []
        var unreadable = 0
        var expected = 0
        var offset = JournalFormat.alignment
        while offset + JournalFormat.headByteCount <= all.count {
            guard let head = JournalFormat.head(in: all, at: offset), head.generation == generation,
                head.number >= expected
            else {
                offset += JournalFormat.alignment
                continue
            }
            unreadable += head.number - expected
            expected = head.number + 1
            let start = offset + JournalFormat.headByteCount + head.note.count
            let bytes = Array(all[start..<start + head.byteCount])
            records.append(
                JournalRecord(
                    offset: offset, note: head.note,
                    receipt: Receipt(digest: head.digest, byteCount: head.byteCount),
                    bytes: Digest.of(bytes) == head.digest ? bytes : nil, isVoid: head.isVoid))
            offset += JournalFormat.span(note: head.note.count, bytes: head.byteCount)
        }
        return (records, unreadable)
    }

    private static func write(
        _ bytes: [UInt8], to descriptor: Int32, at offset: Int, _ path: String
    ) throws(SpoolError) {
        try bytes.withUnsafeBufferPointer { (buffer) throws(SpoolError) in
            try Disk.write(UnsafeRawBufferPointer(buffer), to: descriptor, at: offset, path)
        }
    }
}
