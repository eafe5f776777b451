extension SFTPClient {
    /// Answers with no name in them after which a listing is given up.
    private static let emptyPages = 16

    /// Hands the names of a folder to a closure as they arrive, without `.` and `..`; it answers whether to go
    /// on.
    ///
    /// An error of the closure ends the listing and is thrown on.
    ///
    /// - Throws: ``ClientError``; ``ClientError/Code-swift.enum/limitExceeded`` when there are more than `limit`
    ///   names.
    public func list(_ path: String, limit most: Int, _ entry: (RemoteFile) throws -> Bool) throws {
        let limit = limit(.list)
        let handle = try open(.openFolder(path: Array(path.utf8)), path, changes: false, limit)
        defer { drop(handle, limit) }
        var seen = 0
        var empty = 0
        while true {
            let reply = try line.reply(to: .readFolder(handle: handle), limit).reply
            if case .status(SFTPError.Status.endOfFile.rawValue, _) = reply { return }
            guard case .names(let names) = reply else { throw refusal(reply, path, limit) }
            empty = names.isEmpty ? empty + 1 : 0
            guard empty < Self.emptyPages else {
                throw line.end(
                    limit.error(.protocolViolation, "\(limit.server): the listing of \(path) does not end"))
            }
            for name in names where !name.isSelfOrParent {
                guard name.isPlain else {
                    throw limit.error(
                        .protocolViolation,
                        "\(limit.server): the listing of \(path) has a name with a slash or a zero byte in it"
                    )
                }
                seen += 1
                guard seen <= most else {
                    throw limit.error(
                        .limitExceeded,
                        "\(limit.server): \(path) has more than \(most) names; have it tidied up, or raise the"
                            + " limit")
                }
                guard try entry(name.file) else { return }
            }
        }
    }
}

extension RemoteName {
    fileprivate var isSelfOrParent: Bool { name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) }

    /// Whether it can be put behind a folder's path without leading elsewhere.
    fileprivate var isPlain: Bool { !name.isEmpty && !name.contains(UInt8(ascii: "/")) && !name.contains(0) }
}
