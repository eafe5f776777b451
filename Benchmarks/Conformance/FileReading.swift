internal import Documents
internal import Foundation
internal import Translation
internal import X12

/// Everything the engine says of one file, and every promise it broke on the way.
struct FileReading {
    /// What was counted of one kind of set.
    struct Tally {
        var accepted = 0
        var withErrors = 0
        var rejected = 0
        var documents = 0
    }

    private(set) var findings: [Finding] = []
    private(set) var tallies: [String: Tally] = [:]
    /// Promises broken: sentences.
    private(set) var offences: [String] = []
    private(set) var isX12 = false
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        var sets: [(SetResult, GroupOutline)] = []
        var verdicts: [(GroupVerdict, GroupOutline, InterchangeOutline, [SetResult])] = []
        var current: [SetResult] = []
        let outline = try Interpreter.walk(bytes, rejectedToo: true) { visit in
            switch visit {
            case .interchange(let interchange): findings += interchange.findings
            case .group: current = []
            case .set(let result, let group, _):
                sets.append((result, group))
                current.append(result)
            case .verdict(let verdict, let group, let interchange):
                verdicts.append((verdict, group, interchange, current))
            }
        }
        isX12 = outline.looksLikeX12
        findings += outline.findings
        for (result, _) in sets { findings += result.verdict.findings }
        for (verdict, _, _, _) in verdicts { findings += verdict.findings }
        checkOutline(outline)
        for (result, group) in sets { check(result, group, outline) }
        for (verdict, group, interchange, results) in verdicts {
            check(verdict, group, interchange, results)
        }
        try checkRoundTrip(outline)
    }

    private mutating func offend(_ sentence: String) {
        offences.append(sentence)
    }

    // MARK: Envelopes

    private mutating func checkOutline(_ outline: FileOutline) {
        if outline.byteCount > bytes.count { offend("more bytes were read than the file has") }
        if !outline.looksLikeX12, !outline.findings.contains(where: { $0.code == .noInterchange }) {
            offend("no interchange was found and nothing says so")
        }
        for finding in findings where !(0...bytes.count).contains(finding.offset) {
            offend("\(finding.code.rawValue) lies at byte \(finding.offset), outside the file")
        }
        for interchange in outline.interchanges {
            if interchange.bytes.upperBound > bytes.count { offend("an interchange ends behind the file") }
            if !interchange.isComplete && interchange.findings.isEmpty {
                offend("an interchange without IEA has no finding")
            }
            if interchange.status == .rejected,
                !interchange.findings.contains(where: { $0.severity == .error })
            {
                offend("a rejected interchange has no finding of severity error")
            }
        }
    }

    // MARK: Sets

    private mutating func check(_ result: SetResult, _ group: GroupOutline, _ outline: FileOutline) {
        var tally = tallies[result.setID] ?? Tally()
        defer { tallies[result.setID] = tally }
        let hasErrors = result.verdict.findings.contains { $0.severity == .error }
        switch result.verdict.status {
        case .accepted:
            tally.accepted += 1
            if hasErrors { offend("set \(result.controlNumber) is accepted and has errors") }
            if result.content == nil { offend("set \(result.controlNumber) is accepted and has no content") }
        case .acceptedWithErrors: tally.withErrors += 1
        case .rejected: tally.rejected += 1
        }
        guard let content = result.content,
            let translator = TranslatorRegistry.translator(set: result.setID)
        else { return }
        do {
            let translated = try translator.document(from: content)
            tally.documents += 1
            if translated.document.json() != translated.document.json() {
                offend("the JSON differs by turns")
            }
            for field in translated.provenance where field.bytes.upperBound > bytes.count {
                offend("\(field.path) comes from behind the file's end")
            }
        } catch {
            // A set may be valid and still be no document; the error must say why.
            if error.description.isEmpty { offend("a translation error without words") }
        }
    }

    // MARK: Groups and their answers

    private mutating func check(
        _ verdict: GroupVerdict, _ group: GroupOutline, _ interchange: InterchangeOutline,
        _ results: [SetResult]
    ) {
        let accepted = results.count { $0.verdict.status != .rejected }
        if verdict.accepted > verdict.received { offend("more sets were accepted than received") }
        if !results.isEmpty && verdict.accepted != accepted { offend("AK904 differs from the sets accepted") }
        if !results.isEmpty && results.count != group.setCount {
            offend("the two passes count sets differently")
        }
        let isBad = verdict.status == .rejected
        if isBad && verdict.findings.isEmpty && accepted == results.count && !results.isEmpty {
            offend("a group is rejected without a reason")
        }
        guard group.header.functionalID != "FA", interchange.status != .rejected else { return }
        var builder = AcknowledgmentBuilder(for: group.header)
        for result in results { builder.add(result) }
        do {
            let reply = try Reply.bytes(builder.finish(verdict), to: group, in: interchange)
            let faults = try Interpreter.findings(in: reply).filter { $0.severity == .error }
            // AK1 and AK2 repeat what the partner sent, right or wrong.
            for fault in faults where !["AK1", "AK2"].contains(fault.segmentID) {
                offend("our 997 is not clean: \(fault.message)")
            }
        } catch {
            // Ids that cannot stand in an envelope cannot be answered; that is told, not hidden.
            if !(error is WriteError) { offend("the 997 was not written: \(error)") }
        }
    }

    private mutating func checkRoundTrip(_ outline: FileOutline) throws {
        for interchange in outline.interchanges {
            let part = Array(bytes[interchange.bytes])
            let copy = try InterchangeCopier().copy(part)
            if copy != part { offend("interchange \(interchange.ordinal) is not written as it was read") }
        }
    }
}

/// The interchange that carries one 997.
enum Reply {
    static func bytes(
        _ acknowledgment: X12.FunctionalAcknowledgment, to group: GroupOutline,
        in interchange: InterchangeOutline
    ) throws -> [UInt8] {
        let outgoing = OutgoingInterchange(
            sender: interchange.header.receiver, receiver: interchange.header.sender,
            version: interchange.header.version, controlNumber: 1, dateCCYYMMDD: "20250115", timeHHMM: "0930",
            usage: interchange.header.usage, delimiters: interchange.header.delimiters,
            groups: [
                OutgoingGroup(answering: [acknowledgment], for: group.header, controlNumber: 1)
            ])
        return try outgoing.bytes()
    }
}
