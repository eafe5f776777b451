import Foundation
import Testing

@testable import Partners

struct SecretStoreTests {
    @Test func `a secret file is read without its final line break`() throws {
        let folder = try ProfileFolder()
        try folder.secret("one", "a b\n")
        try folder.secret("two", "a\r\n")
        let store = SecretStore(
            directory: folder.root.appendingPathComponent("secrets").path, environment: [:])
        #expect(try store.resolve(#require(SecretReference("secret://file/one"))) == "a b")
        #expect(try store.resolve(#require(SecretReference("secret://file/two"))) == "a")
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o644, 0o610])
    func `a secret that others can read is refused`(_ mode: Int) throws {
        let folder = try ProfileFolder()
        try folder.secret("one", "canary", mode: mode)
        let store = SecretStore(
            directory: folder.root.appendingPathComponent("secrets").path, environment: [:])
        let reference = try #require(SecretReference("secret://file/one"))
        #expect(throws: SecretError(code: .readableByOthers(mode: mode), reference: reference)) {
            try store.resolve(reference)
        }
    }

    @Test func `a link is judged by the file behind it`() throws {
        let folder = try ProfileFolder()
        try folder.secret("open", "canary", mode: 0o644)
        let secrets = folder.root.appendingPathComponent("secrets")
        try FileManager.default.createSymbolicLink(
            at: secrets.appendingPathComponent("link"),
            withDestinationURL: secrets.appendingPathComponent("open"))
        let store = SecretStore(directory: secrets.path, environment: [:])
        let reference = try #require(SecretReference("secret://file/link"))
        #expect(throws: SecretError(code: .readableByOthers(mode: 0o644), reference: reference)) {
            try store.resolve(reference)
        }
    }

    @Test func `environment and systemd credentials are looked up`() throws {
        let folder = try ProfileFolder()
        try folder.secret("token", "from systemd", mode: 0o440)
        let environment = [
            "TOKEN": "from env", "CREDENTIALS_DIRECTORY": folder.root.path + "/secrets", "VOID": "",
        ]
        let store = SecretStore(directory: nil, environment: environment)
        #expect(try store.resolve(#require(SecretReference("secret://env/TOKEN"))) == "from env")
        #expect(try store.resolve(#require(SecretReference("secret://systemd/token"))) == "from systemd")
        for (text, code) in [
            ("secret://env/VOID", SecretError.Code.empty), ("secret://env/NONE", .missing),
            ("secret://file/token", .noDirectory), ("secret://systemd/none", .missing),
        ] {
            let reference = try #require(SecretReference(text))
            #expect(throws: SecretError(code: code, reference: reference)) { try store.resolve(reference) }
        }
    }

    @Test func `a folder, a huge file and bytes that are no text are no secrets`() throws {
        let folder = try ProfileFolder()
        let secrets = folder.root.appendingPathComponent("secrets")
        try FileManager.default.createDirectory(
            at: secrets.appendingPathComponent("dir"), withIntermediateDirectories: true)
        try folder.secret("huge", String(repeating: "x", count: SecretStore.maximumBytes + 1))
        try folder.secret("bytes", "x")
        try Data([0xFF, 0xFE]).write(to: secrets.appendingPathComponent("bytes"))
        let store = SecretStore(directory: secrets.path, environment: [:])
        for (name, code) in [("dir", SecretError.Code.missing), ("huge", .tooLarge), ("bytes", .notText)] {
            let reference = try #require(SecretReference("secret://file/\(name)"))
            #expect(throws: SecretError(code: code, reference: reference)) { try store.resolve(reference) }
        }
    }

    @Test(arguments: [
        "", "secret://", "secret://file", "secret://file/", "secret://file/a/b", "secret://file/..",
        "secret://file/.x",
        "secret://vault/a", "secret://file/a b", "Secret://file/a", "secret://file/é", "file/a",
    ])
    func `what is no reference is refused`(_ text: String) {
        #expect(SecretReference(text) == nil)
    }

    @Test func `no fault ever shows a secret`() throws {
        let folder = try ProfileFolder.complete()
        let canary = "hunter2-canary"
        let text = SampleProfiles.partner.replacing("secret://file/acme-password", with: canary)
            .replacing("secret://file/acme-sftp-key", with: "secret://file/\(canary)/x")
        try folder.write("acme-castings.yaml", text)
        try folder.write("house.yaml", SampleProfiles.house.replacing("secret://file/erp-hook", with: canary))
        let review = folder.load()
        #expect(review.errors.count == 3)
        #expect(!review.errors.joined().contains(canary))
        try folder.secret("acme-password", canary)
        try folder.write("acme-castings.yaml", SampleProfiles.partner)
        let second = folder.load()
        #expect(second.errors.count == 2)
        #expect(!second.errors.joined().contains(canary))
    }
}
