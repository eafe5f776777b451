internal import Glibc
internal import Synchronization

/// Reads the names in a folder one after the other, as the system hands them out.
///
/// Names that come or go meanwhile may be seen or not. The folder is closed when the reader is let go.
/// **Thread**: any; calls take turns.
final class FolderReader: Sendable {
    let path: String
    private let stream: Mutex<Stream>

    /// What the system gave; closed once, by the reader that owns it.
    ///
    /// Safe to send: the reader's lock `stream` guards every use.
    private struct Stream: ~Copyable, @unchecked Sendable {
        let raw: OpaquePointer

        deinit { closedir(raw) }
    }

    init(_ path: String) throws(SpoolError) {
        guard let raw = opendir(path) else { throw SpoolError(errno: errno, "list", path) }
        self.path = path
        stream = Mutex(Stream(raw: raw))
    }

    /// The next name but `.` and `..`, nil at the end; names that are not UTF-8 are left out.
    func next() throws(SpoolError) -> String? {
        try stream.withLock { (stream) throws(SpoolError) in
            while true {
                errno = 0
                guard let entry = readdir(stream.raw) else {
                    guard errno == 0 else { throw SpoolError(errno: errno, "list", path) }
                    return nil
                }
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
                }
                if let name, name != ".", name != ".." { return name }
            }
        }
    }
}
