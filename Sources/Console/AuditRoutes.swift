public import Exchange
internal import Foundation
internal import Hummingbird

/// What a person may do about the audit trail; looking at it is the window's.
public struct AuditAnswers: Sendable {
    /// Signs the end of the trail now; answers the checkpoint and its file.
    public var checkpoint: @Sendable () throws -> (checkpoint: Checkpoint, path: String)
    /// Enters into the trail that a part of it is given out, in words.
    public var noteExport: @Sendable (_ what: String) throws -> Void

    /// Copies everything into a folder, and enters that into the trail.
    public var backUp: @Sendable (_ folder: String) throws -> BackupReport

    /// Bundles the acts.
    public init(
        checkpoint: @escaping @Sendable () throws -> (checkpoint: Checkpoint, path: String),
        noteExport: @escaping @Sendable (_ what: String) throws -> Void,
        backUp: @escaping @Sendable (_ folder: String) throws -> BackupReport
    ) {
        self.checkpoint = checkpoint
        self.noteExport = noteExport
        self.backUp = backUp
    }
}

/// A checkpoint that was made, with the file it lies in.
public struct KeptCheckpoint: Sendable, Codable {
    /// The checkpoint.
    public let checkpoint: Checkpoint
    /// Its file.
    public let file: String
}

extension ConsoleServer {
    /// Routes that sign and note, for the local pane only.
    func addAuditRoutes(to router: Router<BasicRequestContext>) {
        let answers = answers.audit
        router.post("/v1/audit/checkpoint") { [self] _, _ in
            try await respond {
                let made = try answers.checkpoint()
                return try Window.json(KeptCheckpoint(checkpoint: made.checkpoint, file: made.path))
            }
        }
        router.post("/v1/audit/exported") { [self] request, _ in
            let what = request.uri.queryParameters["what"].map { String($0) } ?? "all"
            return try await respond {
                try answers.noteExport(String(what.prefix(200)))
                return try Window.json(["noted": true])
            }
        }
        router.post("/v1/backups") { [self] request, _ in
            let folder = request.uri.queryParameters["into"].map { String($0) } ?? ""
            return try await respond {
                guard folder.hasPrefix("/") else {
                    throw WindowError(.badRequest, "a backup goes into a folder named by its whole path")
                }
                return try Window.json(try answers.backUp(folder))
            }
        }
    }
}
