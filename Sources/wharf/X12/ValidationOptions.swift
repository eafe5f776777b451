internal import ArgumentParser
internal import X12

/// By whose rules files are checked.
struct ValidationOptions: ParsableArguments {
    /// The rules that the options ask for.
    func validation() throws -> Validation {
        Validation()
    }
}

/// The rules that a file is checked by.
struct Validation {
    var library = GrammarLibrary.standard
    var policy = ValidationPolicy.strict
    var limits = Limits.standard

    var vocabulary: Vocabulary { Vocabulary(library: library) }
}
