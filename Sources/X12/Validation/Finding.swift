/// What is wrong in a partner's data: one fault, its place, and what to do about it.
///
/// A bounded record: ``found`` is cut to 99 bytes. Ordinals count from 1, ``offset`` from 0 in the file.
public struct Finding: Sendable, Hashable, Codable {
    /// What is wrong.
    public var code: Code
    /// How bad it is.
    public var severity: Severity
    /// The place and value it gets in an answer, as `AK403=8`.
    public var acknowledgment: String?
    /// The interchange in the file.
    public var interchange: Int?
    /// The group in the interchange.
    public var group: Int?
    /// The transaction set in the interchange.
    public var transaction: Int?
    /// The set identifier, ST01.
    public var set: String?
    /// The control number of the set, ST02.
    public var control: String?
    /// The segment in the set, ST being 1.
    public var segment: Int?
    /// The segment's id.
    public var segmentID: String?
    /// The loop it stands in, by the table.
    public var loop: String?
    /// The element's position.
    public var element: Int?
    /// The component's position in the element.
    public var component: Int?
    /// Which repetition of the element.
    public var repetition: Int?
    /// The byte in the file at which it shows, from 0.
    public var offset: Int
    /// What stood there, cut to 99 bytes, control characters escaped.
    public var found: String?
    /// What may stand there.
    public var expected: String?
    /// What is wrong, as a sentence.
    public var message: String
    /// What to do about it, as a sentence.
    public var fix: String
    /// The data element's number, for AK402 alone.
    public var dataElement: String?
    /// The identifier of the bounded loop (LS01) around it, for AK303 alone.
    public var boundedLoop: String?

    /// How bad a finding is.
    public enum Severity: String, Sendable, Hashable, Codable {
        /// The standard or the agreement is broken.
        case error
        /// Likely a mistake, though not against the standard.
        case warning
        /// A tolerance was used.
        case note
    }

    /// The keys of the JSON form; those that do not apply are left out.
    private enum CodingKeys: String, CodingKey {
        case severity, code, acknowledgment, interchange, group, transaction, set, control, segment
        case segmentID = "segmentId"
        case loop, element, component, repetition, offset, found, expected, message, fix
    }

    /// Creates a finding; the answer's place follows from the code.
    public init(
        _ code: Code, severity: Severity = .error, isLate: Bool = false, offset: Int, found: String? = nil,
        expected: String? = nil, message: String, fix: String
    ) {
        self.code = code
        self.severity = severity
        acknowledgment = severity == .error ? code.answer(isLate: isLate)?.text : nil
        self.offset = offset
        self.found = found.map(Finding.bounded)
        self.expected = expected
        self.message = message
        self.fix = fix
    }

    /// The value of the answer at a place, when the finding is answered there: `8` of `AK403=8` for `AK403`.
    func answer(at place: String) -> String? {
        guard let acknowledgment, acknowledgment.hasPrefix(place + "=") else { return nil }
        return String(acknowledgment.dropFirst(place.count + 1))
    }

    /// The first 99 characters of a text, which is nearly always all of it.
    static func bounded(_ text: String) -> String {
        text.utf8.count > 99 ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(99))) : text
    }

    /// Bytes as readable text: at most 99 bytes, control characters as `\xNN`.
    static func readable(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let cut = bytes.prefix(99)
        if cut.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) { return String(decoding: cut, as: UTF8.self) }
        var text: [UInt8] = []
        for byte in cut {
            guard text.count < 96 else { break }
            if byte >= 0x20 && byte != 0x7F {
                text.append(byte)
            } else {
                let digits = Array("0123456789ABCDEF".utf8)
                text += [0x5C, 0x78, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
