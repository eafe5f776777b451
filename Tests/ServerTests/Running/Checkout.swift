import Foundation

/// Where the sources and the program under test are.
enum Checkout {
    /// The project's folder.
    static let root: String = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { folder.deleteLastPathComponent() }
        return folder.path
    }()

    /// The debug build of the program: beside the running tests, else in the project's build folder.
    static let program: String = {
        var places = CommandLine.arguments.filter { $0.hasPrefix("/") }.map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().path
        }
        places.append(root + "/.build/debug")
        return places.map { $0 + "/wharf" }.first { FileManager.default.isExecutableFile(atPath: $0) }
            ?? "wharf"
    }()

    /// The names of all failpoints, read from where they are declared.
    static let failpoints: [String] = {
        let path = root + "/Sources/Failpoints/Failpoint.swift"
        let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        return text.matches(of: /case \w+ = "([a-z.-]+)"/).map { String($0.1) }
    }()

    /// A number from the environment that makes a run longer or another one.
    static func setting(_ name: String, or standard: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? standard
    }
}
