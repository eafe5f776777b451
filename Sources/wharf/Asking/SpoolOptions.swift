internal import ArgumentParser
internal import Foundation
internal import Spool

/// Where the server's folders lie.
struct SpoolOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder with the server's bytes and books.", valueName: "dir"))
    var spool = ProcessInfo.processInfo.environment["WHARF_SPOOL"] ?? "Spool"

    var layout: SpoolLayout { SpoolLayout(root: FilePlace.absolute(spool)) }
}

/// Where the profiles lie.
struct ProfileOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder with house.yaml and a file for each trading partner.", valueName: "dir"))
    var partners = ProcessInfo.processInfo.environment["WHARF_PARTNERS"] ?? "Partners"

    @Option(
        help: ArgumentHelp(
            "The folder with the secrets that profiles refer to, each a file of mode 0600.", valueName: "dir")
    )
    var secrets: String?

    /// The option, or the environment's `WHARF_SECRETS`.
    var secretsFolder: String? { secrets ?? ProcessInfo.processInfo.environment["WHARF_SECRETS"] }
}

/// How lists are narrowed and shown.
struct ListOptions: ParsableArguments {
    @Option(help: "Only this trading partner.")
    var partner: String?

    @Option(help: "At most so many, newest first.")
    var limit = 50

    @Option(help: ArgumentHelp("Only those before this id: the next page.", valueName: "id"))
    var before: String?

    @Flag(help: "A JSON object a line.")
    var json = false

    func query(kind: String?) -> [String: String] {
        var query = ["limit": "\(limit)"]
        query["partner"] = partner
        query["before"] = before
        query["kind"] = kind
        return query
    }
}

/// Paths as the process sees them.
enum FilePlace {
    static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }
}
