import Cryptography
import Testing

@testable import Transports

@Suite struct UploadShelfTests {
    private func parked(_ number: Int, _ byteCount: Int = 10) -> UploadShelf.Parked {
        let id = ULID(milliseconds: 1, derivedFrom: ["\(number)"])
        return .init(id: id, byteCount: byteCount, modifiedSeconds: 5, isAborted: false, uploadKey: "key")
    }

    private func ghost(until: Int64) -> UploadShelf.Ghost {
        .init(digest: Digest.of("x"), byteCount: 7, modifiedSeconds: 6, visibleUntil: until)
    }

    @Test func `what rests under a name is taken away by one caller only`() {
        let shelf = UploadShelf()
        #expect(shelf.park("a", parked(1)) == nil)
        #expect(shelf.parked("a")?.byteCount == 10 && shelf.count() == 1)
        #expect(shelf.take("a")?.id == parked(1).id)
        #expect(shelf.take("a") == nil && shelf.count() == 0)
    }

    @Test func `another file under the name hands back the one before, the same file does not`() {
        let shelf = UploadShelf()
        #expect(shelf.park("a", parked(1)) == nil)
        #expect(shelf.park("a", parked(1, 20)) == nil)
        #expect(shelf.park("a", parked(2)) == parked(1).id)
    }

    @Test func `a taken file is visible for its time and can be given another label`() {
        let shelf = UploadShelf()
        shelf.show("a", ghost(until: 100))
        #expect(shelf.ghost("a", at: 99) != nil && shelf.ghost("a", at: 100) == nil)
        #expect(shelf.relabel("a", to: "b") && !shelf.relabel("a", to: "c"))
        #expect(shelf.list(at: 99).map(\.name) == ["b"])
        #expect(shelf.list(at: 100).isEmpty)
        #expect(shelf.ghost("b", at: 99) == nil)
    }

    @Test func `lists are sorted and show unfinished bytes before a taken file of the name`() {
        let shelf = UploadShelf()
        shelf.show("b", ghost(until: 100))
        shelf.show("a", ghost(until: 100))
        _ = shelf.park("b", parked(1))
        #expect(shelf.list(at: 0).map(\.name) == ["a", "b"])
        #expect(shelf.list(at: 0).map(\.byteCount) == [7, 10])
    }

    @Test func `no more than the newest taken files stay visible`() {
        let shelf = UploadShelf()
        for number in 0..<2_500 { shelf.show("\(number)", ghost(until: Int64(1_000 + number))) }
        #expect(shelf.list(at: 0).count == 2_000)
        #expect(shelf.ghost("2499", at: 0) != nil && shelf.ghost("0", at: 0) == nil)
    }
}
