/// What an acknowledgment says of a set or a group: the codes of elements 715 and 717.
public enum AnswerStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// No error.
    case accepted = "A"
    /// Errors were noted, the content is processed.
    case acceptedWithErrors = "E"
    /// At least one set of the group is rejected, at least one is not.
    case partiallyAccepted = "P"
    /// Not processed.
    case rejected = "R"
    /// Not processed: the message authentication code failed.
    case authenticationFailed = "M"
    /// Not processed: the assurance failed its validity tests.
    case assuranceFailed = "W"
    /// Not processed: after decryption the content could not be analyzed.
    case decryptionFailed = "X"

    /// Whether what was answered is processed.
    public var isAccepted: Bool { self == .accepted || self == .acceptedWithErrors }
}

extension SetAcknowledgment {
    /// AK501 as a value; nil when it is no code of the standard.
    public var verdict: AnswerStatus? { AnswerStatus(rawValue: status) }
}

extension FunctionalAcknowledgment {
    /// AK901 as a value; nil when it is no code of the standard.
    public var verdict: AnswerStatus? { AnswerStatus(rawValue: status) }

    /// What it says of one set of the group; nil when it cannot be told.
    ///
    /// An answer without AK2 loops speaks for all sets. One that lists only the sets in error accepts the others,
    /// unless the whole group is rejected.
    public func verdict(onSet setID: String, controlNumber: String) -> AnswerStatus? {
        if let answer = sets.last(where: { $0.setID == setID && $0.controlNumber == controlNumber }) {
            return answer.verdict
        }
        guard let verdict else { return nil }
        if verdict == .partiallyAccepted { return sets.isEmpty ? nil : .accepted }
        return verdict == .acceptedWithErrors && !sets.isEmpty ? .accepted : verdict
    }
}

/// What TA105 says of an interchange: the codes of element I18.
public enum InterchangeNote: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing is wrong.
    case noError = "000"
    /// IEA02 differs from ISA13.
    case controlNumbersDiffer = "001"
    /// The standard that ISA11 names is not supported.
    case standardNotSupported = "002"
    /// The version that ISA12 names is not supported.
    case versionNotSupported = "003"
    /// The segment terminator is invalid.
    case terminatorInvalid = "004"
    /// ISA05 is invalid.
    case senderQualifierInvalid = "005"
    /// ISA06 is invalid.
    case senderInvalid = "006"
    /// ISA07 is invalid.
    case receiverQualifierInvalid = "007"
    /// ISA08 is invalid.
    case receiverInvalid = "008"
    /// ISA08 names nobody here.
    case receiverUnknown = "009"
    /// ISA01 is invalid.
    case authorizationQualifierInvalid = "010"
    /// ISA02 is invalid.
    case authorizationInvalid = "011"
    /// ISA03 is invalid.
    case securityQualifierInvalid = "012"
    /// ISA04 is invalid.
    case securityInvalid = "013"
    /// ISA09 is no date.
    case dateInvalid = "014"
    /// ISA10 is no time.
    case timeInvalid = "015"
    /// ISA11 is invalid.
    case standardInvalid = "016"
    /// ISA12 is invalid.
    case versionInvalid = "017"
    /// ISA13 is invalid.
    case controlNumberInvalid = "018"
    /// ISA14 is invalid.
    case acknowledgmentFlagInvalid = "019"
    /// ISA15 is invalid, or test data came where none is taken.
    case usageInvalid = "020"
    /// IEA01 differs from the groups counted.
    case groupCountInvalid = "021"
    /// The envelopes are not nested as they must be.
    case structureInvalid = "022"
    /// The data ended too early.
    case prematureEnd = "023"
    /// What stands between ISA and IEA cannot be used.
    case contentInvalid = "024"
    /// ISA13 was used before.
    case controlNumberRepeated = "025"
    /// The element separator is invalid.
    case elementSeparatorInvalid = "026"
    /// The component separator is invalid.
    case componentSeparatorInvalid = "027"
    /// The day of a deferred delivery is invalid.
    case deliveryDateInvalid = "028"
    /// The time of a deferred delivery is invalid.
    case deliveryTimeInvalid = "029"
    /// The time code of a deferred delivery is invalid.
    case deliveryTimeCodeInvalid = "030"
    /// The grade of service is invalid.
    case gradeOfServiceInvalid = "031"

    /// How an interchange with this note is answered where nothing else is agreed.
    public var usualStatus: InterchangeStatus {
        switch self {
        case .noError: .accepted
        case .dateInvalid, .timeInvalid, .acknowledgmentFlagInvalid: .acceptedWithErrors
        default: .rejected
        }
    }
}

extension InterchangeAcknowledgment {
    /// TA105 as a value; nil when it is no code of the standard.
    public var reason: InterchangeNote? { InterchangeNote(rawValue: note) }

    /// TA104 as a value; nil when it is no code of the standard.
    public var verdict: AnswerStatus? {
        ["A", "E", "R"].contains(status) ? AnswerStatus(rawValue: status) : nil
    }
}
