internal import Synchronization

/// The dictionaries we have: releases, their sets, segments, elements and code lists.
///
/// A grammar is compiled when it is first asked for and shared from then on. Safe from any thread.
public struct GrammarLibrary: Sendable {
    /// The dictionaries compiled into the program.
    ///
    /// 004010 and 005010 are complete. 003040, 003050, 003060 and 004030 have structure and elements of their
    /// own; their code lists are borrowed, so that a code outside of them is a warning.
    public static let standard = GrammarLibrary(storage: LibraryStorage())

    private let storage: LibraryStorage
    /// The grammars that overlays change, by set and release; kept apart, so that the rest stays shared.
    private(set) var changed: [GrammarKey: Grammar] = [:]

    /// The grammar of a set in a release, as `856` and `004010`; nil when we have none.
    ///
    /// A release without tables of its own gets the grammar of the ``nearest(to:)`` one, in which no length
    /// is enforced.
    public func grammar(set: String, release: String) -> Grammar? {
        if !changed.isEmpty, let grammar = changed[GrammarKey(set: set, release: release)] { return grammar }
        return storage.grammar(set: set, release: release)
    }

    /// Whether we have a dictionary of a release's own, as `004010`.
    public func knows(release: String) -> Bool {
        ReleaseTable.all.contains { $0.name == release }
    }

    /// The tables that a release is read with: its own, else the nearest at or above, else 005010.
    ///
    /// - Parameter release: six digits, as the first of GS08.
    /// - Returns: the release of the tables, whether it is the one asked for, and whether lengths are
    ///   enforced, which they are in the exact release only; nil for what is no release from 003010 to 008999.
    public func nearest(
        to release: String
    ) -> (release: String, isExact: Bool, enforcesLengths: Bool)? {
        guard let table = ReleaseTable.nearest(to: release) else { return nil }
        let isExact = table.name == release
        return (table.name, isExact, isExact)
    }

    /// The releases with tables of their own, oldest first.
    public var releases: [String] { ReleaseTable.all.map(\.name) }

    /// The identifiers of the sets we have, sorted.
    public var sets: [String] { Tables.sets.map(\.id) }

    /// GS01 of the groups a set travels in, nil for a set that we do not have.
    public func functionalID(ofSet set: String) -> String? {
        LibraryStorage.table(ofSet: set)?.functionalID
    }

    /// Compiles every set of every release, so that no file waits for it.
    ///
    /// Costs a few milliseconds, and memory for some two hundred and fifty grammars.
    public func preload() {
        for release in ReleaseTable.all {
            for set in Tables.sets { _ = storage.grammar(set: set.id, release: release.name) }
        }
    }

    /// The library with some grammars changed.
    func changing(_ grammars: [GrammarKey: Grammar]) -> GrammarLibrary {
        var library = self
        library.changed.merge(grammars) { _, new in new }
        return library
    }

    /// The elements and code lists of a release; those of the nearest one where it has none of its own.
    func dictionary(release: String) -> ReleaseDictionary? {
        storage.dictionary(release: release)
    }
}

/// A set and a release, packed.
struct GrammarKey: Sendable, Hashable {
    let set: UInt64
    let release: UInt64

    init(set: String, release: String) {
        self.set = PackedTable.pack(set.utf8)
        self.release = PackedTable.pack(release.utf8)
    }
}

/// What was compiled so far.
final class LibraryStorage: Sendable {
    private struct Compiled {
        var dictionaries: [UInt64: ReleaseDictionary] = [:]
        /// By the release that is asked for.
        var grammars: [GrammarKey: Grammar] = [:]
        /// Those that stand in for other releases, by the release of their tables.
        var borrowed: [GrammarKey: Grammar] = [:]
    }

    /// Releases that are asked for are outside data: of those without tables not more are remembered.
    private static let maximumGrammars = 4_096

    private let compiled = Mutex(Compiled())

    static func table(ofSet set: String) -> SetTable? {
        let packed = PackedTable.pack(set.utf8)
        return Tables.sets.first { $0.packedID == packed }
    }

    func dictionary(release: String) -> ReleaseDictionary? {
        compiled.withLock { LibraryStorage.dictionary(release, in: &$0) }
    }

    func grammar(set: String, release: String) -> Grammar? {
        let key = GrammarKey(set: set, release: release)
        return compiled.withLock { compiled in
            if let known = compiled.grammars[key] { return known }
            guard let table = LibraryStorage.table(ofSet: set),
                let dictionary = LibraryStorage.dictionary(release, in: &compiled)
            else { return nil }
            let lender = GrammarKey(set: set, release: dictionary.release)
            guard
                let grammar = dictionary.isBorrowed
                    ? compiled.borrowed[lender] ?? GrammarCompiler.grammar(table, dictionary: dictionary)
                    : GrammarCompiler.grammar(table, dictionary: dictionary)
            else { return nil }
            if dictionary.isBorrowed { compiled.borrowed[lender] = grammar }
            if !dictionary.isBorrowed || compiled.grammars.count < LibraryStorage.maximumGrammars {
                compiled.grammars[key] = grammar
            }
            return grammar
        }
    }

    private static func dictionary(
        _ release: String, in compiled: inout Compiled
    ) -> ReleaseDictionary? {
        guard let table = ReleaseTable.nearest(to: release) else { return nil }
        let isBorrowed = table.name != release
        let key = UInt64(table.digit) << 1 | (isBorrowed ? 1 : 0)
        if let known = compiled.dictionaries[key] { return known }
        let dictionary = TableReader.dictionary(release: table, isBorrowed: isBorrowed)
        compiled.dictionaries[key] = dictionary
        return dictionary
    }
}
