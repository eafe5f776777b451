internal import ArgumentParser
internal import Foundation
internal import X12

/// Reads and applies a partner's overlay.
struct ApplyOverlay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads and applies an overlay of twenty rules; prints milliseconds.")

    private static let text = """
        # What a partner's guide says of its ship notice.
        set 856 004010
        /DTM mandatory
        /DTM maximum 2
        HL/LIN mandatory
        HL/SN1 mandatory
        HL/MAN maximum 1
        HL/TD1 mandatory
        HL/PRF01 length 8..10
        HL/REF01 codes only BM CN 2I IA
        HL/MAN01 codes only GM CP
        HL/N104 length 4..13
        HL/N103 mandatory
        HL/SN104 not used
        HL/TD501 mandatory
        HL/TD502 codes only 2
        BSN05 mandatory
        BSN05 codes only 0001 0002
        HL/LIN02 codes only UP BP IN
        HL/SN103 codes only EA CA
        segment ZA1 after /DTM optional maximum 2: 01 AN 1..10 mandatory, 02 N0 1..5
        """

    func run() throws {
        let library = GrammarLibrary.standard
        _ = library.grammar(set: "856", release: "004010")
        let rounds = 100
        let seconds = try Machine.best(of: 3) {
            for _ in 0..<rounds {
                _ = try library.applying([Overlay(reading: Array(Self.text.utf8), file: "bench.overlay")])
            }
        }
        print((seconds / Double(rounds) * 1e3).formatted(.number.precision(.fractionLength(3))))
    }
}
