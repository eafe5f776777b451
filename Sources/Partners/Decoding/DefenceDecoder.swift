/// Turns a house's `defence` section into a ``DefenceSection``.
enum DefenceDecoder {
    /// The section.
    static func decode(_ section: Section) -> DefenceSection {
        let standard = DefenceSection.standard
        let sessions = section.integer("sessions", in: 1...100_000) ?? standard.sessions
        func part(_ key: String, _ usual: Int) -> Int {
            guard let number = section.integer(key, in: 1...100_000) else { return min(usual, sessions) }
            if number > sessions {
                section.error(key, "\(number) is above `sessions`, which is \(sessions)")
            }
            return number
        }
        let grace = section.duration("grace") ?? standard.grace
        let idle = section.duration("idle") ?? standard.idle
        let session = section.duration("session") ?? standard.session
        if session < idle {
            section.error(
                section.has("session") ? "session" : "idle", "a whole session would be shorter than `idle`")
        }
        return DefenceSection(
            sessions: sessions, sessionsPerLogin: part("sessionsPerLogin", standard.sessionsPerLogin),
            connectionsPerSource: part("perSource", standard.connectionsPerSource),
            unauthenticated: part("unauthenticated", standard.unauthenticated),
            ban: section.section("ban", .ban).map(ban) ?? .standard,
            neverBan: section.values("neverBan", Section.addressRange, AddressRange.init),
            grace: grace, idle: idle, session: session)
    }

    private static func ban(_ section: Section) -> DefenceSection.Ban {
        let standard = DefenceSection.Ban.standard
        let time = section.duration("time") ?? standard.time
        let longest = section.duration("longest") ?? max(standard.longest, time)
        if longest < time {
            section.error("longest", "the longest ban is shorter than the first")
        }
        return DefenceSection.Ban(
            threshold: section.integer("threshold", in: 1...10_000) ?? standard.threshold,
            time: time, longest: longest)
    }
}
