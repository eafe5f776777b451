internal import ArgumentParser
internal import X12

struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Prints files anew: one segment a line, set in, compact, or with other separators.",
        discussion: """
            The data stays as it is. --separators takes three or four characters: element, component and segment, and for \
            repetitions from version 00402 on; \\n stands for a line feed. Data that holds one of them is an error with its \
            place, unless --replace names a character to write instead.
            """)

    @Argument(help: "Files to print; - is standard input.") var files: [String]
    @Flag(help: "Set segments in by envelope, loop and hierarchical level.") var indent = false
    @Flag(help: "Leave out all line breaks.") var compact = false
    @Flag(help: "End lines with CR LF.") var crlf = false
    @Option(help: ArgumentHelp("Write with these separators, as '*>~'.", valueName: "characters"))
    var separators: String?
    @Option(help: ArgumentHelp("Write this for data that equals a separator.", valueName: "character"))
    var replace: String?

    func validate() throws {
        if indent && compact { throw ValidationError("--indent and --compact exclude each other") }
        if let separators, Self.delimiters(separators) == nil {
            throw ValidationError("--separators takes three or four different signs, such as '*>~' or '*>~^'")
        }
        if let replace, replace.utf8.count != 1 { throw ValidationError("--replace takes one character") }
    }

    func run() throws {
        var formatter = InterchangeFormatter(
            layout: indent ? .indented : compact ? .compact : .lines,
            delimiters: separators.flatMap(Self.delimiters), lineBreak: crlf ? .crlf : .lf)
        if let byte = replace?.utf8.first { formatter.rules.onDelimiterInData = .replace(with: byte) }
        var endings = FileEndings()
        try endings.each(files) { name in
            let progress = ProgressBar(name == "-" ? "standard input" : name)
            let file = try X12File(name, progress: progress)
            let output = LineOutput(progress: progress)
            defer {
                output.flush()
                progress.hide()
            }
            progress.expect(file.byteCount)
            let report: WritingReport
            do {
                report = try formatter.format(file.source(0..<file.byteCount, progress)) { output.emit($0) }
            } catch let error as WriteError {
                throw Failure(.invalid, "\(file.name): \(error)")
            }
            output.flush()
            try file.requireX12(report)
            if report.replacementCount > 0 {
                Terminal.complain("\(file.name): \(report.replacementCount) characters of data were replaced")
            }
            return file.tell(report) ? .done : .findings
        }
        try endings.finish()
    }

    /// Three or four signs as separators.
    private static func delimiters(_ text: String) -> Delimiters? {
        let bytes = Array(text.replacing("\\n", with: "\n").replacing("\\r", with: "\r").utf8)
        guard bytes.count == 3 || bytes.count == 4, Set(bytes).count == bytes.count else { return nil }
        return Delimiters(
            element: bytes[0], component: bytes[1], segment: bytes[2],
            repetition: bytes.count == 4 ? bytes[3] : nil)
    }
}

extension X12File {
    /// Fails with a sentence when nothing of the file could be written anew.
    func requireX12(_ report: WritingReport) throws {
        guard report.interchanges == 0 else { return }
        if byteCount == 0 { throw Failure(.invalid, "\(name): the file is empty") }
        throw Failure(.invalid, "\(name): this is no X12: no ISA segment that can be read was found")
    }

    /// Tells on standard error what was met on the way; whether nothing of it is a fault.
    func tell(_ report: WritingReport) -> Bool {
        let faults = report.findings.filter { $0.severity != .note }
        for finding in faults.prefix(20) {
            Terminal.complain(
                "\(name): byte \(finding.offset): \(finding.severity.rawValue): \(Terminal.visible(finding.message))"
            )
        }
        let more = max(0, faults.count - 20) + report.suppressedFindings
        if more > 0 { Terminal.complain("\(name): \(more) findings more; see wharf x12 lint") }
        return faults.isEmpty && more == 0
    }
}
