internal import ArgumentParser
internal import Documents
internal import X12

struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract:
            "Prints transaction sets in words: each segment and element by name, codes with their meaning.",
        discussion: """
            Segments are set in by loops and hierarchical levels; what was found stands under the element it is about.
            """)

    @Argument(help: "Files to explain; - is standard input.") var files: [String]
    @OptionGroup var options: ValidationOptions
    @Option(name: .customLong("set"), help: "Only this transaction set, counted from 1 in the file.")
    var ordinal: Int?
    @Flag(help: "A JSON object a segment, on a line of its own.") var json = false

    /// The set asked for was printed; what follows need not be read.
    private struct Enough: Error {}

    func validate() throws {
        guard ordinal.map({ $0 >= 1 }) ?? true else { throw ValidationError("--set counts from 1") }
    }

    func run() throws {
        var validation = try options.validation()
        validation.keepsFaulty = true
        let vocabulary = Vocabulary(library: validation.library)
        var endings = FileEndings()
        try endings.each(files) { name in
            let progress = ProgressBar(name == "-" ? "standard input" : name)
            let file = try X12File(name, progress: progress)
            let output = LineOutput(progress: progress)
            defer { output.flush() }
            let text = ExplainedText(style: .output)
            let walk = FileWalk(
                file: file, validation: validation, progress: progress, keepsContent: true)
            var sets = 0
            var isFaulty = false
            var outline: FileOutline?
            do {
                outline = try walk.walk { visit in
                    switch visit {
                    case .interchange(let interchange):
                        if !json { say(text.lines(interchange.header, of: file), output) }
                        if !json { tell(interchange.findings, "  ", output) }
                        if interchange.status != .accepted { isFaulty = true }
                    case .group(let group, _):
                        if !json { say(text.lines(group.header), output) }
                    case .set(let result, let group, let interchange):
                        sets += 1
                        guard ordinal == nil || ordinal == sets else { return }
                        if result.verdict.findings.contains(where: { $0.severity != .note }) {
                            isFaulty = true
                        }
                        explain(result, group, interchange, file, vocabulary, text, output)
                        if ordinal != nil { throw Enough() }
                    case .verdict(let verdict, _, _):
                        if !json { tell(verdict.findings, "  ", output) }
                        if verdict.findings.contains(where: { $0.severity == .error }) { isFaulty = true }
                    }
                }
            } catch is Enough {
                return isFaulty ? .findings : .done
            }
            if let outline { try walk.requireX12(outline) }
            if let ordinal, ordinal > sets {
                throw Failure(
                    .notFound, "\(file.name): there is no transaction set \(ordinal); it holds \(sets)")
            }
            return isFaulty ? .findings : .done
        }
        try endings.finish()
    }

    private func explain(
        _ result: SetResult, _ group: GroupOutline, _ interchange: InterchangeOutline, _ file: X12File,
        _ vocabulary: Vocabulary, _ text: ExplainedText, _ output: LineOutput
    ) {
        let depths = LoopDepths(result.content)
        let explainer = SegmentExplainer(
            vocabulary, delimiters: interchange.header.delimiters, release: group.header.release)
        var findings = ArraySlice(
            result.verdict.findings.sorted { ($0.segment ?? .max) < ($1.segment ?? .max) })
        if !json {
            let name = vocabulary.name(ofSet: result.setID).map { " \($0)" } ?? ""
            output.say(
                "  " + text.style.bold("\(Terminal.visible(result.setID))\(name)")
                    + ", control number \(Terminal.visible(result.controlNumber))")
        }
        var cutter = SegmentCutter(file, result.bytes, in: interchange.header)
        var ordinal = 0
        while let (bytes, offset) = cutter.next() {
            ordinal += 1
            let id = ShownBytes(Array(bytes.prefix { $0 != interchange.header.delimiters.element })).text
            let segment = explainer.explain(
                bytes, offset: offset, ordinal: ordinal, set: result.setID,
                depth: depths.depth(of: ordinal, id: id))
            let mine = findings.prefix { ($0.segment ?? .max) <= ordinal }
            findings = findings.dropFirst(mine.count)
            if json {
                output.emit(line(segment, result, group, interchange))
                output.emit([0x0A])
            } else {
                say(text.lines(segment, Array(mine)), output)
            }
        }
        if !json { tell(Array(findings), "    ", output) }
    }

    private func say(_ lines: [String], _ output: LineOutput) {
        for line in lines { output.say(line) }
    }

    /// Findings that no segment can be shown for.
    private func tell(_ findings: [Finding], _ indent: String, _ output: LineOutput) {
        for finding in findings {
            output.say(
                "\(indent)\(finding.severity.rawValue): \(Terminal.visible(finding.message)) \(Terminal.visible(finding.fix))"
            )
        }
    }

    private func line(
        _ segment: ExplainedSegment, _ result: SetResult, _ group: GroupOutline,
        _ interchange: InterchangeOutline
    ) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("interchange", interchange.ordinal)
            json.field("group", group.ordinal)
            json.field("transaction", result.ordinal)
            json.field("set", result.setID)
            json.field("control", result.controlNumber)
            json.field("segment", segment.ordinal)
            json.field("segmentId", segment.id)
            json.field("name", segment.name)
            json.field("depth", segment.depth)
            json.field("offset", segment.offset)
            json.list("elements", of: segment.parts) { json, part in
                json.object { json in
                    json.field("element", part.element)
                    json.field("component", part.component)
                    json.field("repetition", part.repetition)
                    json.field("name", part.name)
                    json.field("value", part.value)
                    json.field("meaning", part.meaning)
                }
            }
        }
        return json.bytes
    }
}
