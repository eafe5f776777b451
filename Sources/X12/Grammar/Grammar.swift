/// One transaction set of one release, compiled to flat arrays.
///
/// Loops are rows with a range of children; a child is a segment or a loop, known by the id of the segment
/// that it is or that opens it. Row 0 is the whole set, ST to SE.
public final class Grammar: Sendable {
    /// The set, as `856`.
    public let set: String
    /// The release, as `004010`.
    public let release: String
    /// GS01 of its groups, as `SH`.
    public let functionalID: String
    /// The set's name.
    public let name: String

    /// What may stand at one place of a loop.
    struct Child: Sendable {
        /// The number of the segment's id in this set.
        var idNumber: Int
        var segmentID: String
        var isMandatory: Bool
        /// Maximum use of the segment, or repeat of the loop.
        var maximum: Int
        /// The row of the loop, -1 for a segment.
        var loop: Int
    }

    struct LoopRow: Sendable {
        var id: String
        var children: [Child]
        /// The loop around it.
        var parent: Int
        /// Where its part of `nextChild` begins.
        var firstNext = 0
        /// For each place, the next mandatory child after it, or the count of children.
        var nextMandatory: [Int] = []
    }

    let dictionary: ReleaseDictionary
    let loops: [LoopRow]
    /// The numbers of the ids used in the set, by packed id.
    let idNumbers: PackedTable
    let idCount: Int
    /// Rows of the dictionary's segments by number of the id.
    let segmentRows: [Int]
    /// For loop, place and id: the first child at or after the place with that id, -1 for none.
    private let nextChild: [Int16]

    init(
        set: String, functionalID: String, name: String, dictionary: ReleaseDictionary, loops: [LoopRow],
        ids: [String]
    ) {
        self.set = set
        self.functionalID = functionalID
        self.name = name
        self.dictionary = dictionary
        release = dictionary.release
        idCount = ids.count
        idNumbers = PackedTable(
            ids.enumerated().map { (PackedTable.pack($0.element.utf8), Int32($0.offset)) })
        segmentRows = ids.map { dictionary.segmentRows.value(PackedTable.pack($0.utf8)) }
        var compiled = loops
        var next: [Int16] = []
        for row in compiled.indices {
            let children = compiled[row].children
            compiled[row].firstNext = next.count
            var table = [Int16](repeating: -1, count: (children.count + 1) * ids.count)
            var mandatory = [Int](repeating: children.count, count: children.count + 1)
            for place in stride(from: children.count - 1, through: 0, by: -1) {
                let start = place * ids.count
                for id in 0..<ids.count { table[start + id] = table[start + ids.count + id] }
                // The opening segment is found by the loop around, as a new iteration.
                if place > 0 { table[start + children[place].idNumber] = Int16(place) }
                mandatory[place] =
                    place + 1 < children.count && children[place + 1].isMandatory
                    ? place + 1 : mandatory[min(place + 1, children.count)]
            }
            next += table
            compiled[row].nextMandatory = mandatory
        }
        self.loops = compiled
        nextChild = next
    }

    /// The first child of a loop at or after a place with the id, -1 for none.
    @inline(__always)
    func child(of loop: Int, from place: Int, id: Int) -> Int {
        Int(nextChild[loops[loop].firstNext + place * idCount + id])
    }
}
