import Testing

@testable import X12

/// A generator of numbers that repeats itself for a seed.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

@Suite struct MutationTests {
    @Test func `any separators give the same tree`() throws {
        var numbers = SeededNumbers(seed: 4711)
        let signs = Array("!\"%&'()+,;<=?@[]^_`{|}~*:>$#".utf8) + [0x1C, 0x1D, 0x1E, 0x1F, 0x07]
        for round in 0..<60 {
            let picked = Array(signs.shuffled(using: &numbers).prefix(3))
            var header = Samples.bytes(Samples.header())
            for place in InterchangeHeader.separatorPlaces { header[place] = picked[0] }
            header[104] = picked[1]
            var bytes = header + [picked[2]]
            let body = Samples.interchange([("856", Samples.shipNotice)], group: "SH").split(separator: "\n")
                .dropFirst()
            let layout: [UInt8] = [[], [0x0A], [0x0D, 0x0A]][round % 3]
            bytes += layout
            for line in body {
                bytes += line.dropLast().utf8.map { $0 == 0x2A ? picked[0] : $0 } + [picked[2]] + layout
            }
            let findings = try Interpreter.findings(in: bytes)
            #expect(findings.isEmpty, "separators \(picked), seed 4711: \(findings.map(\.message))")
        }
    }

    @Test func `mutated files never crash, and every set is accepted or has a finding`() throws {
        var sources = Samples.all.map {
            Samples.bytes(Samples.interchange([($0.id, $0.lines), ($0.id, $0.lines)], group: $0.group))
        }
        sources.append(
            Samples.bytes(
                Samples.interchange(
                    [("850", Samples.order)], group: "PO", release: "005010", envelope: "00501",
                    repetition: "^")))
        var numbers = SeededNumbers(seed: 20_261_123)
        let marks = Array("*~>^\n\r ISAGSTE0".utf8)
        for round in 0..<600 {
            var bytes = sources[round % sources.count]
            for _ in 0..<Int.random(in: 1...8, using: &numbers) {
                let place = Int.random(in: 0..<bytes.count, using: &numbers)
                switch Int.random(in: 0..<5, using: &numbers) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &numbers)
                case 1: bytes[place] = marks[Int.random(in: 0..<marks.count, using: &numbers)]
                case 2: bytes.remove(at: place)
                case 3: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &numbers)], at: place)
                default:
                    let end = min(bytes.count, place + Int.random(in: 1...60, using: &numbers))
                    bytes.append(contentsOf: Array(bytes[place..<end]))
                }
            }
            try check(bytes, round)
        }
    }

    private func check(_ bytes: [UInt8], _ round: Int) throws {
        var received = 0
        var accepted = 0
        let outline = try Interpreter.walk(bytes, rejectedToo: true) { visit in
            switch visit {
            case .interchange(let interchange):
                #expect(interchange.bytes.upperBound <= bytes.count)
                #expect(interchange.isComplete || !interchange.findings.isEmpty)
            case .group:
                received = 0
                accepted = 0
            case .set(let result, _, _):
                received += 1
                #expect(result.bytes.upperBound <= bytes.count)
                let errors = result.verdict.findings.filter { $0.severity == .error }
                if result.verdict.status == .accepted {
                    accepted += 1
                    #expect(errors.isEmpty && result.content != nil, "round \(round)")
                } else {
                    #expect(result.content == nil)
                }
                for finding in result.verdict.findings { #expect(finding.offset <= bytes.count) }
            case .verdict(let verdict, let group, _):
                #expect(verdict.received == group.setCount || verdict.received == received)
                #expect(verdict.accepted == accepted, "round \(round)")
                #expect(verdict.status != .rejected || !verdict.codes.isEmpty || received > 0)
            }
        }
        #expect(outline.byteCount <= bytes.count)
        #expect(outline.looksLikeX12 || outline.findings.contains { $0.code == .noInterchange })
    }
}
