internal import Foundation
internal import X12

/// A file named on the command line, or standard input, as bytes that can be read more than once.
///
/// Memory does not grow with it: what comes through a pipe is put into a temporary file without a name, which
/// the system removes with the process.
final class X12File {
    /// How messages call it.
    let name: String
    /// Its bytes.
    let byteCount: Int
    private let descriptor: Int32

    /// Opens a file; `-` is standard input.
    init(_ path: String, progress: ProgressBar? = nil) throws {
        var status = stat()
        if path == "-" {
            name = "standard input"
            if fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                lseek(STDIN_FILENO, 0, SEEK_CUR) == 0
            {
                descriptor = dup(STDIN_FILENO)
                byteCount = Int(status.st_size)
            } else {
                (descriptor, byteCount) = try Self.spool(STDIN_FILENO, progress)
            }
            return
        }
        name = Terminal.visible(path)
        let opened = open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else {
            throw Failure(.notFound, "\(name): cannot be read: \(String(cString: strerror(errno)))")
        }
        guard fstat(opened, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            close(opened)
            throw Failure(.notFound, "\(name): is a folder; name the files in it")
        }
        if status.st_mode & S_IFMT == S_IFREG {
            descriptor = opened
            byteCount = Int(status.st_size)
        } else {
            // A named pipe or a process substitution can be read only once.
            defer { close(opened) }
            (descriptor, byteCount) = try Self.spool(opened, progress)
        }
    }

    deinit { close(descriptor) }

    /// A part of the file as a source for the reader, which tells the progress bar how far it is.
    func source(_ range: Range<Int>, _ progress: ProgressBar?) -> WatchedSource {
        WatchedSource(DescriptorSource(descriptor: descriptor, range: range), progress)
    }

    /// Some bytes of the file, fewer when it is shorter or changes under us.
    func bytes(_ range: Range<Int>) -> [UInt8] {
        let range = range.clamped(to: 0..<byteCount)
        guard !range.isEmpty else { return [] }
        return [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let read = pread(
                    descriptor, buffer.baseAddress.map { $0 + count }, range.count - count,
                    off_t(range.lowerBound + count))
                if read < 0, errno == EINTR { continue }
                guard read > 0 else { break }
                count += read
            }
        }
    }

    /// Copies what can be read only once into a file without a name.
    private static func spool(_ input: Int32, _ progress: ProgressBar?) throws -> (Int32, Int) {
        var template = Array((NSTemporaryDirectory() + "/wharf-x12-XXXXXX").utf8CString)
        let output = mkstemp(&template)
        guard output >= 0 else {
            throw Failure(
                .failed,
                "a temporary file for standard input cannot be made: \(String(cString: strerror(errno))); set TMPDIR"
            )
        }
        unlink(template)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var total = 0
        while true {
            let count = read(input, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                close(output)
                throw Failure(
                    .failed, "standard input cannot be read: \(String(cString: strerror(errno)))")
            }
            if count == 0 { return (output, total) }
            guard write(buffer[..<count], to: output) else {
                close(output)
                throw Failure(
                    .failed,
                    "standard input does not fit into the temporary folder: \(String(cString: strerror(errno))); set TMPDIR"
                )
            }
            total += count
            progress?.taken(total)
        }
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to output: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = Foundation.write(output, bytes.baseAddress.map { $0 + done }, bytes.count - done)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
    }
}

/// A source that tells a progress bar what was read.
struct WatchedSource: ByteSource {
    private var source: DescriptorSource
    private let progress: ProgressBar?

    init(_ source: DescriptorSource, _ progress: ProgressBar?) {
        self.source = source
        self.progress = progress
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try source.read(into: buffer)
        progress?.advance(by: count)
        return count
    }
}
