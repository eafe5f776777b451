internal import ArgumentParser
internal import Documents
internal import X12

struct LintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Checks files against the standard and says what is wrong, where, and how to mend it.",
        discussion: """
            Each finding tells its place, the bytes at fault, what was expected and what to do. Memory does not grow with a file.

            Exit status: 0 nothing to mend, 10 findings, 3 a file cannot be read, 11 some files could be read and some not.
            """)

    @Argument(help: "Files to check; - is standard input.") var files: [String]
    @OptionGroup var options: ValidationOptions
    @Flag(help: "A JSON object a finding, on a line of its own.") var json = false
    @Flag(name: .shortAndLong, help: "Say nothing of files without findings.") var quiet = false
    @Option(help: "Show at most so many findings of a file and count the rest; 0 shows all.")
    var limit = 100

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit is a number of findings, 0 for all") }
    }

    func run() throws {
        let validation = try options.validation()
        let vocabulary = Vocabulary(library: validation.library)
        var endings = FileEndings()
        try endings.each(files) { name in
            let progress = ProgressBar(name == "-" ? "standard input" : name)
            let file = try X12File(name, progress: progress)
            let output = LineOutput(progress: progress)
            defer { output.flush() }
            var sink: any FindingSink =
                json
                ? JSONFindings(output, file: files.count > 1 ? file.name : nil)
                : WrittenFindings(
                    FindingReport(file, vocabulary: vocabulary), output,
                    limit: limit == 0 ? nil : limit)
            let summary = try check(FileWalk(file: file, validation: validation, progress: progress), &sink)
            if !json, !quiet || !summary.isClean {
                for line in summary.lines(file, vocabulary) { output.say(line) }
            }
            return summary.isClean ? .done : .findings
        }
        try endings.finish()
    }

    /// Hands each finding to the sink as soon as the walk has come to its place.
    private func check(_ walk: FileWalk, _ sink: inout any FindingSink) throws -> LintSummary {
        var queue = FindingQueue()
        var summary = LintSummary()
        var header: InterchangeHeader?
        func tell(_ findings: [Finding], _ release: String? = nil) {
            for finding in findings {
                summary.count(finding)
                sink.take(finding, in: header, release: release)
            }
        }
        let outline = try walk.walk(
            begin: {
                queue.add($0.findings)
                summary.suppressed += $0.suppressedFindings
            },
            visit: { visit in
                switch visit {
                case .interchange(let interchange):
                    tell(queue.take(before: interchange.bytes.lowerBound))
                    header = interchange.header
                    queue.add(interchange.findings)
                    summary.begin(interchange)
                case .group(let group, _):
                    tell(queue.take(before: group.bytes.lowerBound))
                    summary.groups += 1
                case .set(let result, let group, let interchange):
                    tell(queue.take(before: result.bytes.lowerBound), group.header.release)
                    tell(result.verdict.findings, group.header.release)
                    summary.count(result, isRefused: interchange.status == .rejected)
                case .verdict(let verdict, let group, _):
                    queue.add(verdict.findings)
                    tell(queue.take(before: group.bytes.upperBound + 1), group.header.release)
                    summary.end(verdict)
                }
            })
        let rest = queue.take()
        // Of a file that is something else one sentence is enough, which the summary gives.
        let isForeign = outline.interchanges.isEmpty && !json
        tell(isForeign ? rest.filter { $0.code == .headerUnreadable } : rest)
        summary.holdsX12 = !outline.interchanges.isEmpty
        return summary
    }
}

/// Where findings go.
protocol FindingSink {
    mutating func take(_ finding: Finding, in header: InterchangeHeader?, release: String?)
}

/// Findings for people, up to a limit.
struct WrittenFindings: FindingSink {
    private let report: FindingReport
    private let output: LineOutput
    /// How many are shown; `nil` for all.
    private let limit: Int?
    private var shown = 0
    private var notes = 0
    private var isCut = false

    init(_ report: FindingReport, _ output: LineOutput, limit: Int?) {
        self.report = report
        self.output = output
        self.limit = limit
    }

    mutating func take(_ finding: Finding, in header: InterchangeHeader?, release: String?) {
        if let limit {
            // Tolerances stand at the front of files and must not crowd out what is to be mended.
            if finding.severity == .note, notes < limit {
                notes += 1
            } else {
                shown += 1
            }
            guard shown <= limit else {
                if !isCut { output.say("… what follows is counted and not shown; --limit 0 shows all") }
                isCut = true
                return
            }
        }
        for line in report.lines(finding, in: header, release: release) { output.say(line) }
    }
}

/// Findings as JSON, one a line; the keys are stable.
struct JSONFindings: FindingSink {
    private let output: LineOutput
    /// The file, when there are several.
    private let file: String?

    init(_ output: LineOutput, file: String?) {
        self.output = output
        self.file = file
    }

    mutating func take(_ finding: Finding, in header: InterchangeHeader?, release: String?) {
        output.emit(Self.line(finding, file: file))
        output.emit([0x0A])
    }

    static func line(_ finding: Finding, file: String?) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("file", file)
            json.field("severity", finding.severity.rawValue)
            json.field("code", finding.code.rawValue)
            json.field("acknowledgment", finding.acknowledgment)
            json.field("interchange", finding.interchange)
            json.field("group", finding.group)
            json.field("transaction", finding.transaction)
            json.field("set", finding.set)
            json.field("control", finding.control)
            json.field("segment", finding.segment)
            json.field("segmentId", finding.segmentID)
            json.field("loop", finding.loop)
            json.field("element", finding.element)
            json.field("component", finding.component)
            json.field("repetition", finding.repetition)
            json.field("offset", finding.offset)
            json.field("found", finding.found)
            json.field("expected", finding.expected)
            json.field("message", finding.message)
            json.field("fix", finding.fix)
        }
        return json.bytes
    }
}
