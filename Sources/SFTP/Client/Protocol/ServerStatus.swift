/// What a status of a server means for whoever asked.
enum ServerStatus {
    /// Status codes of later versions, which some servers send all the same.
    ///
    /// Source: draft-ietf-secsh-filexfer-13, section 9.1.
    private static let later: [UInt32: ClientError.Code] = [
        10: .noSuchFile, 11: .alreadyExists, 12: .permissionDenied, 14: .noSpace, 15: .noSpace,
        24: .permissionDenied,
    ]

    static func code(_ code: UInt32, text: String) -> ClientError.Code {
        switch SFTPError.Status(rawValue: code) {
        case .noSuchFile: .noSuchFile
        case .permissionDenied: .permissionDenied
        case .unsupported: .unsupported
        case .badMessage: .protocolViolation
        case .noConnection, .connectionLost: .connectionLost
        case .failure: failure(text)
        case .ok, .endOfFile: .protocolViolation
        case nil: later[code] ?? .remoteFailure
        }
    }

    /// Version 3 has one code for whatever else went wrong; only the text tells more.
    private static func failure(_ text: String) -> ClientError.Code {
        let words = text.lowercased()
        let space = [
            "no space", "disk full", "quota", "not enough space", "insufficient space", "file too large",
        ]
        if space.contains(where: words.contains) { return .noSpace }
        if ["exist", "already", "name is taken"].contains(where: words.contains),
            !["not exist", "n't exist", "no longer exist"].contains(where: words.contains)
        {
            return .alreadyExists
        }
        if words.contains("permission") || words.contains("denied") || words.contains("read-only") {
            return .permissionDenied
        }
        return .remoteFailure
    }

    /// What to do about it.
    static func advice(_ code: ClientError.Code) -> String {
        switch code {
        case .noSuchFile: "it may have been taken or renamed; check the folder's path"
        case .permissionDenied: "ask the server's operator for the right"
        case .alreadyExists: "the name is taken"
        case .noSpace: "its disk or our share of it is full; tell the server's operator"
        case .unsupported: "the server cannot do that; the profile can do without"
        default: "the server's operator can tell the reason"
        }
    }
}
