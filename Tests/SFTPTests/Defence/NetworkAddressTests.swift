import Testing

@testable import SFTP

/// Addresses, and what counts as one source.
@Suite struct NetworkAddressTests {
    @Test(arguments: [
        ("203.0.113.9", "203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("::1", "::1", "::/64"),
        ("255.255.255.255", "255.255.255.255", "255.255.255.255"), ("0.0.0.0", "0.0.0.0", "0.0.0.0"),
    ])
    func `an address is shown one way, and an IPv6 source is its network`(
        text: String, shown: String, source: String
    ) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.text == shown)
        #expect(address.sourceText == source)
        #expect(SourceBan.source(of: text) == source)
        #expect(SourceBan.source(of: source) == source)
    }

    @Test(arguments: [
        "", "1.2.3", "1.2.3.4.5", "1.2.3.4 ", "fe80::1%eth0", "host", "1.2.3.4\0", "1.2.3.4/64",
    ])
    func `what is no address is none`(text: String) {
        #expect(NetworkAddress(text) == nil)
        #expect(SourceBan.source(of: text) == nil)
    }

    @Test(arguments: [
        ("203.0.113.0/28", "203.0.113.15", true), ("203.0.113.0/28", "203.0.113.16", false),
        ("203.0.113.9", "203.0.113.9", true), ("203.0.113.9", "203.0.113.8", false),
        ("0.0.0.0/0", "9.9.9.9", true), ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true),
        ("2001:db8::/33", "2001:db8:7fff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
        ("2001:db8::/64", "2001:db8::ffff", true), ("2001:db8::/65", "2001:db8::8000:0:0:1", false),
        ("2001:db8::7", "2001:db8::7", true), ("127.0.0.0/8", "::ffff:127.1.2.3", true),
    ])
    func `a range holds what begins like it`(range: String, address: String, isIn: Bool) throws {
        let found = try #require(NetworkRange(range)).contains(try #require(NetworkAddress(address)))
        #expect(found == isIn)
    }

    @Test(arguments: [
        "", "/8", "10.0.0.0/33", "10.0.0.0/", "::/129", "10.0.0.0/-1", "10.0.0.0/+8", "a/8", "1.2.3.4/8/8",
    ])
    func `what is no range is none`(text: String) {
        #expect(NetworkRange(text) == nil)
    }
}
