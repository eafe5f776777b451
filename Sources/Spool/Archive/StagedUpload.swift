public import Cryptography
internal import Foundation
internal import Glibc

/// Who began an upload and when: what lies beside its bytes, so that it can be resumed or explained after a
/// crash.
public struct StagedUpload: Sendable, Hashable, Codable {
    /// The identifier of the upload; its files are named by it.
    public let id: ULID
    /// The partner it belongs to.
    public let partner: String
    /// The name the partner gave it; never a path of ours.
    public let name: String
    /// Who was logged in.
    public let login: String
    /// The address it came from.
    public let peer: String
    /// When it began, in milliseconds since 1970.
    public let startedMilliseconds: Int64

    private static let byteCountMaximum = 65_536

    func save(at path: String) throws(SpoolError) {
        let bytes: Data
        do {
            bytes = try JSONEncoder().encode(self)
        } catch {
            throw SpoolError(.unexpected, path: path, detail: "cannot write the upload's origin as JSON")
        }
        let file = try Disk.open(path, O_WRONLY | O_CREAT | O_EXCL)
        try Array(bytes).withUnsafeBufferPointer { (buffer) throws(SpoolError) in
            try Disk.write(UnsafeRawBufferPointer(buffer), to: file.number, at: 0, path)
        }
    }

    /// What lies beside the bytes, or `nil` when it is missing or torn: it is not synced with every upload.
    static func load(from path: String) throws(SpoolError) -> StagedUpload? {
        guard let bytes = try Disk.contents(of: path, byteCountMaximum: byteCountMaximum) else { return nil }
        return try? JSONDecoder().decode(StagedUpload.self, from: Data(bytes))
    }
}

/// An upload whose sender went away before it was sealed.
public struct AbandonedUpload: Sendable, Hashable {
    /// Who began it and when.
    public let upload: StagedUpload
    /// How many bytes came.
    public let byteCount: Int
    /// When the last of them came, in seconds since 1970.
    public let modifiedSeconds: Int64
}
