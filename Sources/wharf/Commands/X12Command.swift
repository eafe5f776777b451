internal import ArgumentParser
internal import Documents
internal import Exchange
internal import Foundation
internal import Translation
internal import X12

struct X12Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "x12", abstract: "Looks into X12 files; needs neither server nor spool.",
        subcommands: [Lint.self, Acknowledge.self, Convert.self])

    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Checks files against the standard and says what is wrong, and where.")
        @Argument(help: "Files to check; - is standard input.") var files: [String]
        @Flag(help: "A JSON object a finding.") var json = false

        func run() throws {
            var errors = 0
            var warnings = 0
            for name in files {
                let file = try X12File(name)
                var sets = 0
                var bad = 0
                var findings: [Finding] = []
                let outline = try file.walk(rejectedToo: true) { visit in
                    switch visit {
                    case .interchange(let interchange): findings += interchange.findings
                    case .group: break
                    case .set(let result, _, _):
                        sets += 1
                        if result.verdict.status != .accepted { bad += 1 }
                        findings += result.verdict.findings
                    case .verdict(let verdict, _, _): findings += verdict.findings
                    }
                    if json { try flush(&findings) }
                }
                findings = outline.findings + findings
                errors += try show(findings, of: file)
                warnings += findings.count { $0.severity == .warning }
                if !json {
                    Terminal.say(
                        "\(file.name): \(outline.interchanges.count) interchange(s), \(sets) transaction set(s), \(bad) with errors"
                    )
                }
                errors += bad
            }
            if errors > 0 || warnings > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
        }

        private func flush(_ findings: inout [Finding]) throws {
            guard findings.count > 10_000 else { return }
            try JSONLines.say(findings)
            findings.removeAll()
        }

        private func show(_ findings: [Finding], of file: X12File) throws -> Int {
            if json {
                try JSONLines.say(findings)
            } else {
                for finding in findings { FindingLines.lines(finding, in: file).forEach(Terminal.say) }
            }
            return findings.count { $0.severity == .error }
        }
    }

    struct Acknowledge: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ack",
            abstract: "Prints the interchanges that we would answer with: 997, and TA1 where asked for.")
        @Argument(help: "Files to answer; - is standard input.") var files: [String]
        @Flag(help: "A JSON object an acknowledgment instead of X12.") var json = false

        func run() throws {
            var number = 0
            var unanswerable = 0
            for name in files {
                let file = try X12File(name)
                var answers: [(InterchangeOutline, [X12.FunctionalAcknowledgment])] = []
                var builder: AcknowledgmentBuilder?
                try file.walk(rejectedToo: false) { visit in
                    switch visit {
                    case .interchange(let interchange): answers.append((interchange, []))
                    case .group(let group, _): builder = AcknowledgmentBuilder(for: group.header)
                    case .set(let result, _, _): builder?.add(result)
                    case .verdict(let verdict, let group, _):
                        guard let built = builder?.finish(verdict), group.header.functionalID != "FA" else {
                            return
                        }
                        answers[answers.count - 1].1.append(built)
                    }
                }
                for (interchange, acknowledgments) in answers {
                    number += 1
                    try answer(interchange, acknowledgments, number: number)
                }
                if answers.isEmpty {
                    unanswerable += 1
                    Terminal.complain("\(file.name): \(X12File.noInterchange)")
                }
            }
            if unanswerable > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
        }

        private func answer(
            _ interchange: InterchangeOutline, _ acknowledgments: [X12.FunctionalAcknowledgment], number: Int
        ) throws {
            if json { return try JSONLines.say(acknowledgments) }
            let isRefused = interchange.status == .rejected
            let owesTA1 =
                isRefused || (interchange.header.acknowledgmentRequested && !interchange.groups.isEmpty)
            guard owesTA1 || !acknowledgments.isEmpty else { return }
            let when = CivilTime(milliseconds: ExchangeClock.system.now)
            let first = interchange.groups.first?.header
            let sets = acknowledgments.enumerated().map { index, it in
                OutgoingSet.acknowledgment(it, controlNumber: String(format: "%04d", index + 1))
            }
            let release = acknowledgments.first.map { String($0.groupVersion.prefix(6)) } ?? "004010"
            let group = OutgoingGroup(
                functionalID: "FA", sender: first?.receiver ?? "", receiver: first?.sender ?? "",
                version: GrammarLibrary.standard.knows(release: release) ? release : "004010",
                controlNumber: number, sets: sets)
            let outgoing = OutgoingInterchange(
                sender: interchange.header.receiver, receiver: interchange.header.sender,
                version: interchange.header.version,
                controlNumber: number, dateCCYYMMDD: when.compactDay, timeHHMM: when.compactTime,
                usage: interchange.header.usage, acknowledgmentRequested: false,
                delimiters: interchange.header.delimiters,
                acknowledgments: owesTA1 ? [InterchangeAcknowledgment(for: interchange)] : [],
                groups: sets.isEmpty ? [] : [group])
            do {
                Terminal.emit(try outgoing.bytes())
                if interchange.header.delimiters.lineBreak == .none { Terminal.say("") }
            } catch {
                throw Failure(
                    .failed, "interchange \(interchange.header.controlNumber) cannot be answered: \(error)")
            }
        }
    }

    struct Convert: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "json",
            abstract: "Prints one canonical document a line for each accepted transaction set.")
        @Argument(help: "Files to convert; - is standard input.") var files: [String]
        @Flag(help: "Also what is in each set, accepted or not, on standard error.") var verbose = false

        func run() throws {
            var refused = 0
            for name in files {
                let file = try X12File(name)
                let outline = try file.walk(rejectedToo: false) { visit in
                    switch visit {
                    case .set(let result, _, _): if try !convert(result, file) { refused += 1 }
                    case .interchange(let interchange) where interchange.status == .rejected:
                        refused += 1
                        Terminal.complain(
                            "\(file.name): interchange \(interchange.header.controlNumber) is refused, TA105 \(interchange.note)"
                        )
                    default: break
                    }
                }
                if outline.interchanges.isEmpty {
                    refused += 1
                    Terminal.complain("\(file.name): \(X12File.noInterchange)")
                }
            }
            if refused > 0 { throw ExitCode(ExitStatus.findings.rawValue) }
        }

        private func convert(_ result: SetResult, _ file: X12File) throws -> Bool {
            let name = "\(file.name): \(result.setID) \(Terminal.visible(result.controlNumber))"
            guard let content = result.content else {
                let first = result.verdict.findings.first { $0.severity == .error }
                Terminal.complain("\(name) is rejected: \(first?.message ?? "see wharf x12 lint")")
                return false
            }
            guard let translator = TranslatorRegistry.translator(set: result.setID) else {
                Terminal.complain("\(name): there is no mapping for this set")
                return false
            }
            do {
                Terminal.say(
                    String(decoding: try translator.document(from: content).document.json(), as: UTF8.self))
                if verbose {
                    Terminal.complain(
                        "\(name): \(result.verdict.status.code), \(result.verdict.segmentCount) segments")
                }
                return true
            } catch {
                Terminal.complain("\(name): \(error)")
                return false
            }
        }
    }
}
