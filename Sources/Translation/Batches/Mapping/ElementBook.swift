/// The elements of a document's lists of rows, and which of them a row belongs to.
struct ElementBook {
    /// What an element is known by.
    private struct Name: Hashable {
        let parent: Int
        let level: Int
        let key: [UInt8]
    }

    /// An element with where it began.
    private struct Element {
        let level: Int
        /// Its place among the elements of its list, from 0.
        let index: Int
        /// The element around it; -1 for the document itself.
        let parent: Int
        let line: Int
        /// Its object in the document.
        let object: Int
    }

    private var elements: [Element] = []
    /// The elements that later rows may belong to.
    private var named: [Name: Int] = [:]
    /// For each list, the element that the last row belonged to, and its key.
    private var present: [(element: Int, key: [UInt8])]
    /// For each list, the object of the element that the last row belongs to; -1 when it belongs to none.
    private(set) var ofRow: [Int]
    private var key: [UInt8] = []

    init(levelCount: Int) {
        present = Array(repeating: (-1, []), count: levelCount)
        ofRow = Array(repeating: -1, count: levelCount)
    }

    /// Forgets the elements: another document begins.
    mutating func begin() {
        elements.removeAll(keepingCapacity: true)
        if !named.isEmpty { named.removeAll(keepingCapacity: named.count < 1_000) }
        for level in present.indices { present[level].element = -1 }
    }

    /// Finds the elements that a row belongs to, and makes those that are not there.
    mutating func find(
        _ values: RowValues, _ plan: GroupPlan, line: Int, in document: inout DocumentTree
    ) {
        for (number, level) in plan.levels.enumerated() {
            ofRow[number] = -1
            guard values.levels & 1 << number != 0 else { continue }
            let parent = level.parent.map { present[$0].element } ?? -1
            if level.isInnermost {
                key.removeAll(keepingCapacity: true)
            } else {
                plan.key(of: values, in: number, into: &key)
            }
            if key.isEmpty {
                present[number].element = make(number, level.key, in: parent, line, &document)
            } else {
                let last = present[number].element
                if last < 0 || elements[last].parent != parent || present[number].key != key {
                    let name = Name(parent: parent, level: number, key: key)
                    if let known = named[name] {
                        present[number].element = known
                    } else {
                        present[number].element = make(number, level.key, in: parent, line, &document)
                        named[name] = present[number].element
                    }
                }
            }
            swapKey(into: number)
            ofRow[number] = elements[present[number].element].object
        }
    }

    /// The line that the element around a path of a document began in; `nil` when no element is.
    func line(of path: String, _ plan: GroupPlan) -> Int? {
        var paths: [String] = []
        var found: (length: Int, line: Int)?
        for element in elements {
            let level = plan.levels[element.level]
            let outer = element.parent < 0 ? "" : "\(paths[element.parent])."
            let place = "\(outer)\(level.listName)[\(element.index)]"
            paths.append(place)
            if path == place || path.hasPrefix("\(place)."), place.utf8.count > found?.length ?? 0 {
                found = (place.utf8.count, element.line)
            }
        }
        return found?.line
    }

    private mutating func make(
        _ level: Int, _ key: Int, in parent: Int, _ line: Int, _ document: inout DocumentTree
    ) -> Int {
        let outer = parent < 0 ? DocumentTree.root : elements[parent].object
        let (object, index) = document.append(to: key, of: outer)
        elements.append(Element(level: level, index: index, parent: parent, line: line, object: object))
        return elements.count - 1
    }

    private mutating func swapKey(into level: Int) {
        swap(&present[level].key, &key)
    }
}
