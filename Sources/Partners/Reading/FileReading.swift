/// The faults of one file while it is read, and where each of its keys stands.
///
/// A class, because the sections of a file all report to the same list; it never leaves the thread that
/// reads.
final class FileReading {
    /// The file's name in faults, as `Partners/acme.yaml`.
    let file: String
    private(set) var faults: [ProfileFault] = []
    private var places: [String: Place] = [:]

    init(file: String) {
        self.file = file
    }

    /// Whether any fault is an error.
    var hasErrors: Bool { faults.contains { $0.severity == .error } }

    /// Remembers where a key's value stands.
    func note(_ place: Place, of path: String) {
        places[path] = place
    }

    /// Reports an error at the key `path`, or where the nearest key above it stands.
    func error(_ path: String, _ message: String, hint: String? = nil, at place: Place? = nil) {
        report(.error, path, message, hint: hint, at: place)
    }

    /// Reports a warning at the key `path`.
    func warning(_ path: String, _ message: String, hint: String? = nil, at place: Place? = nil) {
        report(.warning, path, message, hint: hint, at: place)
    }

    /// Reports a note at the key `path`.
    func remark(_ path: String, _ message: String, hint: String? = nil) {
        report(.note, path, message, hint: hint, at: nil)
    }

    private func report(
        _ severity: ProfileFault.Severity, _ path: String, _ message: String, hint: String?, at place: Place?
    ) {
        let place = place ?? self.place(of: path)
        faults.append(
            ProfileFault(
                severity: severity, file: file, line: place.line, column: place.column, path: path,
                message: message, hint: hint))
    }

    /// Where a key stands, or the nearest key above it.
    func place(of path: String) -> Place {
        var path = path
        while true {
            if let place = places[path] {
                return place
            }
            guard let cut = path.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
            path = String(path[..<cut])
        }
        return places[""] ?? .start
    }
}
