internal import ArgumentParser
internal import Foundation
internal import Partners
internal import X12

/// By whose rules files are checked.
struct ValidationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Check by this trading partner's agreement: sets, versions, overlays, levels.", valueName: "id"))
    var partner: String?
    @OptionGroup var profiles: ProfileOptions
    @Option(help: ArgumentHelp("Apply a guide on top; may be given more than once.", valueName: "file"))
    var overlay: [String] = []

    /// The rules that the options ask for.
    func validation() throws -> Validation {
        var validation = Validation()
        if let partner {
            let directory = try ProfileFolder(profiles).directory()
            guard let profile = directory.partner(id: partner) else {
                throw Failure(.notFound, "there is no partner \(partner); see `wharf partner list`")
            }
            guard let agreement = profile.x12 else {
                throw Failure(.invalid, "the profile of \(partner) has no x12 section")
            }
            validation.library = profile.library
            validation.policy = agreement.validationPolicy
            validation.acknowledge = agreement.acknowledge
        }
        if !overlay.isEmpty {
            let files = try overlay.map { ($0, try Self.bytes(of: $0)) }
            do throws(OverlayFaults) {
                var overlays: [Overlay] = []
                for (name, bytes) in files { overlays.append(try Overlay(reading: bytes, file: name)) }
                validation.library = try validation.library.applying(overlays)
            } catch {
                throw Self.failure(error)
            }
        }
        return validation
    }

    private static func bytes(of name: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: name),
            let data = try? handle.read(upToCount: Overlay.maximumBytes + 1) ?? Data()
        else { throw Failure(.notFound, "the overlay \(Terminal.visible(name)) cannot be read") }
        return Array(data)
    }

    private static func failure(_ faults: OverlayFaults) -> Failure {
        for line in faults.description.split(separator: "\n") {
            Terminal.complain(Terminal.visible(String(line)))
        }
        return Failure(.invalid, "the overlay cannot be used; its mistakes are listed above")
    }
}

/// The rules that a file is checked by.
struct Validation {
    var library = GrammarLibrary.standard
    var policy = ValidationPolicy.strict
    var limits = Limits.standard
    /// How the partner's agreement wants groups acknowledged.
    var acknowledge = AcknowledgePolicy.standard

    var vocabulary: Vocabulary { Vocabulary(library: library) }
}
