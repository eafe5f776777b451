import Documents
import Testing

struct ItemTests {
    private static func identifiers(_ count: Int) -> [ItemIdentifier] {
        (0..<count).map { ItemIdentifier(kind: nil, qualifier: "Q\($0)", value: "\($0)") }
    }

    @Test(arguments: 0...6)
    func `an item keeps its numbers in order, however they were put in`(_ count: Int) {
        let identifiers = Self.identifiers(count)
        var (set, added, appended) = (Item(), Item(), Item())
        set.identifiers = identifiers
        for identifier in identifiers {
            added.append(identifier)
            appended.identifiers.append(identifier)
        }
        #expect(set.identifiers == identifiers)
        #expect(set.identifierCount == count)
        #expect(set.isEmpty == (count == 0))
        #expect(added == set)
        #expect(appended == set)
        #expect(added.hashValue == set.hashValue)
    }

    @Test(arguments: 1...6)
    func `an item that lost numbers equals one that never had them`(_ count: Int) {
        var item = Item()
        item.identifiers = Self.identifiers(count)
        item.identifiers.removeLast()
        var other = Item()
        other.identifiers = Self.identifiers(count - 1)
        #expect(item == other)
        item.identifiers = []
        #expect(item == Item())
    }

    @Test(arguments: 0...3)
    func `an item keeps its descriptions in order`(_ count: Int) {
        let words = (0..<count).map { number in
            ItemDescription(kind: nil, characteristic: nil, code: nil, text: "\(number)")
        }
        var (set, added) = (Item(), Item())
        set.descriptions = words
        for word in words { added.append(word) }
        #expect(set.descriptions == words)
        #expect(added == set)
    }
}
