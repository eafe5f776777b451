import Foundation
import Testing

@testable import Partners

/// The profiles that lie in the repository: what a newcomer copies must be right.
struct SampleFolderTests {
    static let repository = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let folder = repository.appendingPathComponent("Partners")

    static func load() -> ProfileReview {
        ProfileLoader.load(
            folder: folder.path, secrets: SecretStore(directory: nil, environment: [:]), today: "2026-11-23")
    }

    @Test func `the samples load without an error`() throws {
        let review = Self.load()
        #expect(review.errors == [])
        let directory = try #require(review.directory)
        #expect(directory.partners.map(\.id) == ["acme-castings", "bolt-works", "cobalt-plastics"])
        #expect(directory.partners.compactMap(\.hosted?.login) == ["acme", "bolt", "cobalt"])
    }

    @Test func `the samples warn of nothing but the demo key that is made on the first run`() {
        let others = Self.load().faults.filter { !$0.message.contains("demo.pub") }
        #expect(others == [])
    }

    @Test func `the documented remote partner loads beside the sample house, and fits the schema`() throws {
        let folder = try ProfileFolder()
        let house = Self.folder.appendingPathComponent("house.yaml")
        let sample = Self.repository.appendingPathComponent("Docs/samples/delta-fasteners.yaml")
        try folder.write("house.yaml", bytes: Array(Data(contentsOf: house)))
        try folder.write("delta-fasteners.yaml", bytes: Array(Data(contentsOf: sample)))
        try folder.secret("delta-sftp-key", SampleKeys.privateKey)
        let review = folder.load()
        #expect(review.faults == [])
        let remote = try #require(review.directory?.partner(id: "delta-fasteners")?.remote)
        #expect(remote.pickups.first?.maximumFiles == 500)
        #expect(remote.deliver?.verification == .stat)
        #expect(remote.breaker == .standard)
        let reading = FileReading(file: "delta-fasteners")
        let root = try #require(StrictYAML.read(Array(Data(contentsOf: sample)), into: reading))
        let check = SchemaCheck(definitions: try SchemaTests.definitions("partner"))
        #expect(check.complaints(root, ["$ref": "#/$defs/partner"], at: "delta-fasteners") == [])
    }

    @Test func `the samples differ in version, delimiters and acknowledgment`() throws {
        let directory = try #require(Self.load().directory)
        let agreements = directory.partners.compactMap(\.x12)
        #expect(Set(agreements.map(\.delimiters)).count == 3)
        #expect(Set(agreements.map(\.acknowledge)).count == 3)
        #expect(agreements.map { $0.inbound["856"]?.version } == ["004010", "005010", "004010"])
        #expect(
            directory.partner(id: "cobalt-plastics")?.batches.map(\.document) == [
                .purchaseOrderResponse, .inventory,
            ])
    }

    @Test func `a demo key opens the sample login once it is there`() throws {
        let folder = try ProfileFolder()
        for name in ["house.yaml", "acme-castings.yaml"] {
            try folder.write(name, bytes: Array(Data(contentsOf: Self.folder.appendingPathComponent(name))))
        }
        #expect(folder.load().directory?.partner(login: "acme")?.hosted?.keys.isEmpty == true)
        try folder.write(
            "acme-castings/demo.pub",
            "# made by make run\n\n\(SampleKeys.p256)\n  \(SampleKeys.strongRSA) \r\n")
        let review = folder.load()
        #expect(review.faults == [])
        let keys = review.directory?.partner(login: "acme")?.hosted?.keys
        #expect(keys?.map(\.line) == [SampleKeys.p256, SampleKeys.strongRSA])
        #expect(keys?.first?.label == "demo")
        #expect(review.directory?.sources.map(\.file).contains("Partners/acme-castings/demo.pub") == true)
        try folder.write("acme-castings/demo.pub", "\(SampleKeys.p256)\n  \(SampleKeys.weakRSA)\n")
        #expect(
            folder.load().errors.first?.hasPrefix("Partners/acme-castings/demo.pub:2:3: error: this RSA key")
                == true)
    }
}
