/// The notes that say which tolerance a file needed.
enum ToleranceNotes {
    /// The note for a tolerance, at its first place.
    static func note(_ code: Finding.Code, offset: Int) -> Finding {
        let (message, fix) = text(code)
        return Finding(code, severity: .note, offset: offset, message: message, fix: fix)
    }

    private static func text(_ code: Finding.Code) -> (message: String, fix: String) {
        switch code {
        case .byteOrderMark:
            ("A byte order mark stands before the ISA; it was skipped.", "Save without a byte order mark.")
        case .padding:
            (
                "NUL, Control-Z or spaces stand outside the segments; they were skipped.",
                "Send without padding."
            )
        case .blankLine:
            ("Empty lines stand between segments; they were skipped.", "Send without empty lines.")
        case .emptySegment:
            (
                "Two terminators stand in a row; the empty segment was skipped.",
                "Write one terminator a segment."
            )
        case .leadingWhitespace:
            ("Spaces stand before a segment; they were skipped.", "Begin segments with their id.")
        case .wrappedLines:
            ("Lines were cut at a fixed width; the breaks were taken out.", "Send without line wrapping.")
        case .headerWidth:
            (
                "The ISA has not the fixed width of 106 characters; it could still be read.",
                "Pad ISA02, 04, 06 and 08 with spaces to their full width."
            )
        case .trailingSeparator:
            ("A segment ends in element separators without data.", "Drop separators after the last element.")
        case .trailingSpace:
            (
                "Spaces stand around a control number or count of the envelope; they were left out.",
                "Write such an element without spaces."
            )
        case .lastTerminatorMissing:
            ("The IEA has no terminator; it is whole otherwise.", "End every segment with its terminator.")
        default:
            ("A tolerance was used.", "Compare with the standard.")
        }
    }
}
