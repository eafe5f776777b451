/// Calls that crash, hang or lie when they are made in the wrong place.
enum BannedCalls {
    /// A call, and the paths under which it is at home.
    struct Ban: Sendable {
        let words: [String]
        let allowed: [String]

        init(_ words: String..., allowedUnder allowed: [String] = []) {
            self.words = words
            self.allowed = allowed
        }
    }

    static let printing = Ban("print(", "debugPrint(", "dump(", allowedUnder: ["Sources/wharf/"])
    static let crashing = Ban("try!", "fatalError(", "as!", "assertionFailure(")
    static let clocks = Ban(
        "Date()", "Date.now", "CLOCK_REALTIME", "gettimeofday(",
        allowedUnder: ["Sources/Exchange/Running/", "Sources/wharf/"])
    static let syncing = Ban("fsync(", "fdatasync(", "syncfs(", allowedUnder: ["Sources/Spool/Disk/"])
    static let unsafeGlobals = Ban("nonisolated(unsafe)")
    static let impureCode = Ban(
        "async", "await", "actor", "Task {", "Date()", "UUID()", "SystemRandomNumberGenerator",
        "ContinuousClock", "Thread")

    static func rule(_ ban: Ban) -> Rule {
        { file in
            if ban.allowed.contains(where: file.path.hasPrefix) { return [] }
            return ban.words.flatMap { word in
                file.text.words(word).map { file.offence(at: $0, word) }
            }
        }
    }

    /// `value!` and `type!`: a crash with no sentence in it.
    static let forceUnwrapping: Rule = { file in
        let code = file.text.code
        return code.offsets(of: "!").compactMap { offset in
            guard offset > 0, offset + 1 < code.count else { return nil }
            let before = code[offset - 1]
            let isPostfix = before.isIdentifier || before == UInt8(ascii: ")") || before == UInt8(ascii: "]")
            guard isPostfix, code[offset + 1] != UInt8(ascii: "=") else { return nil }
            let start = file.text.lineStarts[file.text.line(at: offset) - 1]
            let line = String(decoding: code[start...offset], as: UTF8.self)
            if line.hasSuffix("try!") || line.hasSuffix("as!") { return nil }
            return file.offence(at: offset, file.text.line(file.text.line(at: offset)))
        }
    }

    /// An error that nobody hears of.
    static let emptyCatches: Rule = { file in
        let code = file.text.code
        return file.text.words("catch").compactMap { offset in
            guard let open = code[offset...].firstIndex(of: UInt8(ascii: "{")) else { return nil }
            guard let next = code[(open + 1)...].first(where: { !$0.isSpace }) else { return nil }
            return next == UInt8(ascii: "}") ? file.offence(at: offset, "catches and does nothing") : nil
        }
    }
}
