internal import ArgumentParser
internal import Documents
internal import Exchange
internal import Translation
internal import X12

/// The way back of `x12 json`: documents become an interchange.
struct WriteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "write",
        abstract: "Prints canonical documents as X12: 850, 855, 856, 810 and 860.",
        discussion: """
            A file holds one document, or one a line as `x12 json` prints them. All go into one interchange, a functional \
            group for each kind. What a document says and its set has no place for is told on standard error. A document \
            with a fault is told with its place, and then nothing is written.
            """)

    @Argument(help: "Files of canonical JSON; - is standard input.") var files: [String]
    @Option(help: ArgumentHelp("Who sends, as ZZ/NORTHWIND.", valueName: "address"))
    var from: String
    @Option(help: ArgumentHelp("Who receives, as ZZ/ACMECAST.", valueName: "address"))
    var to: String
    @Option(help: "The release to write in.") var release = "004010"
    @Option(help: "The control number of the interchange and its groups.") var number = 1
    @Option(help: "ISA15: P for production, T for test.") var usage = "T"

    /// The largest file that is taken, as the reader of documents takes them.
    private static let maximumBytes = 64 << 20
    private static let delimiters = Delimiters(lineBreak: .lf)

    func validate() throws {
        guard GrammarLibrary.standard.knows(release: release) else {
            let known = GrammarLibrary.standard.releases.joined(separator: ", ")
            throw ValidationError("--release is one of \(known)")
        }
        guard ["P", "T", "I"].contains(usage) else { throw ValidationError("--usage is P, T or I") }
        guard (1...999_999_999).contains(number) else {
            throw ValidationError("--number is 1 to 999999999")
        }
        for text in [from, to] where Self.address(text) == nil {
            throw ValidationError("\(text) is no address: write qualifier and id, as ZZ/NORTHWIND")
        }
    }

    func run() throws {
        var groups: [(functionalID: String, sets: [OutgoingSet])] = []
        var faults = 0
        var endings = FileEndings()
        try endings.each(files) { name in
            let file = try X12File(name)
            guard file.byteCount <= Self.maximumBytes else {
                throw Failure(.invalid, "\(file.name): has more than \(Self.maximumBytes) bytes")
            }
            for (place, bytes) in Self.documents(in: file.bytes(0..<file.byteCount)) {
                let label = place.map { "\(file.name): line \($0)" } ?? file.name
                guard let set = try set(from: bytes, label, number: groups.reduce(1) { $0 + $1.sets.count })
                else {
                    faults += 1
                    continue
                }
                let kind = GrammarLibrary.standard.functionalID(ofSet: set.setID) ?? ""
                if let index = groups.firstIndex(where: { $0.functionalID == kind }) {
                    groups[index].sets.append(set)
                } else {
                    groups.append((kind, [set]))
                }
            }
            return .done
        }
        guard faults == 0 else { throw ExitCode(ExitStatus.invalid.rawValue) }
        try endings.finish()
        try say(groups)
    }

    /// The documents of a file with their lines; a whole file is one when it is no list of lines.
    private static func documents(in bytes: [UInt8]) -> [(line: Int?, bytes: [UInt8])] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
            .filter { !$0.element.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
        let isList =
            lines.count > 1
            && lines.allSatisfy { $0.element.first == UInt8(ascii: "{") && $0.element.count > 1 }
        return isList ? lines.map { ($0.offset + 1, Array($0.element)) } : [(nil, bytes)]
    }

    /// The set of one document; nil when it has faults, which were then told.
    private func set(from bytes: [UInt8], _ name: String, number: Int) throws -> OutgoingSet? {
        let control = String(number).count < 4 ? String(String(number + 10_000).dropFirst()) : String(number)
        do {
            let document = try DocumentReader.read(bytes)
            let written = try OutboundRegistry.outbound(
                from: document,
                OutboundOptions(release: release, controlNumber: control, delimiters: Self.delimiters))
            for field in written.unplaced {
                Terminal.complain("\(name): \(Terminal.visible(field.path)) is not written: \(field.reason)")
            }
            for finding in written.findings where finding.severity == .warning {
                Terminal.complain("\(name): \(Terminal.visible(finding.message))")
            }
            return written.outgoing
        } catch let error where error is DocumentFaults || error is OutboundFaults {
            for line in "\(error)".split(separator: "\n") {
                Terminal.complain("\(name): \(Terminal.visible(String(line)))")
            }
            return nil
        }
    }

    private func say(_ groups: [(functionalID: String, sets: [OutgoingSet])]) throws {
        guard let sender = Self.address(from), let receiver = Self.address(to), !groups.isEmpty else {
            return
        }
        let when = CivilTime(milliseconds: ExchangeClock.system.now)
        var outgoing = OutgoingInterchange(
            sender: sender, receiver: receiver, version: Self.envelopeVersion(of: release),
            controlNumber: number, dateCCYYMMDD: when.compactDay, timeHHMM: when.compactTime, usage: usage,
            delimiters: Self.delimiters)
        outgoing.groups = groups.enumerated().map { index, group in
            OutgoingGroup(
                functionalID: group.functionalID, sender: sender.id, receiver: receiver.id, version: release,
                controlNumber: number + index, sets: group.sets)
        }
        do {
            Terminal.emit(try outgoing.bytes())
        } catch {
            throw Failure(.invalid, "\(from) and \(to) cannot stand in an envelope: \(error)")
        }
    }

    /// ISA12 of the interchanges that carry a release: 004010 travels in 00401.
    private static func envelopeVersion(of release: String) -> String {
        String(release.prefix(5))
    }

    /// An address of qualifier and id.
    private static func address(_ text: String) -> InterchangeAddress? {
        let parts = text.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, parts[0].utf8.count == 2, (1...15).contains(parts[1].utf8.count) else {
            return nil
        }
        return InterchangeAddress(qualifier: String(parts[0]), id: String(parts[1]))
    }
}
