import Testing

@testable import Partners

struct AddressRangeTests {
    @Test(arguments: [
        ("203.0.113.0/28", "203.0.113.15", true), ("203.0.113.0/28", "203.0.113.16", false),
        ("203.0.113.7", "203.0.113.7", true), ("203.0.113.7", "203.0.113.8", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("10.0.0.0/9", "10.127.255.255", true),
        ("10.0.0.0/9", "10.128.0.0", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::1", false), ("::1", "::1", true),
        ("203.0.113.0/28", "::ffff:203.0.113.9", true),
        ("fe80::/10", "fe80::1%eth0", true), ("203.0.113.0/28", "nonsense", false),
    ])
    func `an address lies in a range or not`(_ range: String, _ address: String, _ isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/+8", "10.0.0.0/-1", "10.0.0.1/8", "10.0.0",
        "10.0.0.256",
        "::/129", "2001:db8::1/32", "10.0.0.0/8/8", "host", "10.0.0.0 /8",
    ])
    func `what is no range is refused`(_ text: String) {
        #expect(AddressRange(text) == nil)
    }
}

struct UploadRulesTests {
    private func rules(_ accept: [String]) -> UploadRules {
        let standard = UploadRules.standard
        return UploadRules(
            accept: accept.compactMap(NamePattern.init), maximumFileBytes: 1, sameName: .keepBoth,
            proof: .none,
            waitFor: standard.waitFor, keepVisible: standard.keepVisible)
    }

    @Test(arguments: [
        ("*.edi", "ORDERS.EDI", true), ("*.edi", "a.edi.bak", false), ("*.edi", ".edi", true),
        ("*", "", true),
        ("stock_*.csv", "Stock_2026-11-23.CSV", true), ("stock_*.csv", "mystock_1.csv", false),
        ("a?c", "abc", true),
        ("a?c", "ac", false), ("a*b*c", "aXbXbXc", true), ("a*b*c", "aXcXb", false),
        ("Ärzte*", "ärzte.edi", true),
    ])
    func `a name fits a pattern or not, whatever its case`(_ pattern: String, _ name: String, _ fits: Bool) {
        #expect(rules([pattern]).accepts(name: name) == fits)
    }

    @Test func `no pattern takes every name`() {
        #expect(rules([]).accepts(name: "anything"))
    }

    @Test func `a pattern full of stars is no trap`() throws {
        let pattern = try #require(NamePattern(String(repeating: "*a", count: 100)))
        #expect(!pattern.matches(String(repeating: "a", count: 99) + "b"))
    }

    @Test(arguments: ["x.filepart", "x.PART", "x.tmp", "x.Partial", "x.uploading", ".x.edi", "x.edi~"])
    func `names that clients write under are temporary`(_ name: String) {
        #expect(rules([]).isTemporary(name: name))
    }

    @Test(arguments: ["x.edi", "part", "filepart.edi", "tmp", "x.tmp.edi", "~x.edi", "x.party"])
    func `other names are not temporary`(_ name: String) {
        #expect(!rules([]).isTemporary(name: name))
    }
}

struct PublicKeyLineTests {
    @Test(arguments: [SampleKeys.ed25519, SampleKeys.strongRSA, SampleKeys.p256, SampleKeys.p521])
    func `strong keys are taken, with and without a comment`(_ line: String) {
        #expect(PublicKeyLine.flaw(of: line) == nil)
        let bare = line.split(separator: " ").prefix(2).joined(separator: " ")
        #expect(PublicKeyLine.flaw(of: bare) == nil)
        #expect(PublicKeyLine.flaw(of: bare + " a comment of words") == nil)
    }

    @Test(arguments: [SampleKeys.ed25519, SampleKeys.strongRSA, SampleKeys.p256, SampleKeys.p521])
    func `a key cut short anywhere is refused`(_ line: String) {
        let fields = line.split(separator: " ")
        for length in 0..<fields[1].count {
            #expect(PublicKeyLine.flaw(of: "\(fields[0]) \(fields[1].prefix(length))") != nil)
        }
    }

    @Test func `a private key is refused and not repeated`() {
        let flaw = PublicKeyLine.flaw(of: "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz")
        #expect(flaw?.message == "this is a private key")
        #expect(PublicKeyLine.flaw(of: "ssh-dss AAAA")?.message == "DSA keys are too weak")
        #expect(PublicKeyLine.flaw(of: SampleKeys.weakRSA)?.message.contains("2048 bits") == true)
    }
}
