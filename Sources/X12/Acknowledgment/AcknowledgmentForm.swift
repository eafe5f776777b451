/// The set an acknowledgment is written as; a partner gets one of them, never both.
public enum AcknowledgmentForm: String, Sendable, Hashable, Codable {
    /// The 997, for every release.
    case functional = "997"
    /// The 999, for 005010 and later where the agreement says so.
    case implementation = "999"
}

/// What the segments of an acknowledgment look like in a release.
struct AcknowledgmentShape {
    let form: AcknowledgmentForm
    /// AK304 to AK308 hold up to five codes, and AK401 is a plain position: up to 003040.
    let isSimple: Bool
    /// C030 has a third component, the repetition: from 004030 on.
    let hasRepetition: Bool
    /// AK103, AK203 and codes 12, 13, 18 and 19 exist: from 005010 on.
    let isLate: Bool
    /// The longest loop identifier, element 447.
    let loopLength: Int
    /// The largest position, element 719.
    let maximumPosition: Int

    init(release: String, form: AcknowledgmentForm) {
        self.form = form
        isSimple = release < "003050"
        hasRepetition = release >= "004030"
        isLate = release >= "005010"
        loopLength = release >= "004010" && !isLate ? 6 : 4
        maximumPosition = isLate ? 9_999_999_999 : 999_999
    }

    /// The AK4s that one AK3 may have; IK4 is a loop without a limit.
    var maximumElements: Int { form == .functional ? 99 : Int.max }

    // MARK: Codes

    /// A code of 720, or of 620 in a 999; what only a 999 knows is said with the nearest code in a 997.
    func segmentCode(_ code: String) -> String {
        guard form == .functional else { return code }
        return switch code {
        case "I4", "I9": "2"
        case "I6", "I7", "I8": "3"
        default: code
        }
    }

    /// A code of 723, or of 621 in a 999.
    func elementCode(_ code: String) -> String {
        switch code {
        case "12", "13": isLate ? code : "3"
        case _ where form == .implementation: code
        case "I6", "I12": "7"
        case "I9": "2"
        case "I10": "3"
        case "I11": "1"
        case "I13": "10"
        default: code
        }
    }

    /// A code of 718, or of 618 in a 999.
    func setCode(_ code: String) -> String {
        switch code {
        case "18", "19": isLate ? code : "6"
        case "I6": form == .implementation ? code : "1"
        default: code
        }
    }

    /// A code of 716.
    func groupCode(_ code: String) -> String {
        // Code 19 speaks of security segments before 005010, of a repeated GS06 after.
        code == "19" && !isLate ? "6" : code
    }
}
