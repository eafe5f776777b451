import Foundation

/// Turns references into secrets: from the secrets folder, the environment, or systemd's credentials.
public struct SecretStore: Sendable {
    private let directory: String?
    private let environment: [String: String]

    /// The largest secret that is read.
    static let maximumBytes = 64 << 10

    /// A store over a folder (`nil` when there is none) and an environment.
    public init(directory: String?, environment: [String: String]) {
        self.directory = directory
        self.environment = environment
    }

    /// The secret that a reference names, without one final line break.
    ///
    /// - Throws: ``SecretError``, which names the reference but never the secret.
    public func resolve(_ reference: SecretReference) throws(SecretError) -> String {
        let text: String
        switch reference.place {
        case .env:
            guard let value = environment[reference.name] else {
                throw SecretError(code: .missing, reference: reference)
            }
            text = value
        case .file:
            guard let directory else { throw SecretError(code: .noDirectory, reference: reference) }
            text = try read("\(directory)/\(reference.name)", of: reference, mustBePrivate: true)
        case .systemd:
            guard let directory = environment["CREDENTIALS_DIRECTORY"], !directory.isEmpty else {
                throw SecretError(code: .noDirectory, reference: reference)
            }
            // systemd itself keeps this folder from other users.
            text = try read("\(directory)/\(reference.name)", of: reference, mustBePrivate: false)
        }
        let trimmed = Self.withoutFinalLineBreak(text)
        guard !trimmed.isEmpty else { throw SecretError(code: .empty, reference: reference) }
        return trimmed
    }

    private func read(
        _ path: String, of reference: SecretReference, mustBePrivate: Bool
    ) throws(SecretError) -> String {
        // Secrets are often mounted as links; what counts is the file behind.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: target)
        guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular else {
            throw SecretError(code: .missing, reference: reference)
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard !mustBePrivate || mode & 0o077 == 0 else {
            throw SecretError(code: .readableByOthers(mode: mode & 0o777), reference: reference)
        }
        guard let size = (attributes[.size] as? NSNumber)?.intValue, size <= Self.maximumBytes else {
            throw SecretError(code: .tooLarge, reference: reference)
        }
        guard let bytes = FileManager.default.contents(atPath: target) else {
            throw SecretError(code: .unreadable, reference: reference)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SecretError(code: .notText, reference: reference)
        }
        return text
    }

    private static func withoutFinalLineBreak(_ text: String) -> String {
        // CR LF is one Character.
        guard let last = text.last, last == "\n" || last == "\r\n" else { return text }
        return String(text.dropLast())
    }
}

/// A reference that gives no secret, and why.
public struct SecretError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What stood in the way.
    public enum Code: Sendable, Hashable {
        /// There is no folder that such references are looked up in.
        case noDirectory
        /// Nothing has this name.
        case missing
        /// It is there, but we may not read it.
        case unreadable
        /// Its file can be read by group or others.
        case readableByOthers(mode: Int)
        /// It is empty.
        case empty
        /// It is larger than any secret.
        case tooLarge
        /// It is not UTF-8.
        case notText
    }

    /// What stood in the way.
    public let code: Code
    /// The reference.
    public let reference: SecretReference

    /// What happened, in a sentence without a period.
    public var description: String {
        switch code {
        case .noDirectory: "\(reference) cannot be looked up: there is no folder for such secrets"
        case .missing: "\(reference) does not exist"
        case .unreadable: "\(reference) cannot be read"
        case .readableByOthers(let mode):
            "\(reference) can be read by others: mode 0\(String(mode, radix: 8))"
        case .empty: "\(reference) is empty"
        case .tooLarge: "\(reference) is larger than \(SecretStore.maximumBytes / 1024) KiB"
        case .notText: "\(reference) is not UTF-8 text"
        }
    }

    /// What to do about it.
    var hint: String {
        switch (code, reference.place) {
        case (.noDirectory, .systemd): "systemd sets CREDENTIALS_DIRECTORY when the unit has LoadCredential="
        case (.noDirectory, _): "start with --secrets DIR"
        case (.missing, .env): "set \(reference.name) in the environment of the server"
        case (.missing, _): "put the secret into a file of this name, mode 0600"
        case (.unreadable, _): "give the file to the user that the server runs as"
        case (.readableByOthers, _): "chmod 600 the file"
        case (.empty, _), (.tooLarge, _), (.notText, _): "write the secret into it again, as one line of text"
        }
    }
}
