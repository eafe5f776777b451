extension SetValidator {
    /// What is wrong with a value; nil when it is right.
    func fault(
        _ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule, _ grammar: Grammar
    ) -> Finding.Code? {
        if bytes.count > limits.maximumElementBytes { return .elementTooLong }
        return switch rule.kind {
        case .text where rule.codes < 0: textFault(bytes, rule)
        case .text, .identifier: textFault(bytes, rule) ?? codeFault(bytes, rule, grammar)
        case .number: numberFault(bytes, rule)
        case .decimal: decimalFault(bytes, rule)
        case .date: lengthFault(bytes.count, rule) ?? (CalendarRules.isDate(bytes) ? nil : .dateInvalid)
        case .time: lengthFault(bytes.count, rule) ?? (CalendarRules.isTime(bytes) ? nil : .timeInvalid)
        case .binary, .composite: lengthFault(bytes.count, rule)
        }
    }

    @inline(__always)
    private func lengthFault(_ count: Int, _ rule: SlotRule) -> Finding.Code? {
        if count < rule.minimum { return .elementTooShort }
        return count > rule.maximum ? .elementTooLong : nil
    }

    /// Control characters and separators are never data; trailing spaces do not make a value too long.
    @inline(__always)
    private func textFault(_ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule) -> Finding.Code? {
        let component = delimiters.component
        var hasNational = false
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F || byte == component || byte == repetition {
                return .elementCharacterInvalid
            }
            if byte >= 0x80 { hasNational = true }
        }
        if bytes.count < rule.minimum { return .elementTooShort }
        guard bytes.count > rule.maximum else { return nil }
        var count = bytes.count
        while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
        if hasNational, let text = String(validating: bytes.prefix(count), as: UTF8.self) {
            // A national letter is one character, though UTF-8 needs several bytes.
            count = text.unicodeScalars.count
        }
        return count > rule.maximum ? .elementTooLong : nil
    }

    private func codeFault(
        _ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule, _ grammar: Grammar
    ) -> Finding.Code? {
        guard rule.codes >= 0 else { return nil }
        let rules = grammar.rules
        if rules.contains(PackedTable.pack(bytes), list: rule.codes) { return nil }
        if openCodeLists.contains(grammar.dictionary.elementNumber(rule.row)) { return nil }
        // Trailing spaces are not significant.
        if bytes.last == 0x20 {
            var count = bytes.count
            while count > 0, bytes[count - 1] == 0x20 { count -= 1 }
            if rules.contains(PackedTable.pack(bytes.prefix(count)), list: rule.codes) { return nil }
        }
        // A packaging code is a form of three letters, which a material of two may follow.
        if rule.flags.contains(.packaging), bytes.count == 5,
            rules.contains(PackedTable.pack(bytes.prefix(3)), list: rule.codes),
            rules.contains(PackedTable.pack(bytes.suffix(2)), list: rule.codes)
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
            case 0x45 where isLate && exponent < 0 && digits > 0: exponent = index
            default: return .elementCharacterInvalid
            }
        }
        if digits == 0 || exponent == bytes.count - 1 { return .elementCharacterInvalid }
        return lengthFault(digits, rule)
    }

    /// A second fault that a faulty value has besides, so that both are known in one pass.
    private func secondFault(
        after fault: Finding.Code, _ bytes: UnsafeBufferPointer<UInt8>, _ rule: SlotRule,
        _ grammar: Grammar
    ) -> Finding.Code? {
        switch (fault, rule.kind) {
        case (.elementTooLong, .identifier), (.elementTooShort, .identifier):
            codeFault(bytes, rule, grammar)
        case (.elementCharacterInvalid, .number), (.elementCharacterInvalid, .decimal):
            // Sign and point are not counted, whatever else stands there is.
            bytes.count - 2 > rule.maximum ? .elementTooLong : nil
        default: nil
        }
    }

    /// Reports everything wrong with a faulty value.
    mutating func reportAll(
        _ fault: Finding.Code, _ bytes: UnsafeBufferPointer<UInt8>, _ segment: SegmentView,
        _ element: ElementPlace, _ rule: SlotRule, _ grammar: Grammar
    ) {
        report(fault, bytes, segment, element, rule, grammar)
        if let second = secondFault(after: fault, bytes, rule, grammar) {
            report(second, bytes, segment, element, rule, grammar)
        }
    }

    /// Reports a faulty value with what may stand there.
    private mutating func report(
        _ fault: Finding.Code, _ bytes: UnsafeBufferPointer<UInt8>, _ segment: SegmentView,
        _ element: ElementPlace, _ rule: SlotRule, _ grammar: Grammar
    ) {
        var label = name(segment, element.position)
        if let component = element.component { label += " component \(component)" }
        let value = Finding.readable(bytes)
        let (expected, what, fix) = SetValidator.words(fault, rule, grammar)
        report(
            fault, segment, element: element, found: value, expected: expected,
            message: "\(label)\(title(rule, grammar)): \(what).", fix: fix)
    }

    private static func words(
        _ fault: Finding.Code, _ rule: SlotRule, _ grammar: Grammar
    ) -> (String, String, String) {
        let lengths = "\(rule.minimum) to \(rule.maximum) characters"
        switch fault {
        case .elementTooShort: return (lengths, "the value is too short", "Send \(lengths).")
        case .elementTooLong: return (lengths, "the value is too long", "Send \(lengths).")
        case .codeInvalid:
            return (
                "a code of element \(grammar.dictionary.elementNumber(rule.row))",
                "the value is not in the code list",
                "Send a code of the standard's list."
            )
        case .dateInvalid:
            let form = rule.maximum == 6 ? "YYMMDD" : "CCYYMMDD"
            return (form, "the value is no day of the calendar", "Send an existing day as \(form).")
        case .timeInvalid:
            return ("HHMM", "the value is no time of the clock", "Send an existing time as HHMM.")
        default:
            switch rule.kind {
            case .number:
                return (
                    "digits", "the value is no whole number", "Send digits only, a minus first if needed."
                )
            case .decimal:
                return ("a decimal number", "the value is no number", "Send digits with at most one point.")
            default:
                return (
                    "printable characters that do not separate",
                    "the value holds a character that may not stand in it",
                    "Take separators and control characters out of the data."
                )
            }
        }
    }
}
