internal import Foundation
internal import X12

/// What the manifest says of a file's envelopes, as the findings that must, or must not, be there.
struct Expectation {
    /// Of each inner list one code must be found.
    private(set) var wanted: [[Finding.Code]] = []
    /// Whether no finding about envelopes may be there.
    private(set) var isClean = false

    /// The words of the independent look at a file, and the codes that say the same.
    private static let words: [(words: [String], codes: [Finding.Code])] = [
        (["not fixed width"], [.headerWidth, .headerUnreadable]),
        (["SE01="], [.setSegmentCount, .setTrailerMissing]),
        (["SE02=", "ST02="], [.setControlMismatch]),
        (["GE01="], [.groupSetCount]),
        (["GE02=", "GS06="], [.groupControlMismatch]),
        (["IEA01="], [.interchangeGroupCount, .interchangeEmpty]),
        (
            ["IEA02=", "ISA13="],
            [.interchangeControlMismatch, .interchangeTruncated, .interchangeTrailerMissing]
        ),
        (["IEA missing"], [.interchangeTruncated, .interchangeTrailerMissing]),
        (
            ["does not fit ST01"],
            [.setNotInGroup, .setUnknown, .setNotSupported, .groupNotSupported, .groupVersionUnsupported]
        ),
        (
            ["bad segment id"],
            [.segmentUnknown, .setUnknown, .setNotSupported, .segmentOutsideSet, .segmentOutsideGroup]
        ),
        (["outside ST/SE"], [.segmentOutsideSet, .segmentOutsideGroup]),
        (["outside GS/GE"], [.segmentOutsideGroup, .textOutsideInterchange]),
        (["unknown parent"], [.hierarchyParentUnknown, .setNotSupported, .groupVersionUnsupported]),
    ]

    init(_ entry: Manifest.Entry) {
        isClean = entry.envelope == "envelope ok"
        for part in entry.envelope.components(separatedBy: " | ") where entry.envelope.hasPrefix("ENVELOPE") {
            // Leading zeros are tolerated in a control number.
            if part.contains("only by leading zeros") || part.contains("ISB") || part.contains("ISE") {
                continue
            }
            for (words, codes) in Self.words where words.allSatisfy(part.contains) { wanted.append(codes) }
        }
    }

    /// Codes that speak of envelopes, apart from what a dictionary says.
    private static let envelopeCodes: Set<Finding.Code> = [
        .headerUnreadable, .setSegmentCount, .setTrailerMissing, .setControlMismatch, .groupSetCount,
        .groupControlMismatch, .groupTrailerMissing, .interchangeGroupCount, .interchangeControlMismatch,
        .interchangeTruncated, .interchangeTrailerMissing, .segmentOutsideSet, .segmentOutsideGroup,
    ]

    /// What makes an independent look at separators and lines go astray, and ours say so.
    private static let astray: Set<Finding.Code> = [
        .wrappedLines, .headerWidth, .terminatorInvalid, .componentSeparatorInvalid, .elementSeparatorInvalid,
    ]

    /// Sentences about what differs.
    func differences(from findings: [Finding]) -> [String] {
        let found = Set(findings.map(\.code))
        guard found.isDisjoint(with: Self.astray) else { return [] }
        var sentences = wanted.filter { found.isDisjoint(with: $0) }.map { codes in
            "expected " + codes.map(\.rawValue).joined(separator: " or ")
        }
        if isClean {
            let unexpected = found.intersection(Self.envelopeCodes)
            for code in unexpected.map(\.rawValue).sorted() {
                sentences.append("found \(code), expected a sound envelope")
            }
        }
        return sentences
    }
}
