/// One system call as `strace -f -y` saw it, with the lines at which it began and ended.
struct SystemCall {
    let thread: Int
    let name: String
    /// Arguments and result as text, with each descriptor's path beside it.
    let text: String
    let begin: Int
    let end: Int

    /// The path of the descriptor that is its first argument.
    var file: String {
        guard let open = text.firstIndex(of: "<"), let close = text[open...].firstIndex(of: ">") else {
            return ""
        }
        return String(text[text.index(after: open)..<close])
    }

    /// The strings among its arguments.
    var strings: [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter {
            $0.offset % 2 == 1
        }.map {
            String($0.element)
        }
    }

    /// Reads a whole trace; a call that others interrupted is put together again, thread by thread.
    static func read(_ trace: String) -> [SystemCall] {
        var calls: [SystemCall] = []
        var open: [Int: (name: String, text: String, begin: Int)] = [:]
        for (number, line) in trace.split(separator: "\n").enumerated() {
            let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
            guard words.count == 3, let thread = Int(words[0]) else { continue }
            let rest = words[2]
            if rest.hasPrefix("<... ") {
                guard let begun = open.removeValue(forKey: thread),
                    let resumed = rest.firstRange(of: "resumed>")
                else { continue }
                calls.append(
                    SystemCall(
                        thread: thread, name: begun.name, text: begun.text + rest[resumed.upperBound...],
                        begin: begun.begin,
                        end: number))
            } else if let bracket = rest.firstIndex(of: "(") {
                let name = String(rest[..<bracket])
                let text = String(rest[rest.index(after: bracket)...])
                if text.hasSuffix("<unfinished ...>") {
                    open[thread] = (name, String(text.dropLast(16)), number)
                } else {
                    calls.append(
                        SystemCall(thread: thread, name: name, text: text, begin: number, end: number))
                }
            }
        }
        return calls.sorted { $0.begin < $1.begin }
    }
}
