internal import Documents
internal import Translation
internal import X12

/// What the partner reads in a file of ours.
struct SimulatedMail {
    /// A functional group that is to be acknowledged.
    struct Group {
        let header: GroupHeader
        let answer: X12.FunctionalAcknowledgment
    }

    /// The groups to be acknowledged, in the order of the file.
    private(set) var groups: [Group] = []
    /// The documents in them.
    private(set) var documents: [Document] = []
    /// What we say to the partner's own groups.
    private(set) var answers: [X12.FunctionalAcknowledgment] = []
    /// What we say to its interchanges as a whole (TA1).
    private(set) var notices: [InterchangeAcknowledgment] = []
    /// What the partner's validation has to say against the file.
    private(set) var faults: [String] = []

    /// Reads and validates a file by the standard, as a partner's own system does.
    init(_ bytes: [UInt8]) throws {
        var builder: AcknowledgmentBuilder?
        var documents: [Document] = []
        var faults: [String] = []
        var groups: [Group] = []
        var answers: [X12.FunctionalAcknowledgment] = []
        var notices: [InterchangeAcknowledgment] = []
        let outline = try Interpreter.walk(bytes) { visit in
            switch visit {
            case .interchange(let interchange):
                faults += interchange.findings.filter { $0.severity == .error }.map(\.message)
                notices += interchange.acknowledgments
            case .group(let group, _):
                builder = AcknowledgmentBuilder(for: group.header)
            case .set(let result, _, _):
                builder?.add(result)
                faults += result.verdict.findings.filter { $0.severity == .error }.map(\.message)
                guard let content = result.content else { return }
                if let answer = AcknowledgmentReader.read(content) {
                    answers.append(answer)
                } else if let translator = TranslatorRegistry.translator(set: result.setID) {
                    documents.append(try translator.document(from: content).document)
                }
            case .verdict(let verdict, let group, _):
                guard let built = builder?.finish(verdict), group.header.functionalID != "FA" else { return }
                groups.append(Group(header: group.header, answer: built))
            }
        }
        if outline.interchanges.isEmpty { faults.append("there is no interchange in it") }
        self.notices = notices
        (self.documents, self.faults, self.groups, self.answers) = (documents, faults, groups, answers)
    }
}
