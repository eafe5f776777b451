extension OutgoingSet {
    /// The 997 or 999 that carries an acknowledgment.
    ///
    /// Its segments are made when it is written, with the separators and the release of the group it goes into:
    /// a bad value is repeated in AK404 only where it holds none of those separators, and codes and elements
    /// that the release lacks are said as it can say them. ``segments`` stays empty.
    public static func acknowledgment(
        _ answer: FunctionalAcknowledgment, controlNumber: String, form: AcknowledgmentForm = .functional
    ) -> OutgoingSet {
        var set = OutgoingSet(setID: form.rawValue, controlNumber: controlNumber, segments: [])
        set.answer = answer
        return set
    }
}

extension OutgoingGroup {
    /// The group that answers the groups of one interchange: a set for each acknowledgment.
    ///
    /// GS02 and GS03 are those of the group answered, swapped. The version is the agreement's where it pins
    /// one, else the release of the first group answered when the library can read it, else 004010. A 999
    /// exists from 005010 on; before, a 997 is written.
    ///
    /// - Parameters:
    ///   - answers: at least one acknowledgment.
    ///   - header: the GS of the first group answered.
    ///   - controlNumber: our GS06.
    ///   - form: the set that was agreed.
    ///   - version: the version that was agreed, nil to mirror the group.
    ///   - library: tells which releases can be written.
    public init(
        answering answers: [FunctionalAcknowledgment], for header: GroupHeader, controlNumber: Int,
        form: AcknowledgmentForm = .functional, version: String? = nil, library: GrammarLibrary = .standard
    ) {
        let mirrored = header.release
        let version =
            version ?? (mirrored == "004010" || library.knows(release: mirrored) ? mirrored : "004010")
        let usable = version >= "005010" ? form : .functional
        self.init(
            functionalID: "FA", sender: header.receiver, receiver: header.sender, version: version,
            controlNumber: controlNumber,
            sets: answers.enumerated().map { index, answer in
                .acknowledgment(answer, controlNumber: OutgoingGroup.setNumber(index + 1), form: usable)
            })
    }

    /// A control number of a set, at least four digits.
    private static func setNumber(_ number: Int) -> String {
        guard number <= 9_999 else { return String(number) }
        return String(unsafeUninitializedCapacity: 4) { digits in
            var rest = number
            for place in stride(from: 3, through: 0, by: -1) {
                digits[place] = 0x30 + UInt8(rest % 10)
                rest /= 10
            }
            return 4
        }
    }
}
