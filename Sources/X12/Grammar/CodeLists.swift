/// The code lists of all releases, read once and shared.
///
/// A list holds the codes of 004010 and 005010 together, each with a mark of the releases that have it. What
/// a code means stays in the table's text, and is looked up there.
final class CodeLists: Sendable {
    static let standard = CodeLists()

    /// Where a list was read.
    struct Source: Sendable {
        let element: ElementKey
        let table: StaticString
        /// The first byte of its codes in the table.
        let start: Int
    }

    /// A list in memory: open addressed, at most half full.
    private struct Range {
        var first: Int
        var mask: Int32
        /// The marks of all its codes together.
        var marks: UInt8
    }

    /// The codes, with their marks in the highest byte.
    let memory: FlatTable<UInt64>
    /// Where each list was read, row by row.
    let sources: [Source]
    private let ranges: [Range]
    /// Rows by element, -1 for none.
    private let rows: [Int16]

    private init() {
        var keys: [UInt64] = []
        keys.reserveCapacity(1 << 17)
        var sources: [Source] = []
        var ranges: [Range] = []
        var rows = [Int16](repeating: -1, count: ElementKey.limit)
        var codes: [UInt64] = []
        for table in Tables.codes {
            var scanner = TableScanner(table)
            while !scanner.isAtEnd {
                scanner.skip()
                let element = scanner.elementKey()
                let isOpen = !scanner.isAtLineEnd
                scanner.skipLine()
                let source = Source(element: element, table: table, start: scanner.place)
                codes.removeAll(keepingCapacity: true)
                let marks = CodeLists.read(&scanner, into: &codes)
                // An open list is there for its meanings alone.
                rows[element.value] = Int16(sources.count)
                sources.append(source)
                let range = Range(first: keys.count, mask: -1, marks: isOpen ? 0 : marks)
                ranges.append(range)
                if isOpen { continue }
                ranges[ranges.count - 1].mask = Int32(CodeLists.place(codes, in: &keys) - 1)
            }
        }
        memory = FlatTable(keys)
        self.sources = sources
        self.ranges = ranges
        self.rows = rows
    }

    /// Reads the codes of a list up to the next list; returns all their marks.
    private static func read(_ scanner: inout TableScanner, into codes: inout [UInt64]) -> UInt8 {
        var all: UInt8 = 0
        while !scanner.isAtEnd, scanner.byte != 0x40 {
            let mark = CodeLists.mark(scanner.byte)
            scanner.skip()
            scanner.skip()
            codes.append(UInt64(mark) << 56 | scanner.word())
            scanner.skipLine()
            all |= mark
        }
        return all
    }

    /// The releases that a row of a list is of: 1 for 004010, 2 for 005010.
    static func mark(_ byte: UInt8) -> UInt8 { byte == 0x2A ? 3 : byte == 0x34 ? 1 : 2 }

    /// Adds a hash table of codes to the end of an array; returns its size.
    static func place(_ codes: [UInt64], in keys: inout [UInt64]) -> Int {
        var size = 8
        while size < codes.count * 2 { size *= 2 }
        let first = keys.count
        keys.append(contentsOf: repeatElement(0, count: size))
        keys.withUnsafeMutableBufferPointer { keys in
            for code in codes {
                var place = PackedTable.hash(code & RuleTables.codeBits) & (size - 1)
                while keys[first + place] != 0, (keys[first + place] ^ code) & RuleTables.codeBits != 0 {
                    place = (place + 1) & (size - 1)
                }
                keys[first + place] |= code
            }
        }
        return size
    }

    /// The row of an element's list; nil when there is none.
    func row(of element: ElementKey) -> Int? {
        let row = rows[element.value]
        return row < 0 ? nil : Int(row)
    }

    /// The row of the list to enforce for an element in releases with the marks, -1 when there is none.
    @inline(__always)
    func enforcedRow(of element: ElementKey, marks: UInt8) -> Int32 {
        let row = rows[element.value]
        return row >= 0 && ranges[Int(row)].marks & marks != 0 ? Int32(row) : -1
    }

    /// The lists as a release sees them, in the order of the rows.
    func lists(marks: UInt8, isAdvisory: Bool) -> [RuleTables.CodeList] {
        ranges.map {
            RuleTables.CodeList(
                keys: memory.base + $0.first, mask: $0.mask, marks: marks & $0.marks, isAdvisory: isAdvisory)
        }
    }

    /// The codes of a list in releases with the marks, with their meanings, in the order of the table.
    func codes(ofList row: Int, marks: UInt8) -> [CodeDescription] {
        var codes: [CodeDescription] = []
        walk(row) { mark, code, text in
            if mark & marks != 0 {
                codes.append(
                    CodeDescription(code: PackedTable.word(code), meaning: text.text(in: sources[row].table)))
            }
            return true
        }
        return codes
    }

    /// What a code of a list means, in whatever release; nil when the list does not have it.
    func meaning(of code: UInt64, list row: Int) -> String? {
        var found: TableText?
        walk(row) { _, here, text in
            guard here == code else { return true }
            found = text
            return false
        }
        return found?.text(in: sources[row].table)
    }

    /// Hands out the codes of a list until one is enough.
    private func walk(_ row: Int, _ visit: (UInt8, UInt64, TableText) -> Bool) {
        var scanner = TableScanner(sources[row].table, from: sources[row].start)
        while !scanner.isAtEnd, scanner.byte != 0x40 {
            let mark = CodeLists.mark(scanner.byte)
            scanner.skip()
            scanner.skip()
            let code = scanner.word()
            if !visit(mark, code, scanner.rest()) { return }
        }
    }
}
