internal import Partners

/// What a profile means of a partner's own server, in lines for people.
enum RemoteText {
    static func lines(_ remote: RemoteSection) -> [String] {
        var lines = ["  own server    \(remote.user)@\(remote.host):\(remote.port)"]
        let ways = [
            remote.identity.map { "key \($0)" }, remote.password.map { "password \($0)" },
        ].compactMap(\.self)
        lines.append("    login       \(ways.joined(separator: ", "))")
        for key in remote.hostKeys { lines.append("    host key    \(key)") }
        for pickup in remote.pickups {
            let names = pickup.match.map(\.text).joined(separator: " ")
            let limits =
                "\(HumanText.bytes(pickup.maximumFileBytes)) a file, \(pickup.maximumFiles) files a visit"
            lines.append("    from        \(pickup.path): \(names), by \(pickup.order.rawValue), \(limits)")
        }
        if let deliver = remote.deliver {
            let name = deliver.temporary.map { "\($0.text), then " } ?? ""
            lines.append(
                "    to          \(deliver.path): \(name)\(deliver.fileName.text), verified by \(deliver.verification.rawValue)"
            )
        }
        if let poll = remote.poll {
            lines.append(
                "    every       \(HumanText.duration(poll.every)), up to \(HumanText.duration(poll.jitter)) more; parked after \(poll.parkAfter) attempts"
            )
        }
        for window in remote.maintenance { lines.append("    not at      \(window)") }
        if let legacy = remote.legacy {
            lines.append("    weaker algorithms until \(legacy.until): \(legacy.reason)")
        }
        return lines
    }
}
