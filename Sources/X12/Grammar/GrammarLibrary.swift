public final class Grammar: Sendable {
}
/// The dictionaries we have: releases, their sets, segments, elements and code lists.
public struct GrammarLibrary: Sendable {
    /// The dictionaries compiled into the program.
    public static let standard = GrammarLibrary()
    /// The grammar of a set in a release, as `856` and `004010`; nil when we have none.
    public func grammar(set: String, release: String) -> Grammar? { nil }
    /// Whether we have a dictionary for a release, as `004010`.
    public func knows(release: String) -> Bool { false }
}
