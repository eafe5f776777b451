extension SetValidator {
    /// What is wrong with a value; nil when it is right.
    func fault(
        _ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule, _ walk: GrammarWalk
    ) -> Finding.Code? {
        if bytes.count > setting.limits.maximumElementBytes { return .elementTooLong }
        return switch rule.kind {
        case .text, .identifier: textFault(bytes, rule) ?? codeFault(bytes, rule, walk)
        case .number: numberFault(bytes, rule)
        case .decimal: decimalFault(bytes, rule)
        case .date: lengthFault(bytes.count, rule) ?? dateFault(bytes)
        case .time: lengthFault(bytes.count, rule) ?? timeFault(bytes)
        case .binary, .composite: lengthFault(bytes.count, rule)
        }
    }

    private func dateFault(_ bytes: UnsafeBufferPointer<UInt8>) -> Finding.Code? {
        !checksDates || CalendarRules.isDate(bytes) ? nil : .dateInvalid
    }

    private func timeFault(_ bytes: UnsafeBufferPointer<UInt8>) -> Finding.Code? {
        !checksDates || CalendarRules.isTime(bytes) ? nil : .timeInvalid
    }

    private func lengthFault(_ count: Int, _ rule: SlotRule) -> Finding.Code? {
        if rule.flags.contains(.lengthsOpen) { return nil }
        if count < rule.minimum { return .elementTooShort }
        return count > rule.maximum ? .elementTooLong : nil
    }

    /// Control characters and separators are never data; trailing spaces do not make a value too long.
    private func textFault(_ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule) -> Finding.Code? {
        let component = setting.delimiters.component
        var hasNational = false
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F || byte == component || byte == setting.repetition {
                return .elementCharacterInvalid
            }
            if byte >= 0x80 { hasNational = true }
        }
        guard let fault = lengthFault(bytes.count, rule), fault == .elementTooLong else {
            return lengthFault(bytes.count, rule)
        }
        var count = bytes.count
        while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
        if hasNational, let text = String(validating: bytes.prefix(count), as: UTF8.self) {
            // A national letter is one character, though UTF-8 needs several bytes.
            count = text.unicodeScalars.count
        }
        return lengthFault(count, rule)
    }

    private func codeFault(
        _ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule, _ walk: GrammarWalk
    ) -> Finding.Code? {
        guard rule.codes >= 0, checksCodes else { return nil }
        if walk.contains(PackedTable.pack(bytes), list: rule.codes) { return nil }
        if !setting.openCodeLists.isEmpty, let number = grammar?.dictionary.elementNumber(rule.row),
            setting.openCodeLists.contains(number)
        {
            return nil
        }
        // Trailing spaces are not significant.
        if bytes.last == 0x20 {
            var count = bytes.count
            while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
            if walk.contains(PackedTable.pack(bytes.prefix(count)), list: rule.codes) { return nil }
        }
        // A packaging code is a form of three letters, which a material of two may follow.
        if rule.flags.contains(.packaging), bytes.count == 5,
            walk.contains(PackedTable.pack(bytes.prefix(3)), list: rule.codes),
            walk.contains(PackedTable.pack(bytes.suffix(2)), list: rule.codes)
        {
            return nil
        }
        return .codeInvalid
    }

    /// Digits with an optional leading minus, which does not count for the length.
    private func numberFault(_ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule) -> Finding.Code? {
        var digits = 0
        for (index, byte) in bytes.enumerated() {
            if byte >= 0x30 && byte <= 0x39 {
                digits += 1
            } else if !(byte == 0x2D && index == 0) {
                return .elementCharacterInvalid
            }
        }
        return digits == 0 ? .elementCharacterInvalid : lengthFault(digits, rule)
    }

    /// Digits with an optional leading minus and one point, neither counted; from 005010 on an exponent.
    private func decimalFault(_ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule) -> Finding.Code? {
        var digits = 0
        var hasPoint = false
        var exponent = -1
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x2D where index == 0 || index == exponent + 1 && exponent > 0: break
            case 0x2E where !hasPoint && exponent < 0: hasPoint = true
            case 0x45 where setting.isLate && exponent < 0 && digits > 0: exponent = index
            default: return .elementCharacterInvalid
            }
        }
        if digits == 0 || exponent == bytes.count - 1 { return .elementCharacterInvalid }
        return lengthFault(digits, rule)
    }

    /// A second fault that a faulty value has besides, so that both are known in one pass.
    private func secondFault(
        after fault: Finding.Code, _ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule, _ walk: GrammarWalk
    ) -> Finding.Code? {
        switch (fault, rule.kind) {
        case (.elementTooLong, .identifier), (.elementTooShort, .identifier):
            codeFault(bytes, rule, walk)
        case (.elementCharacterInvalid, .number), (.elementCharacterInvalid, .decimal):
            // Sign and point are not counted, whatever else stands there is.
            bytes.count - 2 > rule.maximum && !rule.flags.contains(.lengthsOpen) ? .elementTooLong : nil
        default: nil
        }
    }

    /// Reports everything wrong with a faulty value.
    mutating func reportAll(
        _ fault: Finding.Code, _ bytes: UnsafeBufferPointer<UInt8>, _ segment: SegmentView, _ spot: Spot,
        _ rule: SlotRule, _ walk: GrammarWalk
    ) {
        report(fault, bytes, segment, spot, rule)
        if let second = secondFault(after: fault, bytes, rule, walk) {
            report(second, bytes, segment, spot, rule)
        }
    }

    /// Reports a faulty value with what may stand there.
    private mutating func report(
        _ fault: Finding.Code, _ bytes: UnsafeBufferPointer<UInt8>, _ segment: SegmentView, _ spot: Spot,
        _ rule: SlotRule
    ) {
        guard let grammar else { return }
        // The list of another release only warns: the release at hand may have more codes.
        let isBorrowed = fault == .codeInvalid && grammar.rules.isAdvisory(list: rule.codes)
        guard hasRoom(for: fault, severity: isBorrowed ? .warning : .error) else { return }
        var label = name(segment, spot.element)
        if let component = spot.component { label += " component \(component)" }
        let words = FaultWords(fault, rule, grammar)
        report(
            fault, severity: isBorrowed ? .warning : .error, segment,
            element: place(segment, spot, at: bytes, rule), found: Finding.readable(bytes),
            expected: words.expected, message: "\(label)\(title(rule)): \(words.message).", fix: words.fix)
    }
}

/// What is said of a faulty value.
private struct FaultWords {
    var expected: String
    var message: String
    var fix: String

    init(_ fault: Finding.Code, _ rule: SlotRule, _ grammar: Grammar) {
        let lengths =
            rule.minimum == rule.maximum
            ? "\(rule.minimum) characters" : "\(rule.minimum) to \(rule.maximum) characters"
        switch fault {
        case .elementTooShort: self.init(lengths, "the value is too short", "Send \(lengths).")
        case .elementTooLong: self.init(lengths, "the value is too long", "Send \(lengths).")
        case .codeInvalid:
            let codes = grammar.rules.words(ofList: Int(rule.codes), atMost: 12)
            if codes.isEmpty {
                self.init(
                    "a code of element \(grammar.dictionary.elementNumber(rule.row))",
                    "the value is not in the code list", "Send a code of the standard's list.")
            } else {
                let all = codes.joined(separator: ", ")
                self.init(
                    codes.count == 1 ? all : "one of \(all)", "the value is not in the code list",
                    codes.count == 1 ? "Send \(all)." : "Send one of \(all).")
            }
        case .dateInvalid:
            let form = rule.maximum == 6 ? "YYMMDD" : rule.minimum == 8 ? "CCYYMMDD" : "YYMMDD or CCYYMMDD"
            self.init(form, "the value is no day of the calendar", "Send an existing day as \(form).")
        case .timeInvalid:
            self.init("HHMM", "the value is no time of the clock", "Send an existing time as HHMM.")
        default: self.init(characterFaultIn: rule.kind)
        }
    }

    private init(characterFaultIn kind: SlotRule.Kind) {
        switch kind {
        case .number:
            self.init(
                "digits", "the value is no whole number", "Send digits only, a minus first if needed.")
        case .decimal:
            self.init("a decimal number", "the value is no number", "Send digits with at most one point.")
        default:
            self.init(
                "printable characters that do not separate",
                "the value holds a character that may not stand in it",
                "Take separators and control characters out of the data.")
        }
    }

    private init(_ expected: String, _ message: String, _ fix: String) {
        self.expected = expected
        self.message = message
        self.fix = fix
    }
}
