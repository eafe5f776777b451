internal import ArgumentParser
internal import Documents
internal import Translation
internal import X12

struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "json",
        abstract: "Prints one canonical document a line for each accepted transaction set.",
        discussion: """
            With --provenance or --unused a line is an object with the document under `document`, and beside it under \
            `fields` where each of its fields was read, under `unused` the elements received that no field was read from.
            """)

    @Argument(help: "Files to convert; - is standard input.") var files: [String]
    @OptionGroup var options: ValidationOptions
    @Flag(help: "Also where each field was read: segment, element, bytes.") var provenance = false
    @Flag(help: "Also the received elements that no field was read from.") var unused = false
    @Flag(help: "Also what became of each set, on standard error.") var verbose = false

    func run() throws {
        let validation = try options.validation()
        var endings = FileEndings()
        try endings.each(files) { name in
            let progress = ProgressBar(name == "-" ? "standard input" : name)
            let file = try X12File(name, progress: progress)
            let output = LineOutput(progress: progress)
            defer { output.flush() }
            let walk = FileWalk(
                file: file, validation: validation, progress: progress, readsRefused: false,
                keepsContent: true)
            var left = 0
            let outline = try walk.walk { visit in
                switch visit {
                case .set(let result, _, _):
                    if !convert(result, file, output) { left += 1 }
                case .interchange(let interchange) where interchange.status == .rejected:
                    left += 1
                    complain(
                        "\(file.name): interchange \(interchange.header.controlNumber) is refused as a whole, TA1 note \(interchange.note)",
                        output)
                default: break
                }
            }
            try walk.requireX12(outline)
            return left > 0 ? .findings : .done
        }
        try endings.finish()
    }

    /// Prints the document of a set; false when there is none, which was then told.
    private func convert(_ result: SetResult, _ file: X12File, _ output: LineOutput) -> Bool {
        let name = "\(file.name): \(result.setID) \(result.controlNumber)"
        guard let content = result.content else {
            let first = result.verdict.findings.first { $0.severity == .error }
            let why = first.map { $0.message.hasSuffix(".") ? String($0.message.dropLast()) : $0.message }
            complain("\(name) is rejected: \(why ?? "its group is refused"); see wharf x12 lint", output)
            return false
        }
        guard let translator = TranslatorRegistry.translator(set: result.setID) else {
            complain("\(name): there is no mapping for this set", output)
            return false
        }
        do throws(TranslationError) {
            let translated = try translator.document(from: content)
            output.emit(line(translated))
            output.emit([0x0A])
        } catch {
            complain("\(name): \(error)", output)
            return false
        }
        if verbose {
            complain(
                "\(name): \(result.verdict.status.code), \(result.verdict.segmentCount) segments", output)
        }
        return true
    }

    private func line(_ translated: Translated) -> [UInt8] {
        guard provenance || unused else { return translated.document.json() }
        var json = JSONWriter()
        json.object { json in
            json.field("document", json: translated.document.json())
            if provenance {
                json.list("fields", of: translated.provenance) { json, field in
                    json.object { json in
                        json.field("path", field.path)
                        json.field("segment", field.segment)
                        json.field("segmentId", field.segmentID)
                        json.field("element", field.element)
                        json.field("component", field.component)
                        json.field("offset", field.bytes.lowerBound)
                        json.field("length", field.bytes.count)
                    }
                }
            }
            if unused {
                json.list("unused", of: translated.unused) { json, element in
                    json.object { json in
                        json.field("segmentId", element.segmentID)
                        json.field("element", element.element)
                        json.field("count", element.count)
                        json.field("sample", element.sample)
                    }
                }
            }
        }
        return json.bytes
    }

    private func complain(_ text: String, _ output: LineOutput) {
        output.flush()
        Terminal.complain(Terminal.visible(text))
    }
}
