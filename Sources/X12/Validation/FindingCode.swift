extension Finding {
    /// What is wrong, as a word that stays the same over versions.
    public enum Code: String, Sendable, Hashable, Codable, CaseIterable {
        // Tolerances used: notes.

        /// A byte order mark stands before the first ISA.
        case byteOrderMark = "byte-order-mark"
        /// NUL, Control-Z or spaces stand outside the interchanges.
        case padding
        /// An empty line stands between segments.
        case blankLine = "blank-line"
        /// Two terminators stand in a row.
        case emptySegment = "empty-segment"
        /// Spaces or tabs stand before a segment.
        case leadingWhitespace = "leading-whitespace"
        /// The lines were cut at a fixed width.
        case wrappedLines = "wrapped-lines"
        /// The ISA is shorter or longer than the standard's fixed width, but could be read.
        case headerWidth = "header-width"
        /// Segments end in separators without data.
        case trailingSeparator = "trailing-separator"
        /// Spaces stand after the control number or the count of an envelope segment.
        case trailingSpace = "trailing-space"
        /// The last segment of the file has no terminator but is whole.
        case lastTerminatorMissing = "last-terminator-missing"

        // The file.

        /// No ISA was found.
        case noInterchange = "no-interchange"
        /// Text stands before, between or after the interchanges.
        case textOutsideInterchange = "text-outside-interchange"
        /// An ISA was found but cannot be read for certain.
        case headerUnreadable = "header-unreadable"
        /// The file holds more interchanges or groups than are looked at.
        case limitReached = "limit-reached"

        // The interchange, answered by a TA1.

        /// IEA02 differs from ISA13.
        case interchangeControlMismatch = "interchange-control-mismatch"
        /// ISA11 of an old version is not U.
        case standardsIdentifierInvalid = "standards-identifier-invalid"
        /// The terminator equals another separator or is a letter, digit or space.
        case terminatorInvalid = "terminator-invalid"
        /// ISA05 is no code of the standard.
        case senderQualifierInvalid = "sender-qualifier-invalid"
        /// ISA06 is blank.
        case senderIDInvalid = "sender-id-invalid"
        /// ISA07 is no code of the standard.
        case receiverQualifierInvalid = "receiver-qualifier-invalid"
        /// ISA08 is blank.
        case receiverIDInvalid = "receiver-id-invalid"
        /// ISA01 is no code of the standard.
        case authorizationQualifierInvalid = "authorization-qualifier-invalid"
        /// ISA03 is no code of the standard.
        case securityQualifierInvalid = "security-qualifier-invalid"
        /// ISA09 is no date.
        case interchangeDateInvalid = "interchange-date-invalid"
        /// ISA10 is no time.
        case interchangeTimeInvalid = "interchange-time-invalid"
        /// ISA11 cannot serve as repetition separator.
        case repetitionSeparatorInvalid = "repetition-separator-invalid"
        /// ISA12 is no version number.
        case interchangeVersionInvalid = "interchange-version-invalid"
        /// ISA13 is not nine digits, or zero.
        case interchangeControlInvalid = "interchange-control-invalid"
        /// ISA14 is neither 0 nor 1.
        case acknowledgmentFlagInvalid = "acknowledgment-flag-invalid"
        /// ISA15 is none of P, T, I.
        case usageInvalid = "usage-invalid"
        /// IEA01 differs from the groups counted.
        case interchangeGroupCount = "interchange-group-count"
        /// Another ISA or text came before the IEA.
        case interchangeTrailerMissing = "interchange-trailer-missing"
        /// The data ended before the IEA.
        case interchangeTruncated = "interchange-truncated"
        /// A segment stands between ISA and IEA but in no group.
        case segmentOutsideGroup = "segment-outside-group"
        /// A segment stands in a group but in no transaction set.
        case segmentOutsideSet = "segment-outside-set"
        /// The interchange holds more groups than are looked at.
        case interchangeTooLarge = "interchange-too-large"
        /// A GS lacks elements that are needed to read the group.
        case groupHeaderInvalid = "group-header-invalid"
        /// The element separator is a letter, digit or space.
        case elementSeparatorInvalid = "element-separator-invalid"
        /// The component separator equals another separator or is a letter, digit or space.
        case componentSeparatorInvalid = "component-separator-invalid"
        /// The interchange holds neither a group nor a TA1.
        case interchangeEmpty = "interchange-empty"

        // The functional group, answered by AK9.

        /// GS01 is no functional identifier.
        case groupNotSupported = "group-not-supported"
        /// We have no dictionary for the release of GS08.
        case groupVersionUnsupported = "group-version-unsupported"
        /// The next GS, the IEA or the end came before the GE.
        case groupTrailerMissing = "group-trailer-missing"
        /// GE02 differs from GS06.
        case groupControlMismatch = "group-control-mismatch"
        /// GE01 differs from the sets counted.
        case groupSetCount = "group-set-count"
        /// GS06 is not one to nine digits.
        case groupControlInvalid = "group-control-invalid"
        /// An earlier group of the interchange has the same GS06.
        case groupControlRepeated = "group-control-repeated"

        // The transaction set, answered by AK5.

        /// The set exists but is not taken, or not in our dictionary.
        case setNotSupported = "set-not-supported"
        /// The next ST, the GE or the end came before the SE.
        case setTrailerMissing = "set-trailer-missing"
        /// SE02 differs from ST02.
        case setControlMismatch = "set-control-mismatch"
        /// SE01 differs from the segments counted.
        case setSegmentCount = "set-segment-count"
        /// ST01 is missing or no transaction set of X12.
        case setUnknown = "set-unknown"
        /// The set does not belong to a group of this GS01.
        case setNotInGroup = "set-not-in-group"
        /// ST02 is missing, too short or too long.
        case setControlInvalid = "set-control-invalid"
        /// An earlier set of the group has the same ST02.
        case setControlRepeated = "set-control-repeated"
        /// The set is larger than the limit for one set.
        case setTooLarge = "set-too-large"

        // The segment, answered by AK3.

        /// The segment id is in no dictionary of the release.
        case segmentUnknown = "segment-unknown"
        /// The segment stands in a loop that is not open here.
        case segmentLoopNotOpen = "segment-loop-not-open"
        /// A mandatory segment is absent.
        case segmentMissing = "segment-missing"
        /// A loop is repeated more often than it may be.
        case loopTooMany = "loop-too-many"
        /// A segment is repeated more often than it may be.
        case segmentTooMany = "segment-too-many"
        /// The segment exists but not in this set.
        case segmentNotInSet = "segment-not-in-set"
        /// The segment, or the loop that it opens, is not used by agreement.
        case segmentNotUsed = "segment-not-used"
        /// The place of the segment has passed.
        case segmentOutOfOrder = "segment-out-of-order"
        /// The segment is longer than the limit; it was skipped up to its terminator.
        case segmentTooLong = "segment-too-long"

        // The element, answered by AK4.

        /// A mandatory element is absent.
        case elementMissing = "element-missing"
        /// A mandatory component of a composite that is present is absent.
        case componentMissing = "component-missing"
        /// A condition between elements asks for an element that is absent.
        case conditionBroken = "condition-broken"
        /// Elements that exclude each other are both present.
        case exclusionBroken = "exclusion-broken"
        /// The segment has more elements than it may have.
        case tooManyElements = "too-many-elements"
        /// The composite has more components than it may have.
        case tooManyComponents = "too-many-components"
        /// The element is repeated more often than it may be.
        case tooManyRepetitions = "too-many-repetitions"
        /// The value is shorter than it may be.
        case elementTooShort = "element-too-short"
        /// The value is longer than it may be.
        case elementTooLong = "element-too-long"
        /// The value holds a character that its type does not allow.
        case elementCharacterInvalid = "element-character-invalid"
        /// The value is not in the code list.
        case codeInvalid = "code-invalid"
        /// The value is no day of the calendar.
        case dateInvalid = "date-invalid"
        /// The value is no time of the clock.
        case timeInvalid = "time-invalid"
        /// Something stands where nothing may stand by agreement.
        case elementNotUsed = "element-not-used"
        /// The length that BIN01 or BDS02 states leads to no terminator.
        case binaryLengthDiffers = "binary-length-differs"
        /// HL02 names an HL that comes only later.
        case hierarchyParentLate = "hierarchy-parent-late"
        /// HL02 names no HL of the set.
        case hierarchyParentUnknown = "hierarchy-parent-unknown"
        /// HL01 was used by an earlier HL of the set.
        case hierarchyNumberRepeated = "hierarchy-number-repeated"
        /// LE01 differs from LS01.
        case loopIdentifierMismatch = "loop-identifier-mismatch"
        /// CTT01 differs from the line items counted.
        case lineCountDiffers = "line-count-differs"
        /// CTT02 differs from the sum over the line items.
        case hashTotalDiffers = "hash-total-differs"
        /// TDS01 differs from what the lines, charges, allowances and taxes of an invoice come to.
        case invoiceTotalDiffers = "invoice-total-differs"
        /// The release of the group is read with the tables of another one.
        case releaseBorrowed = "release-borrowed"
    }
}

extension Finding.Code {
    /// Where the code is answered, and with which value; nil where no answer has a place for it.
    ///
    /// Some codes changed with 005010; `isLate` asks for those from then on.
    func answer(isLate: Bool) -> AnswerPlace? {
        switch self {
        case .byteOrderMark, .padding, .blankLine, .emptySegment, .leadingWhitespace, .wrappedLines,
            .headerWidth, .trailingSeparator, .trailingSpace, .lastTerminatorMissing, .noInterchange,
            .textOutsideInterchange, .limitReached, .interchangeEmpty, .hierarchyParentLate, .releaseBorrowed:
            nil
        case .interchangeControlMismatch: .interchange("001")
        case .standardsIdentifierInvalid: .interchange("002")
        case .terminatorInvalid: .interchange("004")
        case .senderQualifierInvalid: .interchange("005")
        case .senderIDInvalid: .interchange("006")
        case .receiverQualifierInvalid: .interchange("007")
        case .receiverIDInvalid: .interchange("008")
        case .authorizationQualifierInvalid: .interchange("010")
        case .securityQualifierInvalid: .interchange("012")
        case .interchangeDateInvalid: .interchange("014")
        case .interchangeTimeInvalid: .interchange("015")
        case .repetitionSeparatorInvalid: .interchange("016")
        case .interchangeVersionInvalid: .interchange("017")
        case .interchangeControlInvalid: .interchange("018")
        case .acknowledgmentFlagInvalid: .interchange("019")
        case .usageInvalid: .interchange("020")
        case .interchangeGroupCount: .interchange("021")
        case .interchangeTrailerMissing, .headerUnreadable: .interchange("022")
        case .interchangeTruncated: .interchange("023")
        case .segmentOutsideGroup, .segmentOutsideSet, .groupHeaderInvalid, .interchangeTooLarge:
            .interchange("024")
        case .elementSeparatorInvalid: .interchange("026")
        case .componentSeparatorInvalid: .interchange("027")
        case .groupNotSupported: .group("1")
        case .groupVersionUnsupported: .group("2")
        case .groupTrailerMissing: .group("3")
        case .groupControlMismatch: .group("4")
        case .groupSetCount: .group("5")
        case .groupControlInvalid: .group("6")
        case .groupControlRepeated: isLate ? .group("19") : nil
        case .setNotSupported: .set("1")
        case .setTrailerMissing: .set("2")
        case .setControlMismatch: .set("3")
        case .setSegmentCount: .set("4")
        case .setTooLarge: .set("5")
        case .setUnknown: .set("6")
        case .setNotInGroup: .set(isLate ? "18" : "6")
        case .setControlInvalid: .set("7")
        case .setControlRepeated: .set("23")
        case .segmentUnknown: .segment("1")
        case .segmentLoopNotOpen, .segmentNotUsed: .segment("2")
        case .segmentMissing: .segment("3")
        case .loopTooMany: .segment("4")
        case .segmentTooMany: .segment("5")
        case .segmentNotInSet: .segment("6")
        case .segmentOutOfOrder: .segment("7")
        case .segmentTooLong: .segment("8")
        case .elementMissing, .componentMissing: .element("1")
        case .conditionBroken: .element("2")
        case .tooManyElements, .elementNotUsed: .element("3")
        case .tooManyComponents: .element(isLate ? "13" : "3")
        case .tooManyRepetitions: .element(isLate ? "12" : "3")
        case .elementTooShort: .element("4")
        case .elementTooLong: .element("5")
        case .elementCharacterInvalid: .element("6")
        case .codeInvalid, .hierarchyParentUnknown, .hierarchyNumberRepeated, .loopIdentifierMismatch,
            .lineCountDiffers, .hashTotalDiffers, .invoiceTotalDiffers, .binaryLengthDiffers:
            .element("7")
        case .dateInvalid: .element("8")
        case .timeInvalid: .element("9")
        case .exclusionBroken: .element("10")
        }
    }
}

/// A place in an answer and the value that stands there.
enum AnswerPlace: Hashable {
    case interchange(String)
    case group(String)
    case set(String)
    case segment(String)
    case element(String)

    /// The place as `AK403=8`.
    var text: String {
        switch self {
        case .interchange(let value): "TA105=" + value
        case .group(let value): "AK905=" + value
        case .set(let value): "AK502=" + value
        case .segment(let value): "AK304=" + value
        case .element(let value): "AK403=" + value
        }
    }
}
