import Partners
import Synchronization
import Testing

@testable import Sinks

@Suite struct AddressRuleTests {
    private func kind(_ text: String) throws -> AddressRule.Kind {
        AddressRule.kind(of: try #require(HostLookup.addresses(of: text).first).bytes)
    }

    @Test(arguments: [
        ("127.0.0.1", AddressRule.Kind.loopback), ("127.255.255.254", .loopback), ("::1", .loopback),
        ("::ffff:127.0.0.1", .loopback), ("10.0.0.1", .private), ("10.255.255.255", .private),
        ("172.15.255.255", .public), ("172.16.0.1", .private), ("172.31.255.255", .private),
        ("172.32.0.1", .public), ("192.168.1.1", .private), ("192.169.0.1", .public),
        ("100.63.0.1", .public), ("100.64.0.1", .private), ("100.100.100.200", .private),
        ("198.18.0.1", .private), ("169.254.169.254", .forbidden), ("169.254.0.1", .forbidden),
        ("0.0.0.0", .forbidden), ("0.1.2.3", .forbidden), ("192.0.0.1", .forbidden),
        ("224.0.0.1", .forbidden), ("255.255.255.255", .forbidden), ("240.0.0.1", .forbidden),
        ("::", .forbidden), ("::ffff:169.254.169.254", .forbidden), ("::ffff:10.1.2.3", .private),
        ("64:ff9b::7f00:1", .loopback), ("64:ff9b::a9fe:a9fe", .forbidden), ("2002:a00:1::1", .private),
        ("2002:a9fe:a9fe::1", .forbidden), ("fc00::1", .private), ("fd12:3456::1", .private),
        ("fd00:ec2::254", .forbidden), ("fe80::1", .forbidden), ("fec0::1", .forbidden),
        ("ff02::1", .forbidden), ("8.8.8.8", .public), ("2001:4860:4860::8888", .public),
        ("::7f00:1", .loopback),
    ])
    func `each kind of address is told from the others`(_ text: String, _ expected: AddressRule.Kind) throws {
        #expect(try kind(text) == expected)
    }

    @Test func `private networks are open only when the house says so, the forbidden never`() {
        let closed = AddressRule(allowsLoopback: false, allowsPrivate: false)
        #expect(closed.allows(.public) && !closed.allows(.loopback) && !closed.allows(.private))
        let local = AddressRule(allowsLoopback: true, allowsPrivate: false)
        #expect(local.allows(.loopback) && !local.allows(.private))
        let open = AddressRule(allowsLoopback: false, allowsPrivate: true)
        #expect(open.allows(.private) && open.allows(.loopback) && !open.allows(.forbidden))
    }

    @Test(arguments: [
        [HostLookup.Found(bytes: [169, 254, 169, 254], text: "169.254.169.254")],
        [HostLookup.Found(bytes: [127, 0, 0, 1], text: "127.0.0.1")],
        [
            HostLookup.Found(bytes: [8, 8, 8, 8], text: "8.8.8.8"),
            HostLookup.Found(bytes: [10, 0, 0, 1], text: "10.0.0.1"),
        ], [],
    ])
    func `a name that leads to a forbidden place, also beside another, is not connected to`(
        _ addresses: [HostLookup.Found]
    ) throws {
        let sink = try WebhookSink(Self.profile("https://hooks.example.com/in"), lookUp: { _ in addresses })
        let outcomes = Mutex<[SinkOutcome]>([])
        sink.send([PublishedEvent(position: 1, id: "1", day: "2026-11-23", json: [])], at: 0) { outcome in
            outcomes.withLock { $0.append(outcome) }
        }
        guard case .unavailable(let reply)? = outcomes.withLock({ $0.first }) else {
            Issue.record("the event was sent, or nothing was said")
            return
        }
        #expect(reply.status == nil)
        sink.close()
    }

    private static func profile(_ url: String) -> SinkProfile {
        var profile = SinkProfile(name: "erp", kind: .webhook)
        profile.url = url
        profile.secrets = [SecretValue("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
        return profile
    }
}
