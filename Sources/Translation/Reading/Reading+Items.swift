internal import Documents
internal import X12

extension Reading {
    /// Pairs of qualifier and number from an element on: any order, up to the end of the segment or `last`.
    mutating func identifiers(
        _ segment: Segment, from first: Int, through last: Int = 31, into item: inout Item,
    ) {
        let end = min(segment.elementCount, last)
        guard first < end else { return }
        let outer = enter("item")
        chooseParts(segment, from: first, to: end, into: &item)
        let names = CodeNames.items
        var next = first
        while next < end {
            let element = next
            next += 2
            let code = segment.bytes(element)
            let value = segment.bytes(element + 1)
            guard !code.isEmpty, !value.isEmpty else { continue }
            let around = enter("identifiers", item.identifierCount)
            let kind = names[code]
            recordPair(segment, element, hasKind: kind != nil)
            item.append(
                ItemIdentifier(kind: kind, qualifier: segment.text(code), value: segment.text(value)))
            leave(to: around)
        }
        leave(to: outer)
    }

    /// The number that stands for a part, as long as none with a better rank is found.
    private struct Choice {
        var rank = Int.max
        var element = 0

        mutating func offer(_ rank: Int, _ element: Int) {
            if rank < self.rank { (self.rank, self.element) = (rank, element) }
        }
    }

    /// Takes for each part the number whose code ranks first; of several with the same code the first sent.
    private mutating func chooseParts(
        _ segment: Segment, from first: Int, to end: Int, into item: inout Item
    ) {
        var (buyer, vendor, trade) = (Choice(), Choice(), Choice())
        let parts = CodeNames.parts
        var next = first
        while next < end {
            let element = next
            next += 2
            guard let part = parts[segment.bytes(element)], segment.has(element + 1) else { continue }
            switch part {
            case .buyer(let rank): buyer.offer(rank, element + 1)
            case .vendor(let rank): vendor.offer(rank, element + 1)
            case .trade(let rank): trade.offer(rank, element + 1)
            }
        }
        if item.buyerPart == nil { item.buyerPart = text("buyerPart", segment, buyer.element) }
        if item.vendorPart == nil { item.vendorPart = text("vendorPart", segment, vendor.element) }
        if item.gtin == nil { item.gtin = text("gtin", segment, trade.element) }
    }

    /// The descriptions of an item, alone or opening a loop.
    mutating func descriptions(of loop: Loop, into item: inout Item) {
        for segment in loop.all("PID") { description(segment, into: &item) }
        for child in loop.loops("PID") {
            if let segment = child.segments.first { description(segment, into: &item) }
        }
    }

    private mutating func description(_ segment: Segment, into item: inout Item) {
        guard segment.has(4) || segment.has(5) else { return }
        let outer = enter("item")
        _ = enter("descriptions", item.descriptionCount)
        item.appendDescription()
        describe(segment, &item.lastDescription)
        leave(to: outer)
    }

    private mutating func describe(_ segment: Segment, _ description: inout ItemDescription) {
        use(segment, 1)
        description.kind = kind("kind", segment, 2, CodeNames.characteristics)
        description.characteristic = text("characteristic", segment, 2)
        description.code = text("code", segment, 4)
        description.text = text("text", segment, 5)
        if let agency = text("agency", segment, 3) { description.agency = agency }
        if segment.elementCount > 5 {
            description.surface = text("surface", segment, 6)
            description.source = text("source", segment, 7)
            description.answer = text("answer", segment, 8)
            description.language = text("language", segment, 9)
        }
        let isFreeForm =
            segment.withBytes(1) { $0.elementsEqual(CollectionOfOne(UInt8(ascii: "F"))) } ?? false
        if !isFreeForm { description.form = text("form", segment, 1) }
    }

    /// How the item of a line is packed.
    mutating func packs(of loop: Loop, into list: inout [PackSize]) throws(TranslationError) {
        for segment in loop.all("PO4") {
            // Filled where it stands in the list: a pack is large to copy.
            let place = list.count
            list.append(PackSize())
            try within("packs", place) { reading throws(TranslationError) in
                try reading.pack(segment, into: &list[place])
            }
        }
    }

    private mutating func pack(_ segment: Segment, into pack: inout PackSize) throws(TranslationError) {
        pack.unitsPerPack = count("unitsPerPack", segment, 1)
        pack.size = try quantity("size", segment, 2, unit: 3)
        // Most say no more than how many there are in a pack.
        guard segment.elementCount > 3 else { return }
        pack.packaging = text("packaging", segment, 4)
        pack.weightQualifier = text("weightQualifier", segment, 5)
        pack.weight = try quantity("weight", segment, 6, unit: 7)
        pack.volume = try quantity("volume", segment, 8, unit: 9)
        guard segment.elementCount > 9 else { return }
        pack.length = try decimal("length", segment, 10)
        pack.width = try decimal("width", segment, 11)
        pack.height = try decimal("height", segment, 12)
        pack.dimensionUnit = unit("dimensionUnit", segment, 13)
        pack.innerPacks = count("innerPacks", segment, 14)
        pack.layer = text("layer", segment, 15)
        pack.number = text("number", segment, 16)
        pack.numberThrough = text("numberThrough", segment, 17)
        pack.count = count("count", segment, 18)
    }

    /// How a quantity is spread over places: the pairs of all SDQ segments.
    mutating func distribution(of loop: Loop, into list: inout [Distribution]) throws(TranslationError) {
        for segment in loop.all("SDQ") {
            for place in stride(from: 3, through: 21, by: 2) where segment.has(place) {
                let found = try within("distribution", list.count) { reading throws(TranslationError) in
                    let location = try reading.identifier("location", segment, qualifier: 2, value: place)
                    let quantity = try reading.quantity("quantity", segment, place + 1, unit: 1)
                    guard let location, let quantity else { return Distribution?.none }
                    var distribution = Distribution(location: location, quantity: quantity)
                    distribution.place = reading.text("place", segment, 23)
                    return distribution
                }
                if let found { list.append(found) }
            }
        }
    }

    /// The parts of a line: SLN alone, or opening a loop with more about the part.
    mutating func components(of loop: Loop, into list: inout [Component]) throws(TranslationError) {
        for segment in loop.all("SLN") { try component(segment, in: nil, into: &list) }
        for child in loop.loops("SLN") {
            if let opening = child.segments.first { try component(opening, in: child, into: &list) }
        }
    }

    private mutating func component(
        _ segment: Segment, in loop: Loop?, into list: inout [Component],
    ) throws(TranslationError) {
        let found = try within("components", list.count) { reading throws(TranslationError) in
            var component = Component()
            component.lineNumber = reading.text("lineNumber", segment, 1)
            component.parent = reading.text("parent", segment, 2)
            component.relationship = reading.text("relationship", segment, 3)
            component.quantity = try reading.quantity("quantity", segment, 4, unit: 5)
            component.price = try reading.price("price", segment, 6, basis: 7)
            component.priceRelationship = reading.text("priceRelationship", segment, 8)
            reading.identifiers(segment, from: 9, through: 28, into: &component.item)
            if let loop {
                reading.descriptions(of: loop, into: &component.item)
                try reading.packs(of: loop, into: &component.packs)
                for answer in loop.all("ACK") {
                    try reading.answer(answer, in: nil, into: &component.answers)
                }
                try reading.details(of: loop, into: &component.details)
            }
            return component
        }
        list.append(found)
    }
}
