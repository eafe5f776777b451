import Testing

@testable import Partners

/// One change that breaks a profile.
///
/// `¦` in the new text marks where the fault must be reported, or `at`
/// names the text whose first occurrence it is reported at.
struct Breakage: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let message: String
    let place: String?

    init(_ old: String, _ new: String, _ message: String, at place: String? = nil) {
        self.old = old
        self.new = new
        self.message = message
        self.place = place
    }

    var testDescription: String { message }

    /// The broken text, and the line and column of the mark, both from 1.
    func applied(to text: String) throws -> (text: String, line: Int, column: Int) {
        let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "the sample does not hold: \(old)")
        var marked = String(parts[0] + new + parts[1])
        if let place {
            let range = try #require(marked.firstRange(of: place), "the broken text does not hold: \(place)")
            marked.insert("¦", at: range.lowerBound)
        }
        let halves = marked.split(separator: "¦", omittingEmptySubsequences: false)
        try #require(halves.count == 2, "one mark is needed: \(new)")
        let lines = halves[0].split(separator: "\n", omittingEmptySubsequences: false)
        return (halves.joined(), lines.count, (lines.last?.unicodeScalars.count ?? 0) + 1)
    }

    /// Expects that the broken file gives this one error, at its place, and no directory.
    func expectOnlyFault(in file: String, of sample: String) throws {
        let folder = try ProfileFolder.complete()
        let broken = try applied(to: sample)
        try folder.write(file, broken.text)
        let review = folder.load()
        let place = "Partners/\(file):\(broken.line):\(broken.column): error: "
        #expect(review.errors.count == 1, "\(review.errors)")
        #expect(
            review.errors.first?.hasPrefix(place + message) == true, "\(review.errors) for \(place)\(message)"
        )
        #expect(review.directory == nil)
    }
}
