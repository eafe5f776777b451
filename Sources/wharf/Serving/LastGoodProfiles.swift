internal import Foundation
internal import Partners
internal import Spool

/// The last profiles that passed all checks, kept in the spool: a server that finds its folder broken starts with them.
struct LastGoodProfiles {
    private static let totalLimit = 8 << 20
    private let file: StateFile

    init(_ layout: SpoolLayout) throws {
        file = try StateFile(layout, name: "last-good-profiles.json", isSecret: true)
    }

    /// Keeps every file of a folder that was just found good.
    func keep(folder: String) throws {
        let root = URL(fileURLWithPath: folder).standardizedFileURL
        var files: [String: Data] = [:]
        var total = 0
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .fileSizeKey]
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: Array(keys))
        else { return }
        for case let place as URL in walk {
            let values = try place.resourceValues(forKeys: keys)
            guard values.isRegularFile == true else { continue }
            total += values.fileSize ?? 0
            // Larger things beside the profiles are samples and fixtures, not needed to run.
            guard total <= Self.totalLimit else { break }
            files[String(place.standardizedFileURL.path.dropFirst(root.path.count + 1))] = try Data(
                contentsOf: place)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let bytes = Array(try encoder.encode(files))
        if try file.read() != bytes { try file.replace(bytes) }
    }

    /// Reads the kept profiles; `nil` when there are none or they are no longer good.
    func load(like folder: ProfileFolder) throws -> PartnerDirectory? {
        guard let bytes = try file.read() else { return nil }
        let files = try JSONDecoder().decode([String: Data].self, from: Data(bytes))
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "wharf-profiles-\(UUID().uuidString)/Partners")
        defer {
            do {
                try FileManager.default.removeItem(at: root.deletingLastPathComponent())
            } catch {
                Terminal.complain("wharf: \(root.path) could not be removed: \(error)")
            }
        }
        for (name, data) in files {
            let place = root.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: place)
        }
        return folder.at(root.path).review().directory
    }
}
