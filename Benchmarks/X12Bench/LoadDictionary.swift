internal import ArgumentParser
internal import Foundation
internal import X12

/// Compiles the dictionary, once: a process has no second first time.
struct LoadDictionary: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Loads every set of every release; prints milliseconds.")

    func run() throws {
        let library = GrammarLibrary.standard
        let seconds = Machine.best(of: 1) { library.preload() }
        print((seconds * 1e3).formatted(.number.precision(.fractionLength(2))), library.sets.count)
    }
}
