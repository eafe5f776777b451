/// The first look at a segment's elements: only whether all is well.
///
/// Nearly all segments pass it. One that does not is looked at again by ``SetValidator/checkElements(_:_:_:)``,
/// which knows every rule and says what is wrong; so this look may be strict, but never lenient.
extension SetValidator {
    /// Whether a segment is certainly without fault.
    ///
    /// Changes nothing; mutating, because for a function that is not, the whole validator is copied.
    @inline(__always)
    mutating func isClean(
        _ segment: SegmentView, _ rule: UnsafePointer<LayoutRule>, _ walk: GrammarWalk
    ) -> Bool {
        let count = segment.elementCount
        guard segment.isPlain, count <= Int(rule.pointee.slotCount), !segment.hasWrongLength,
            segment.count <= setting.limits.maximumElementBytes
        else { return false }
        var slot = walk.slots + Int(rule.pointee.firstSlot)
        var present: UInt64 = 0
        var start = Int(segment.ends[0]) &+ 1
        for index in 0..<count {
            let end = Int(segment.ends[index &+ 1])
            if end > start {
                present |= 1 &<< UInt64(truncatingIfNeeded: index)
                if !isClean(segment.base + start, end &- start, slot, walk) { return false }
            }
            start = end &+ 1
            slot += 1
        }
        if rule.pointee.mandatory & ~present != 0 { return false }
        return !checksConditions || !isBroken(rule, present, walk)
    }

    @inline(__always)
    private func isBroken(
        _ rule: UnsafePointer<LayoutRule>, _ present: UInt64, _ walk: GrammarWalk
    ) -> Bool {
        let conditions = walk.conditions + Int(rule.pointee.firstCondition)
        for index in 0..<Int(rule.pointee.conditionCount) where conditions[index].isBroken(present) {
            return true
        }
        return false
    }

    /// Whether a value is certainly without fault; its bytes are plain and at least one.
    @inline(__always)
    private func isClean(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, _ place: UnsafePointer<SlotRule>, _ walk: GrammarWalk
    ) -> Bool {
        var slot = place
        if slot.pointee.kind == .composite {
            // Plain bytes hold no component separator: just the first component is present.
            let rule = walk.layouts + Int(slot.pointee.row)
            guard !slot.pointee.flags.contains(.notUsed), rule.pointee.slotCount > 0,
                rule.pointee.mandatory & ~1 == 0, !isBroken(rule, 1, walk)
            else { return false }
            slot = walk.slots + Int(rule.pointee.firstSlot)
        }
        // What is not used is never right; lengths that are open are left to the second look.
        if slot.pointee.flags.rawValue & SlotRule.Flags.unusual != 0 { return false }
        let minimum = Int(slot.pointee.minimum)
        let maximum = Int(slot.pointee.maximum)
        switch slot.pointee.kind {
        case .text, .identifier:
            guard count >= minimum, count <= maximum, bytes[0] != 0x20 else { return false }
            guard slot.pointee.codes >= 0, checksCodes else { return true }
            return count < 8 && walk.contains(QuickLook.word(bytes, count), list: slot.pointee.codes)
        case .number:
            let sign = bytes[0] == 0x2D ? 1 : 0
            let digits = count &- sign
            return digits >= max(minimum, 1) && digits <= maximum && QuickLook.isDigits(bytes + sign, digits)
        case .decimal:
            let digits = QuickLook.decimalDigits(bytes, count)
            return digits > 0 && digits >= minimum && digits <= maximum
        case .date:
            guard count >= minimum, count <= maximum else { return false }
            return !checksDates || QuickLook.isDate(bytes, count)
        case .time:
            guard count >= minimum, count <= maximum else { return false }
            return !checksDates
                || CalendarRules.isTime(UnsafeBufferPointer(start: bytes, count: count))
        case .binary:
            return count >= minimum && count <= maximum
        case .composite:
            return false
        }
    }
}

/// Looks at eight bytes at once; behind the last byte of a value eight more may be read.
enum QuickLook {
    @inline(__always)
    private static func load(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    }

    /// At most eight bytes as a packed word, the first most significant.
    @inline(__always)
    static func word(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        load(bytes).byteSwapped &>> UInt64(truncatingIfNeeded: 64 &- count &* 8)
    }

    /// The high bit of each of at most eight bytes that is no digit; 1 to 8 bytes.
    @inline(__always)
    private static func others(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let values = load(bytes) ^ 0x3030_3030_3030_3030
        let above = (values &+ 0x7676_7676_7676_7676) | values
        return above & 0x8080_8080_8080_8080
            & (UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count &* 8))
    }

    /// Whether all of at least one byte are digits.
    @inline(__always)
    static func isDigits(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var place = bytes
        var left = count
        while left > 8 {
            if others(place, 8) != 0 { return false }
            place += 8
            left &-= 8
        }
        return left > 0 && others(place, left) == 0
    }

    /// The digits of a number with at most one point or leading minus; 0 when it may be something else.
    @inline(__always)
    static func decimalDigits(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        guard count <= 8 else { return longDecimalDigits(bytes, count) }
        let others = others(bytes, count)
        if others == 0 { return count }
        guard others & (others &- 1) == 0 else { return 0 }
        let place = others.trailingZeroBitCount &>> 3
        return bytes[place] == 0x2E || bytes[place] == 0x2D && place == 0 ? count &- 1 : 0
    }

    private static func longDecimalDigits(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var digits = 0
        var points = 0
        for place in 0..<count {
            let byte = bytes[place]
            if byte >= 0x30, byte <= 0x39 {
                digits += 1
            } else if byte == 0x2E, points == 0 {
                points = 1
            } else if byte != 0x2D || place > 0 {
                return 0
            }
        }
        return digits
    }

    /// Whether six or eight bytes name a day.
    @inline(__always)
    static func isDate(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        guard count == 8 || count == 6, others(bytes, count) == 0 else { return false }
        var number = count == 8 ? 0 : 20
        for place in 0..<count { number = number &* 10 &+ Int(bytes[place] &- 0x30) }
        return CalendarRules.isDay(number)
    }
}
