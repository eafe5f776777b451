import Foundation
import Testing
import X12

@testable import Partners

struct ProfileLoaderTests {
    @Test func `the documented profiles load without a fault`() throws {
        let review = try ProfileFolder.complete().load()
        #expect(review.faults == [])
        let directory = try #require(review.directory)
        #expect(directory.partners.map(\.id) == ["acme-castings"])
        #expect(
            directory.sources.map(\.file) == [
                "Partners/acme-castings.yaml", "Partners/acme-castings/856.overlay", "Partners/house.yaml",
            ])
    }

    @Test func `the documented house is represented in full`() throws {
        let house = try #require(try ProfileFolder.complete().load().directory).house
        #expect(house.id == "northwind")
        #expect(house.name == "Northwind Manufacturing")
        #expect(house.timeZone.identifier == "America/Chicago")
        let address = InterchangeAddress(qualifier: "ZZ", id: "NORTHWIND")
        #expect(house.identities == ["main": Identity(address: address, groupID: "NORTHWIND")])
        let balancers = [try #require(AddressRange("10.0.0.0/29"))]
        #expect(
            house.sftp
                == ListenAddress(
                    address: "127.0.0.1", port: 2222, proxyFrom: balancers,
                    publicName: "sftp.northwind.example.com", publicPort: 22))
        #expect(house.sftpLegacy == ListenAddress(address: "127.0.0.1", port: 2223))
        #expect(house.http == ListenAddress(address: "127.0.0.1", port: 8080))
        #expect(house.contacts.map(\.name) == ["EDI team"])
        #expect(house.sourceAddresses.map(\.description) == ["198.51.100.7"])
        #expect(house.sinks.map(\.name) == ["erp", "journal"])
        #expect(house.sinks.map(\.kind) == [.webhook, .file])
        #expect(house.sinks.first?.secrets.map(\.text) == ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
        #expect(house.schedules.first?.mustFinishByMinute == 240)
        #expect(house.schedules.first?.job == .supplierSync)
    }

    @Test func `the documented login is represented in full`() throws {
        let partner = try #require(try ProfileFolder.complete().load().directory?.partner(login: "acme"))
        let hosted = try #require(partner.hosted)
        #expect(hosted.keys.map(\.line) == [SampleKeys.ed25519])
        #expect(hosted.keys.first?.isValid(on: "2027-06-30") == true)
        #expect(hosted.keys.first?.isValid(on: "2027-07-01") == false)
        #expect(hosted.keys.first?.isValid(on: "2025-12-31") == false)
        #expect(hosted.passwordHash == "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo")
        #expect(hosted.allowFrom.first?.contains("203.0.113.15") == true)
        #expect(hosted.allowFrom.first?.contains("203.0.113.16") == false)
        #expect(hosted.folders == .standard)
        #expect(hosted.uploads.maximumFileBytes == 50 << 20)
        #expect(hosted.uploads.waitFor == .seconds(900))
        #expect(hosted.uploads.keepVisible == .seconds(300))
        let quota = HostedSection.Quota(
            bytes: 2 << 30, files: 5000, openFiles: 32, sessions: 4, bytesPerSecond: 10 << 20)
        #expect(hosted.quota == quota)
        #expect(hosted.requirement == .both)
        let legacy = try #require(hosted.legacy)
        #expect(
            legacy == LegacyException(until: "2027-03-31", reason: "their client is from 2009", rsaBits: 2048)
        )
        #expect(legacy.isOpen(on: "2027-03-31") && !legacy.isOpen(on: "2027-04-01"))
    }

    @Test func `the documented remote side is represented in full`() throws {
        let partner = try #require(
            try ProfileFolder.complete().load().directory?.partner(id: "acme-castings"))
        let remote = try #require(partner.remote)
        #expect(remote.host == "sftp.acme.example.com")
        #expect(remote.port == 22)
        #expect(remote.deadlines == .standard)
        #expect(remote.identityKey?.text == SampleKeys.privateKey)
        #expect(remote.passwordText?.text == "correct horse battery staple")
        #expect(remote.keepAlive == .seconds(20))
        #expect(
            remote.deliver?.fileName.filled { $0 == .document ? "850" : "000000017" } == "850_000000017.edi")
        #expect(remote.deliver?.temporary?.filled(name: "850_1.edi") == "850_1.edi.part")
        #expect(remote.deliver?.verification == .hash)
        #expect(remote.deliver?.isSynchronized == false)
        #expect(remote.deliver?.isReplacing == true)
        #expect(remote.poll == RemoteSection.Poll(every: .seconds(300), jitter: .seconds(30), parkAfter: 3))
        #expect(remote.breaker.after == 3)
        #expect(remote.breaker.pause == .seconds(600))
        #expect(remote.breaker.longest == .seconds(7_200))
        #expect(remote.maintenance.map(\.description) == ["SUN MON 22:30-02:00"])
        #expect(
            remote.legacy == LegacyException(until: "2027-06-30", reason: "their server is from 2011"))
    }

    @Test func `the documented pickups are represented in full`() throws {
        let partner = try #require(
            try ProfileFolder.complete().load().directory?.partner(id: "acme-castings"))
        let pickups = try #require(partner.remote).pickups
        let first = try #require(pickups.first)
        #expect(first.path == "/out")
        #expect(first.afterwards == .move(to: "/out/taken"))
        #expect(first.ready == .standard)
        #expect(first.order == .time)
        #expect(first.maximumFileBytes == 100 << 20)
        #expect(first.maximumFiles == 1_000)
        #expect(first.maximumBytes == 2 << 30)
        #expect(first.takes(name: "a.EDI") && !first.takes(name: "a.tmp") && !first.takes(name: "a.txt"))
        let second = try #require(pickups.last)
        #expect(second.ready.stableFor == .zero)
        #expect(second.ready.minimumAge == .seconds(60))
        #expect(second.ready.doneFile?.filled(name: "stock_1.csv") == "stock_1.done")
        #expect(second.order == .name)
        #expect(second.maximumFileBytes == 5 << 20)
        #expect(second.maximumFiles == 50)
        #expect(second.maximumBytes == 1 << 30)
        guard case .rename(let template) = second.afterwards else {
            Issue.record("\(second.afterwards)")
            return
        }
        #expect(template.filled(name: "stock_1.csv") == "stock_1.csv.taken")
    }

    @Test func `the documented defence is represented in full`() throws {
        let defence = try #require(try ProfileFolder.complete().load().directory).house.defence
        #expect(defence.sessions == 500)
        #expect(defence.sessionsPerLogin == 20)
        #expect(defence.connectionsPerSource == 30)
        #expect(defence.unauthenticated == 60)
        #expect(defence.ban.threshold == 10)
        #expect(defence.ban.time == .seconds(600))
        #expect(defence.ban.longest == .seconds(43_200))
        #expect(defence.neverBan.map(\.description) == ["192.0.2.10"])
        #expect(defence.grace == .seconds(20))
        #expect(defence.idle == .seconds(240))
        #expect(defence.session == .seconds(43_200))
    }

    @Test func `the documented agreement is represented in full`() throws {
        let directory = try #require(try ProfileFolder.complete().load().directory)
        let theirs = InterchangeAddress(qualifier: "ZZ", id: "ACMECAST")
        let ours = InterchangeAddress(qualifier: "ZZ", id: "NORTHWIND")
        let partner = try #require(directory.agreement(sender: theirs, receiver: ours))
        #expect(directory.agreement(sender: ours, receiver: theirs) == nil)
        let x12 = try #require(partner.x12)
        #expect(x12.houseIdentity == "main")
        #expect(
            x12.delimiters == .fixed(Delimiters(element: 42, component: 62, segment: 126, repetition: nil)))
        #expect(x12.inbound["855"]?.onError == .acceptGood)
        #expect(x12.inbound["856"]?.overlay == "acme-castings/856.overlay")
        #expect(x12.inbound["810"]?.onError == .rejectSet)
        #expect(x12.outbound["850"]?.acknowledgmentWithin == .elapsed(.seconds(14_400)))
        #expect(x12.outbound["850"]?.answer?.within == .workingDays(1))
        #expect(x12.acknowledge.within == .seconds(900))
        #expect(x12.acknowledge.version == "004010")
        #expect(x12.duplicates == .reject)
        #expect(x12.inbound["856"]?.otherVersion == .reject)
        #expect(x12.inbound["810"]?.otherVersion == .warn)
        #expect(partner.tolerances.priceOver.basisPoints == 50)
        #expect(partner.tolerances.daysEarly == 5)
        #expect(partner.batches.map(\.name) == ["stock", "suppliers"])
        #expect(partner.batches.first?.columns.map(\.place) == [.heading("Item"), .position(3, length: nil)])
        #expect(partner.schedules.first?.timeZone.identifier == "America/Monterrey")
    }

    @Test func `a set's levels stand over those of the agreement`() throws {
        let directory = try #require(try ProfileFolder.complete().load().directory)
        let x12 = try #require(directory.partner(id: "acme-castings")?.x12)
        #expect(x12.checks.levels == [.codes: .warn, .amounts: .off])
        #expect(x12.inbound["855"]?.checks.levels == [.codes: .off, .amounts: .off, .totals: .on])
        #expect(x12.inbound["810"]?.checks.levels == x12.checks.levels)
    }

    @Test func `a folder with only a house has no partners and no fault`() throws {
        let folder = try ProfileFolder()
        try folder.write("house.yaml", SampleProfiles.house)
        try folder.secret("erp-hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let review = folder.load()
        #expect(review.faults == [])
        #expect(review.directory?.partners.isEmpty == true)
    }

    @Test func `a missing house and a missing folder are errors`() throws {
        let folder = try ProfileFolder()
        #expect(
            folder.load().errors.first?.hasPrefix("Partners/house.yaml:1:1: error: there is no house.yaml")
                == true)
        let nowhere = ProfileLoader.load(
            folder: "/nonexistent/Partners", secrets: SecretStore(directory: nil, environment: [:]),
            today: nil)
        #expect(nowhere.directory == nil)
        #expect(
            nowhere.errors.first?.hasPrefix("Partners:1:1: error: the profile folder cannot be read") == true)
    }

    @Test func `other files are ignored, but a yml is worth a warning`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write("bolt.yml", "nonsense: [")
        try folder.write("notes.txt", "nonsense: [")
        try folder.write(".acme-castings.yaml.swp", "nonsense: [")
        try folder.write("acme-castings/old.yaml", "nonsense: [")
        let review = folder.load()
        let faults = review.faults.map(\.description)
        #expect(
            faults == ["Partners/bolt.yml:1:1: warning: this file is not read (hint: rename it to bolt.yaml)"]
        )
        #expect(review.directory != nil)
    }

    @Test func `all faults of all files come at once, sorted`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write("house.yaml", SampleProfiles.house.replacing("port: 2222", with: "port: 70000"))
        let broken = SampleProfiles.partner.replacing("state: live", with: "state: life")
            .replacing("maxFile: 50MiB", with: "maxFile: lots").replacing("login: acme", with: "logn: acme")
        try folder.write("acme-castings.yaml", broken)
        try folder.write("bolt.yaml", "id: bolt\nid: bolt\n\tname: x\n")
        let review = folder.load()
        #expect(review.directory == nil)
        #expect(
            review.errors.map { String($0.prefix { $0 != " " }) } == [
                "Partners/acme-castings.yaml:4:8:", "Partners/acme-castings.yaml:9:3:",
                "Partners/acme-castings.yaml:9:3:",
                "Partners/acme-castings.yaml:15:60:", "Partners/bolt.yaml:3:1:", "Partners/house.yaml:8:37:",
            ])
    }

    @Test func `a byte order mark and CR LF change nothing`() throws {
        let folder = try ProfileFolder.complete()
        let windows = "\u{FEFF}" + SampleProfiles.partner.replacing("\n", with: "\r\n")
        try folder.write("acme-castings.yaml", windows)
        #expect(folder.load().faults == [])
        try folder.write("acme-castings.yaml", windows.replacing("state: live", with: "state: life"))
        #expect(folder.load().errors.map { String($0.prefix(32)) } == ["Partners/acme-castings.yaml:4:8:"])
    }

    @Test func `two partners cannot share a login or an ISA pair`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write(
            "zinc.yaml", SampleProfiles.partner.replacing("id: acme-castings ", with: "id: zinc "))
        #expect(
            folder.load().errors == [
                "Partners/zinc.yaml:9:10: error: the login `acme` stands in "
                    + "Partners/acme-castings.yaml:9 already",
                "Partners/zinc.yaml:38:39: error: the ISA pair `ZZ/ACMECAST with ZZ/NORTHWIND` stands in "
                    + "Partners/acme-castings.yaml:38 already",
            ])
    }

    @Test func `a broken house does not make identities of partners unknown`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write(
            "house.yaml", SampleProfiles.house.replacing("isaQualifier: ZZ", with: "isaQualifier: ZZZ"))
        #expect(folder.load().errors.map { String($0.prefix(27)) } == ["Partners/house.yaml:6:25: e"])
    }

    @Test func `an id in digits stays text to the letter`() throws {
        let folder = try ProfileFolder.complete()
        let text = SampleProfiles.partner.replacing("\"0000104711\"", with: "0123").replacing(
            "gsId: ACMECAST", with: "gsId: 007")
        try folder.write("acme-castings.yaml", text)
        let partner = try #require(folder.load().directory?.partner(id: "acme-castings"))
        #expect(partner.supplierNumber == "0123")
        #expect(partner.x12?.partner.groupID == "007")
    }

    @Test(arguments: [
        ("2026-12-01", nil, ""), ("2027-03-15", ProfileFault.Severity.note, "ends in 16 days"),
        ("2027-03-17", .warning, "ends in 14 days"), ("2027-03-28", .warning, "ends in 3 days: act now"),
        ("2027-03-30", .warning, "ends in 1 day: act now"), ("2027-03-31", .warning, "ends today: act now"),
    ])
    func `a key and an exception near their end are noted, then warned of, and load`(
        _ today: String, _ severity: ProfileFault.Severity?, _ words: String
    ) throws {
        let folder = try ProfileFolder.complete()
        let text = SampleProfiles.partner.replacing("notAfter: 2027-06-30", with: "notAfter: 2027-03-31")
        try folder.write("acme-castings.yaml", text)
        let review = folder.load(today: today)
        #expect(
            review.faults.map(\.path)
                == (severity == nil ? [] : ["hosted.keys[0].notAfter", "hosted.legacy.until"]))
        #expect(review.faults.allSatisfy { $0.severity == severity && $0.message.hasSuffix(words) })
        #expect(review.directory != nil)
    }

    @Test func `what is over is a warning and loads`() throws {
        let folder = try ProfileFolder.complete()
        let past = folder.load(today: "2027-07-01")
        #expect(
            past.faults.map(\.message) == [
                "this key opens nothing since 2027-06-30", "this exception no longer holds since 2027-03-31",
                "this exception no longer holds since 2027-06-30",
            ])
        #expect(past.faults.allSatisfy { $0.severity == .warning })
        #expect(past.directory != nil)
        #expect(folder.load(today: nil).faults == [])
    }

    @Test func `a weak RSA key needs the partner's exception`() throws {
        let folder = try ProfileFolder.complete()
        let weak = SampleProfiles.partner.replacing(SampleKeys.ed25519, with: SampleKeys.weakRSA)
        try folder.write("acme-castings.yaml", weak)
        #expect(folder.load().faults == [])
        try folder.write("acme-castings.yaml", weak.replacing(", rsa: 2048", with: ""))
        #expect(
            folder.load().errors.first?.contains("this RSA key has 2048 bits, 3072 are the fewest") == true)
    }

    @Test func `a house that says nothing of its defence has the usual limits`() throws {
        let folder = try ProfileFolder()
        let start = try #require(SampleProfiles.house.range(of: "defence:"))
        let end = try #require(SampleProfiles.house.range(of: "sinks:"))
        var text = SampleProfiles.house
        text.removeSubrange(start.lowerBound..<end.lowerBound)
        try folder.write("house.yaml", text)
        try folder.secret("erp-hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let review = folder.load()
        #expect(review.faults == [])
        #expect(review.directory?.house.defence == .standard)
        #expect(review.directory?.house.sourceAddresses == [])
    }

    @Test func `a draft may be bare`() throws {
        let folder = try ProfileFolder.complete()
        try folder.write("zinc.yaml", "apiVersion: wharf/v1\nid: zinc\nname: Zinc\nstate: draft\n")
        let review = folder.load()
        #expect(review.faults == [])
        #expect(review.directory?.partner(id: "zinc")?.timeZone.identifier == "America/Chicago")
    }
}
