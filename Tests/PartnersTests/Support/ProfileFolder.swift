import Foundation
import Partners

/// A profile folder of its own for one test, removed at its end.
final class ProfileFolder {
    let root: URL
    private var environment: [String: String] = [:]

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "wharf-partners-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: root.appendingPathComponent("Partners"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: root.appendingPathComponent("secrets"), withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    /// Writes a file of the profile folder.
    func write(_ file: String, _ text: String) throws {
        try write(file, bytes: Array(text.utf8))
    }

    /// Writes a file of the profile folder, byte for byte.
    func write(_ file: String, bytes: [UInt8]) throws {
        let target = root.appendingPathComponent("Partners/\(file)")
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: target)
    }

    /// Writes a secret with a mode.
    func secret(_ name: String, _ text: String, mode: Int = 0o600) throws {
        let target = root.appendingPathComponent("secrets/\(name)")
        try Data(text.utf8).write(to: target)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: target.path)
    }

    /// Sets a variable of the environment that secrets see.
    func environment(_ name: String, _ value: String) {
        environment[name] = value
    }

    /// What the loader says of the folder.
    func load(today: String? = "2026-11-23", withSecrets: Bool = true) -> ProfileReview {
        let secrets = SecretStore(
            directory: withSecrets ? root.appendingPathComponent("secrets").path : nil,
            environment: environment)
        return ProfileLoader.load(
            folder: root.appendingPathComponent("Partners").path, secrets: secrets, today: today)
    }

    /// A folder with the house and partner of ``SampleProfiles`` and the secrets they name.
    static func complete() throws -> ProfileFolder {
        let folder = try ProfileFolder()
        try folder.write("house.yaml", SampleProfiles.house)
        try folder.write("acme-castings.yaml", SampleProfiles.partner)
        try folder.write("acme-castings/856.overlay", SampleProfiles.overlay)
        try folder.secret("erp-hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")
        try folder.secret("acme-password", "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo\n")
        try folder.secret("acme-sftp-key", SampleKeys.privateKey + "\n")
        try folder.secret("acme-sftp-password", "correct horse battery staple\n")
        return folder
    }
}

extension ProfileReview {
    /// The errors alone, as they are printed.
    var errors: [String] { faults.filter { $0.severity == .error }.map(\.description) }
}
