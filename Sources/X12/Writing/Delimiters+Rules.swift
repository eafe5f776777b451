extension Delimiters {
    /// Whether these bytes are fit to be agreed on: all different, visible or control signs of ASCII, none of
    /// them data.
    ///
    /// Letters, digits, the space, the minus and the point are data in every interchange.
    public var isUsable: Bool {
        unusable == nil && all.allSatisfy { $0 != 0x2D && $0 != 0x2E && $0 < 0x7F }
    }

    /// The first byte that cannot separate at all, nil when all can.
    var unusable: UInt8? {
        if Delimiters.isWordCharacter(element) || element == 0 { return element }
        if Delimiters.isWordCharacter(component) || component == 0 || component == element {
            return component
        }
        if Delimiters.isWordCharacter(segment) || segment == 0 || segment == element || segment == component {
            return segment
        }
        guard let repetition else { return nil }
        let isTaken = repetition == element || repetition == component || repetition == segment
        return isTaken || Delimiters.isWordCharacter(repetition) || repetition == 0 ? repetition : nil
    }

    /// Whether a byte is one of the separators.
    @inline(__always)
    func separates(_ byte: UInt8) -> Bool {
        byte == element || byte == segment || byte == component || byte == repetition
    }

    /// Whether data with this byte would be read otherwise; where nothing repeats, the repetition separator is data.
    @inline(__always)
    func clashes(with byte: UInt8, usesRepetition: Bool) -> Bool {
        byte == element || byte == segment || byte == component || (usesRepetition && byte == repetition)
    }
}
