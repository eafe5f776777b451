/// Checks the values of an ISA, in the order of its elements.
struct HeaderRules {
    private let fields: [String]
    private let delimiters: Delimiters
    private let offset: Int
    private let isOddWidth: Bool
    private var findings: [Finding] = []

    /// A code list of the envelope as both releases that have one know it, looked up once for all files.
    private struct QualifierList: Sendable {
        static let authorization = QualifierList("I01")
        static let security = QualifierList("I03")
        static let party = QualifierList("I05")

        private let lists: [(dictionary: ReleaseDictionary, row: Int32)]

        private init(_ element: String) {
            lists = ["004010", "005010"].compactMap { release in
                guard let key = ElementKey(element),
                    let dictionary = GrammarLibrary.standard.dictionary(release: release)
                else { return nil }
                let marks = dictionary.table.codeMarks
                return (dictionary, CodeLists.standard.enforcedRow(of: key, marks: marks))
            }
        }

        func contains(_ value: String) -> Bool {
            let code = PackedTable.pack(value.utf8)
            return lists.contains { $0.row < 0 || $0.dictionary.rules.contains(code, list: $0.row) }
        }
    }

    /// Everything wrong with an ISA.
    static func findings(of reading: HeaderReader.Reading, offset: Int) -> [Finding] {
        var rules = HeaderRules(reading, offset: offset)
        rules.checkSeparators(reading)
        rules.checkParties()
        rules.checkRest()
        return rules.findings
    }

    private init(_ reading: HeaderReader.Reading, offset: Int) {
        fields = reading.fields
        delimiters = reading.delimiters
        isOddWidth = reading.isOddWidth
        self.offset = offset
    }

    private mutating func report(
        _ code: Finding.Code, _ element: Int, expected: String, _ message: String, _ fix: String
    ) {
        let value = fields[element - 1]
        let trimmed = Array(value.utf8)
        var finding = Finding(
            code, offset: isOddWidth ? offset : offset + InterchangeHeader.separatorPlaces[element - 1] + 1,
            found: trimmed.withUnsafeBufferPointer { Finding.readable($0) }, expected: expected,
            message: message,
            fix: fix)
        finding.segmentID = "ISA"
        finding.element = element
        findings.append(finding)
    }

    private mutating func checkSeparators(_ reading: HeaderReader.Reading) {
        let element = delimiters.element
        let component = delimiters.component
        let segment = delimiters.segment
        if Delimiters.isWordCharacter(element) {
            report(
                .elementSeparatorInvalid, 1, expected: "a character that is no data",
                "The element separator is a letter, digit or space.",
                "Separate elements with * or another sign.")
        }
        let isClash = segment == element || segment == component
        if isClash || reading.hasWideTerminator || Delimiters.isWordCharacter(segment) {
            report(
                .terminatorInvalid, 16, expected: "a terminator that is no data",
                "The segment terminator is data, equals another separator, or is no single byte.",
                "End ISA with ~ or a line break, right after ISA16.")
        }
        if component == element || reading.hasWideComponent || Delimiters.isWordCharacter(component) {
            report(
                .componentSeparatorInvalid, 16, expected: "a character that is no data",
                "The component separator in ISA16 is data, equals the element separator, or is no single byte.",
                "Put > or : into ISA16.")
        }
    }

    private mutating func checkParties() {
        checkQualifier(1, .authorization, .authorizationQualifierInvalid, expected: "00")
        checkQualifier(3, .security, .securityQualifierInvalid, expected: "00")
        checkQualifier(5, .party, .senderQualifierInvalid, expected: "ZZ, 01, 08, 12 …")
        checkQualifier(7, .party, .receiverQualifierInvalid, expected: "ZZ, 01, 08, 12 …")
        checkID(6, .senderIDInvalid)
        checkID(8, .receiverIDInvalid)
    }

    private mutating func checkQualifier(
        _ place: Int, _ list: QualifierList, _ code: Finding.Code, expected: String
    ) {
        // 07 names a GLN; it came to the list after 005010.
        guard !list.contains(fields[place - 1]), place < 5 || fields[place - 1] != "07" else { return }
        report(
            code, place, expected: expected, "ISA0\(place) is no code of the standard.",
            "Send one of the standard's qualifiers in ISA0\(place).")
    }

    private mutating func checkID(_ place: Int, _ code: Finding.Code) {
        let id = fields[place - 1].utf8
        var isBlank = true
        var hasControl = false
        for byte in id {
            if byte != 0x20 { isBlank = false }
            if byte < 0x20 || byte == 0x7F { hasControl = true }
        }
        guard isBlank || hasControl || id.count > 15 else { return }
        report(
            code, place, expected: "an id of at most 15 characters",
            "ISA0\(place) is blank, too long, or holds a control character.",
            "Fill in the id that was agreed with us, padded to 15 characters.")
    }

    private mutating func checkRest() {
        if fields[8].utf8.count != 6 || !CalendarRules.isDate(fields[8].utf8) {
            report(
                .interchangeDateInvalid, 9, expected: "YYMMDD", "ISA09 is not a date.",
                "Send the day as YYMMDD.")
        }
        if fields[9].utf8.count != 4 || !CalendarRules.isTime(fields[9].utf8) {
            report(
                .interchangeTimeInvalid, 10, expected: "HHMM", "ISA10 is not a time.",
                "Send the time as HHMM.")
        }
        checkVersion()
        if fields[12].utf8.count != 9 || Int(fields[12]) ?? 0 <= 0
            || fields[12].utf8.contains(where: { !(0x30...0x39).contains($0) })
        {
            report(
                .interchangeControlInvalid, 13, expected: "nine digits, not all zero",
                "ISA13 is not a control number.", "Send nine digits in ISA13, counting up from 000000001.")
        }
        if fields[13] != "0" && fields[13] != "1" {
            report(
                .acknowledgmentFlagInvalid, 14, expected: "0 or 1", "ISA14 is neither 0 nor 1.",
                "Send 1 to be answered by a TA1, otherwise 0.")
        }
        if fields[14] != "P" && fields[14] != "T" && fields[14] != "I" {
            report(
                .usageInvalid, 15, expected: "P or T", "ISA15 is none of P, T, I.",
                "Send P for production data, T for test data.")
        }
    }

    private mutating func checkVersion() {
        let version = fields[11]
        guard version.utf8.allSatisfy({ (0x30...0x39).contains($0) }), version >= "00200", version < "00900"
        else {
            report(
                .interchangeVersionInvalid, 12, expected: "00401 or 00501", "ISA12 is no version of X12.",
                "Send the version of the envelope, as 00401.")
            return
        }
        let mark = fields[10].utf8.first ?? 0x20
        if version <= "00401" {
            if mark != UInt8(ascii: "U") {
                report(
                    .standardsIdentifierInvalid, 11, expected: "U",
                    "ISA11 must be U up to version 00401; it names the standard.",
                    "Send U in ISA11, or a later version in ISA12 when repetitions are used.")
            }
        } else if mark == delimiters.element || mark == delimiters.component || mark == delimiters.segment {
            report(
                .repetitionSeparatorInvalid, 11, expected: "a character that is no data",
                "The repetition separator in ISA11 equals another separator.", "Put ^ into ISA11.")
        }
    }
}
