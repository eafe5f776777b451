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
    @Option(
        help: ArgumentHelp(
            "How seriously families of checks are taken: on, warn or off, as codes=warn,totals=off. Families: \(Self.families).",
            valueName: "family=level"))
    var levels: String?
    @Flag(
        help: ArgumentHelp(
            "Only warn of codes, dates, conditions and counts."))
    var lenient = false
    @Flag(help: "Take totals and amounts as errors too.")
    var strict = false

    private static let families = ValidationLevels.Family.allCases.map(\.rawValue).joined(separator: ", ")

    func validate() throws {
        if lenient && strict { throw ValidationError("--lenient and --strict exclude each other") }
        _ = try named()
    }

    /// The levels of `--levels`.
    private func named() throws -> [ValidationLevels.Family: ValidationLevels.Level] {
        var named: [ValidationLevels.Family: ValidationLevels.Level] = [:]
        for word in levels?.split(separator: ",") ?? [] {
            let parts = word.split(separator: "=", maxSplits: 1).map { String($0.trimmingPrefix(" ")) }
            guard parts.count == 2, let family = ValidationLevels.Family(rawValue: parts[0]),
                let level = ValidationLevels.Level(rawValue: parts[1])
            else {
                throw ValidationError(
                    "--levels: `\(word)` is no family=level; families are \(Self.families), levels on, warn, off"
                )
            }
            named[family] = level
        }
        return named
    }

    /// The rules that the options ask for.
    func validation() throws -> Validation {
        var validation = Validation()
        if lenient {
            validation.levels = [.codes: .warn, .dates: .warn, .conditions: .warn, .counts: .warn]
        } else if strict {
            for family in ValidationLevels.Family.allCases { validation.levels[family] = .on }
        }
        validation.levels.merge(try named()) { $1 }
        if let partner {
            let directory = try ProfileFolder(profiles).directory()
            guard let profile = directory.partner(id: partner) else {
                throw Failure(.notFound, "there is no partner \(partner); see `wharf partner list`")
            }
            guard let agreement = profile.x12 else {
                throw Failure(.invalid, "the profile of \(partner) has no x12 section")
            }
            validation.library = profile.library
            validation.agreement = agreement
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
    var limits = Limits.standard
    /// The partner's agreement, when one was named.
    var agreement: TradingAgreement?
    /// Levels that were asked for, over those of the agreement.
    var levels: [ValidationLevels.Family: ValidationLevels.Level] = [:]
    /// Whether sets with errors keep their content, to be shown.
    var keepsFaulty = false

    /// How groups are acknowledged.
    var acknowledge: AcknowledgePolicy { agreement?.acknowledge ?? .standard }

    /// The rules for a group.
    func policy(for group: GroupHeader) -> ValidationPolicy {
        var policy = agreement?.validationPolicy(for: group) ?? .strict
        for (family, level) in levels { policy.levels[family] = level }
        if keepsFaulty {
            for set in library.sets { policy.onError[set] = .acceptGood }
        }
        return policy
    }
}
