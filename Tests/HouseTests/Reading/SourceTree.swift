import Foundation

/// Every text file of the project, each read once for all the rules.
struct SourceTree: Sendable {
    /// One file, named by its path from the root of the project.
    struct File: Sendable {
        let path: String
        let text: SourceText

        /// The room a file under `Sources` belongs to, or the target a file under `Tests` belongs to.
        var target: String {
            let parts = path.split(separator: "/")
            return parts.count > 2 ? String(parts[1]) : ""
        }

        var name: String { String(path.split(separator: "/").last ?? "") }

        /// Tables and schemas are data in the form of Swift, and may be as long as their source.
        var isData: Bool { path.contains("/Tables/") || path.contains("/Schemas/") }
    }

    /// A text file that is not Swift, as it is.
    struct PlainFile: Sendable {
        let path: String
        let bytes: [UInt8]
    }

    static let project = SourceTree(root: projectRoot())

    let sources: [File]
    let tests: [File]
    let manifest: SourceText
    let others: [PlainFile]

    var swift: [File] { sources + tests }

    private init(root: URL?) {
        var sources: [File] = []
        var tests: [File] = []
        var others: [PlainFile] = []
        var manifest = SourceText("")
        for path in root.map(Self.textFiles) ?? [] {
            // A file may vanish while we walk: an editor's swap file, a test's own output.
            guard let root, let data = try? Data(contentsOf: root.appending(path: path)) else { continue }
            let bytes = [UInt8](data)
            if path == "Package.swift" {
                manifest = SourceText(bytes)
            } else if path.hasSuffix(".swift") && path.hasPrefix("Sources/") {
                sources.append(File(path: path, text: SourceText(bytes)))
            } else if path.hasSuffix(".swift") && path.hasPrefix("Tests/") {
                tests.append(File(path: path, text: SourceText(bytes)))
            } else {
                others.append(PlainFile(path: path, bytes: bytes))
            }
        }
        self.sources = sources
        self.tests = tests
        self.others = others
        self.manifest = manifest
    }

    /// The folder whose manifest is ours, found upwards from this file.
    private static func projectRoot() -> URL? {
        var folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path.count > 1 {
            let manifest = folder.appending(path: "Package.swift")
            if let text = try? String(contentsOf: manifest, encoding: .utf8), text.contains("name: \"wharf\"")
            {
                return folder
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    /// The paths of what people wrote, sorted: no build products, no history, no spool.
    private static func textFiles(under root: URL) -> [String] {
        let passedBy: Set<String> = [".build", ".git", "Spool", ".swiftpm", "node_modules", "__pycache__"]
        let kinds: Set<String> = [
            "", "swift", "md", "yaml", "yml", "json", "py", "sh", "txt", "h", "modulemap", "css", "html",
            "js", "ndjson",
            "service",
        ]
        guard let walk = FileManager.default.enumerator(atPath: root.path) else { return [] }
        var paths: [String] = []
        while let path = walk.nextObject() as? String {
            let url = URL(filePath: path)
            let type = walk.fileAttributes?[.type] as? FileAttributeType
            if type == .typeDirectory {
                let name = url.lastPathComponent
                // `make test-core` and others build in folders of their own.
                let isPassedBy = passedBy.contains(name) || name.hasPrefix(".build")
                if isPassedBy && !path.hasPrefix("Sources/") {
                    walk.skipDescendants()
                }
            } else if type == .typeRegular && kinds.contains(url.pathExtension) {
                paths.append(path)
            }
        }
        return paths.sorted()
    }
}
