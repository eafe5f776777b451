internal import Synchronization

/// The dictionaries we have: releases, their sets, segments, elements and code lists.
///
/// A grammar is compiled when it is first asked for and shared from then on. Safe from any thread.
public struct GrammarLibrary: Sendable {
    /// The dictionaries compiled into the program: 004010 and 005010.
    public static let standard = GrammarLibrary(storage: LibraryStorage())

    private let storage: LibraryStorage

    /// The grammar of a set in a release, as `856` and `004010`; nil when we have none.
    public func grammar(set: String, release: String) -> Grammar? {
        storage.grammar(set: set, release: release)
    }

    /// Whether we have a dictionary for a release, as `004010`.
    public func knows(release: String) -> Bool {
        LibraryStorage.releases.contains(release)
    }

    /// The identifiers of the sets we have, sorted.
    public var sets: [String] { Tables.sets.map(\.id) }

    /// GS01 of the groups a set travels in, nil for a set that we do not have.
    public func functionalID(ofSet set: String) -> String? {
        Tables.sets.first { $0.id == set }?.functionalID
    }

    /// The elements and code lists of a release.
    func dictionary(release: String) -> ReleaseDictionary? {
        storage.dictionary(release: release)
    }
}

/// What was compiled so far.
final class LibraryStorage: Sendable {
    static let releases = ["004010", "005010"]

    private struct Compiled {
        var dictionaries: [String: ReleaseDictionary] = [:]
        var grammars: [String: Grammar] = [:]
    }

    private let compiled = Mutex(Compiled())

    func dictionary(release: String) -> ReleaseDictionary? {
        guard LibraryStorage.releases.contains(release) else { return nil }
        return compiled.withLock { LibraryStorage.dictionary(release, in: &$0) }
    }

    func grammar(set: String, release: String) -> Grammar? {
        guard LibraryStorage.releases.contains(release), let row = Tables.sets.first(where: { $0.id == set })
        else {
            return nil
        }
        let key = release + "/" + set
        return compiled.withLock { compiled in
            if let known = compiled.grammars[key] { return known }
            let grammar = GrammarCompiler.grammar(
                set: row.id, functionalID: row.functionalID, name: row.name, table: row.table,
                dictionary: LibraryStorage.dictionary(release, in: &compiled))
            compiled.grammars[key] = grammar
            return grammar
        }
    }

    private static func dictionary(_ release: String, in compiled: inout Compiled) -> ReleaseDictionary {
        if let known = compiled.dictionaries[release] { return known }
        let dictionary = TableReader.dictionary(release: release)
        compiled.dictionaries[release] = dictionary
        return dictionary
    }
}
