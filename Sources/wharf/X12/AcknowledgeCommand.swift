internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Partners
internal import X12

struct AcknowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack",
        abstract: "Prints the interchanges that we would answer with: 997 or 999, and TA1 where asked for.",
        discussion: """
            One interchange answers each interchange of the file, with its separators and the addresses exchanged. \
            Acknowledgments in the file are not answered.
            """)

    @Argument(help: "Files to answer; - is standard input.") var files: [String]
    @OptionGroup var options: ValidationOptions
    @Option(help: "The set to answer groups with; a 999 answers groups from 005010 on only.")
    var with: AnswerForm?
    @Option(help: "How much the answer says: each set, the sets with errors, or the group's verdict.")
    var detail: AnswerDetail?
    @Option(
        name: .customLong("version"),
        help: ArgumentHelp("The release to answer in; usual is that of the group.", valueName: "release"))
    var release: String?
    @Flag(help: "A JSON object an acknowledgment instead of X12.") var json = false

    /// The answer to one interchange, as far as it is known.
    private struct Answer {
        let interchange: InterchangeOutline
        var acknowledgments: [FunctionalAcknowledgment] = []
    }

    func validate() throws {
        guard release.map({ GrammarLibrary.standard.knows(release: String($0.prefix(6))) }) ?? true else {
            let known = GrammarLibrary.standard.releases.joined(separator: ", ")
            throw ValidationError("--version is one of \(known)")
        }
    }

    func run() throws {
        let validation = try options.validation()
        var number = 0
        var endings = FileEndings()
        try endings.each(files) { name in
            let progress = ProgressBar(name == "-" ? "standard input" : name)
            let file = try X12File(name, progress: progress)
            let output = LineOutput(progress: progress)
            defer { output.flush() }
            let walk = FileWalk(file: file, validation: validation, progress: progress, readsRefused: false)
            for answer in try answers(walk, validation) {
                number += 1
                try say(answer, of: file.name, number: number, validation, output)
            }
            return .done
        }
        try endings.finish()
    }

    private func answers(_ walk: FileWalk, _ validation: Validation) throws -> [Answer] {
        var answers: [Answer] = []
        var builder: AcknowledgmentBuilder?
        let outline = try walk.walk { visit in
            switch visit {
            case .interchange(let interchange): answers.append(Answer(interchange: interchange))
            case .group(let group, _):
                builder = AcknowledgmentBuilder(
                    for: group.header, detail: detail(validation), form: form(validation))
            case .set(let result, _, _): builder?.add(result)
            case .verdict(let verdict, let group, _):
                guard let built = builder?.finish(verdict), group.header.functionalID != "FA",
                    validation.acknowledge.with != .none
                else { return }
                answers[answers.count - 1].acknowledgments.append(built)
            }
        }
        try walk.requireX12(outline)
        return answers
    }

    /// A refused interchange gets a TA1 in any case but `never`, because no 997 can speak for it.
    private static func owesTA1(
        _ interchange: InterchangeOutline, _ policy: AcknowledgePolicy.Interchange
    ) -> Bool {
        let isRefused = interchange.status == .rejected
        guard isRefused || !interchange.groups.isEmpty else { return false }
        return switch policy {
        case .always: true
        case .onRequest: isRefused || interchange.header.acknowledgmentRequested
        case .never: false
        }
    }

    private func detail(_ validation: Validation) -> AcknowledgmentBuilder.Detail {
        if let detail { return detail.detail }
        return switch validation.acknowledge.detail {
        case .full: .full
        case .errors: .errors
        case .group: .group
        }
    }

    private func form(_ validation: Validation) -> AcknowledgmentForm {
        let agreed: AnswerForm =
            validation.acknowledge.with == .implementation999 ? .implementation : .functional
        return (with ?? agreed).form
    }

    private func groups(_ answer: Answer, number: Int, _ validation: Validation) -> [OutgoingGroup] {
        guard let first = answer.interchange.groups.first?.header, !answer.acknowledgments.isEmpty else {
            return []
        }
        return [
            OutgoingGroup(
                answering: answer.acknowledgments, for: first, controlNumber: number,
                form: form(validation),
                version: release ?? validation.acknowledge.version)
        ]
    }

    private func say(
        _ answer: Answer, of name: String, number: Int, _ validation: Validation, _ output: LineOutput
    ) throws {
        if json { return try output.say(json: answer.acknowledgments) }
        let interchange = answer.interchange
        let header = interchange.header
        let owesTA1 = Self.owesTA1(interchange, validation.acknowledge.interchange)
        guard owesTA1 || !answer.acknowledgments.isEmpty else { return }
        let when = CivilTime(milliseconds: ExchangeClock.system.now)
        // Where the separators themselves are at fault, the answer cannot use them.
        let delimiters = header.delimiters.isUsable ? header.delimiters : Delimiters(lineBreak: .lf)
        let outgoing = OutgoingInterchange(
            sender: header.receiver, receiver: header.sender, version: header.version, controlNumber: number,
            dateCCYYMMDD: when.compactDay, timeHHMM: when.compactTime, usage: header.usage,
            acknowledgmentRequested: false, delimiters: delimiters,
            acknowledgments: owesTA1 ? [InterchangeAcknowledgment(for: interchange)] : [],
            groups: groups(answer, number: number, validation))
        do {
            output.emit(try outgoing.bytes())
            if delimiters.lineBreak == .none, delimiters.segment != 0x0A { output.say("") }
        } catch {
            throw Failure(
                .failed,
                "\(name): interchange \(Terminal.visible(header.controlNumber)) cannot be answered: \(Terminal.visible("\(error)"))"
            )
        }
    }
}

/// The sets a group can be answered with.
enum AnswerForm: String, CaseIterable, ExpressibleByArgument {
    case functional = "997"
    case implementation = "999"

    var form: AcknowledgmentForm { self == .functional ? .functional : .implementation }
}

/// How much an answer can say.
enum AnswerDetail: String, CaseIterable, ExpressibleByArgument {
    case full
    case errors
    case group

    var detail: AcknowledgmentBuilder.Detail {
        switch self {
        case .full: .full
        case .errors: .errors
        case .group: .group
        }
    }
}
