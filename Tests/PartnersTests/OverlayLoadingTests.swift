import Testing
import X12

@testable import Partners

/// Overlays stand beside the profile and become part of the partner's generation.
struct OverlayLoadingTests {
    private func overlay(_ text: String) throws -> ProfileReview {
        let folder = try ProfileFolder.complete()
        try folder.write("acme-castings/856.overlay", text)
        return folder.load()
    }

    @Test func `an overlay's rules are those of its partner alone`() throws {
        let directory = try #require(try ProfileFolder.complete().load().directory)
        let partner = try #require(directory.partner(id: "acme-castings"))
        let changed = try #require(partner.library.grammar(set: "856", release: "004010"))
        let standard = try #require(GrammarLibrary.standard.grammar(set: "856", release: "004010"))
        #expect(changed !== standard)
        #expect(
            partner.library.grammar(set: "810", release: "004010")
                === GrammarLibrary.standard.grammar(set: "810", release: "004010"))
    }

    @Test func `an overlay is a source of the generation and of its partner's revision`() throws {
        let directory = try #require(try ProfileFolder.complete().load().directory)
        let file = "Partners/acme-castings/856.overlay"
        #expect(directory.sources.contains { $0.file == file })
        let partner = try #require(directory.partner(id: "acme-castings"))
        #expect(partner.overlays == [.init(file: file, bytes: Array(SampleProfiles.overlay.utf8))])
    }

    @Test(arguments: [
        ("", "1:1", "The overlay says nothing"),
        ("BSN05 mandatory\n", "1:1", "Say first what the lines are about"),
        ("set 856 004010\n\nBSN05 mandatry\n", "3:7", "mandatry"),
        ("set 856 004010\n  XQZ mandatory\n", "2:3", "has no segment XQZ"),
        ("set 999 001000\n", "1:9", "A release is named by six digits"),
    ])
    func `a mistake in an overlay is an error at its line and column`(
        _ text: String, _ place: String, _ words: String
    ) throws {
        let errors = try overlay(text).errors
        #expect(errors.count == 1, "\(errors)")
        #expect(
            errors.first?.hasPrefix("Partners/acme-castings/856.overlay:\(place): error: ") == true,
            "\(errors)")
        #expect(errors.first?.contains(words) == true, "\(errors)")
    }

    @Test func `a mistake in an overlay makes the folder unusable`() throws {
        #expect(try overlay("set 856 004010\nBSN99 mandatory\n").directory == nil)
    }

    @Test func `an overlay of another set than it is named for is worth a warning at the key`() throws {
        let review = try overlay("set 850 004010\nBEG02 codes only NE\n")
        #expect(review.directory != nil)
        let warning = try #require(review.faults.first { $0.severity == .warning })
        #expect(warning.path == "x12.inbound.856.overlay")
        #expect(warning.message.contains("says nothing of the 856 in 004010"))
    }

    @Test func `an overlay larger than any guide is refused`() throws {
        let errors = try overlay(String(repeating: "# long\n", count: 200_000)).errors
        #expect(errors.count == 1)
        #expect(errors.first?.contains("an overlay has at most 1048576") == true, "\(errors)")
    }
}
