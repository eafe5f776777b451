/// What a TA1 says of an interchange, from everything found wrong with its envelope.
///
/// A TA1 has room for one note. Separators that cannot separate come first, for all that follows from them is
/// their doing; then a broken structure; then the first fault of ISA that rejects; then the first that does not.
enum InterchangeJudgment {
    /// The note of TA105 and the status of TA104.
    static func verdict(on findings: [Finding]) -> (status: InterchangeStatus, note: String) {
        var best: (rank: Int, note: String)?
        for finding in findings {
            guard let note = finding.answer(at: "TA105") else { continue }
            let rank = rank(of: note)
            if rank < best?.rank ?? Int.max { best = (rank, note) }
        }
        guard let best else { return (.accepted, "000") }
        return (best.rank == mildRank ? .acceptedWithErrors : .rejected, best.note)
    }

    private static let mildRank = 3

    private static func rank(of note: String) -> Int {
        switch note {
        case "004", "026", "027": 0
        case "022", "023": 1
        // A bad date or time of the envelope and a bad ISA14 leave the content usable.
        case "014", "015", "019": mildRank
        default: 2
        }
    }
}
