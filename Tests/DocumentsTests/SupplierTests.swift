import Documents
import Testing

struct SupplierTests {
    private static func supplier(account: String) -> Supplier {
        var supplier = Supplier(number: "0000104711", name: "ACME Castings")
        var bank = BankReference()
        bank.code = "COBADEFFXXX"
        bank.account = account
        supplier.bank = bank
        return supplier
    }

    @Test func `the number of a bank account is read and never written`() throws {
        let text =
            #"{"documentType":"supplier","number":"7","name":"Bolt","status":"active","#
            + #""bank":{"account":"DE89 3704 0044 0532 0130 00"}}"#
        let document = try DocumentReader.read(Array(text.utf8))
        guard case .supplier(let supplier) = document else {
            Issue.record("not a supplier")
            return
        }
        #expect(supplier.bank?.account == "DE89 3704 0044 0532 0130 00")
        #expect(!String(decoding: document.json(), as: UTF8.self).contains("3704"))
        let sealed = Document.supplier(supplier.sealed { "print of \($0)" })
        let written = String(decoding: sealed.json(), as: UTF8.self)
        #expect(written.contains(#""masked":"…3000","fingerprint":"print of DE89370400440532013000""#))
        #expect(try DocumentReader.read(sealed.json()) == sealed)
    }

    @Test func `equal accounts have equal fingerprints however they are spaced`() {
        let one = Self.supplier(account: "de89 3704-0044").sealed { $0 }
        let other = Self.supplier(account: "DE8937040044").sealed { $0 }
        #expect(one == other)
        #expect(one.bank?.account == nil)
        #expect(one.bank?.masked == "…0044")
    }

    @Test func `of a short account number only one character stays`() {
        #expect(Self.supplier(account: "12345").sealed { _ in "" }.bank?.masked == "…5")
    }

    @Test func `a supplier without an account is sealed as it is`() {
        let plain = Supplier(number: "1", name: "A")
        #expect(plain.sealed { _ in "never" } == plain)
    }

    @Test func `a supplier is known by its number and traced by its identifiers`() {
        var supplier = Supplier(number: "0000104711", name: "ACME")
        supplier.identifiers = [PartyIdentifier(kind: "vat", value: "DE129273398")]
        let document = Document.supplier(supplier)
        #expect(document.businessKey == "SUPPLIER/0000104711")
        #expect(document.subject == "SUPPLIER/0000104711")
        #expect(document.references.map(\.value) == ["0000104711", "DE129273398"])
    }

    @Test func `a misspelt key and a wrong status are told with their places`() throws {
        let text = #"{"documentType":"supplier","number":"7","nam":"Bolt","status":"gone"}"#
        let faults = try #require(throws: DocumentFaults.self) { try DocumentReader.read(Array(text.utf8)) }
        #expect(Set(faults.faults.map(\.path)) == ["name", "nam", "status"])
        #expect(faults.description.contains("one of active, blocked, retired"))
    }
}
