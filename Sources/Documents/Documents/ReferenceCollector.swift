/// Collects references without repeating one and without going over the maximum.
struct ReferenceCollector {
    private(set) var found: [(kind: String, value: String)] = []
    private var seen = Set<[String]>()

    /// The kinds of references, dates aside, that people search by.
    private static let searchable: Set<String> = [
        "purchaseOrder", "release", "billOfLading", "masterBillOfLading", "trackingNumber",
        "carrierReference",
        "invoice", "packingList", "shipment", "customerOrder", "contract", "sellerOrder", "load", "container",
        "check",
    ]

    mutating func add(_ kind: String, _ value: String?) {
        guard let value, found.count < Document.referencesMaximum, seen.insert([kind, value]).inserted else {
            return
        }
        found.append((kind, value))
    }

    mutating func add(_ reference: Reference?) {
        guard let reference, let kind = reference.kind, Self.searchable.contains(kind) else { return }
        add(kind, reference.value)
    }

    mutating func add(_ details: Details) {
        for reference in details.references { add(reference) }
        for mark in details.marks where mark.kind == "trackingNumber" { add("trackingNumber", mark.value) }
        for carrier in details.carriers { add(carrier.reference) }
    }

    mutating func add(_ item: Item) {
        item.forEachIdentifier { identifier in
            if identifier.kind == "purchaseOrder" { add("purchaseOrder", identifier.value) }
        }
    }
}
