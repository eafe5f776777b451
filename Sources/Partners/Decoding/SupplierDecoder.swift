/// Turns the house's `suppliers` section into a ``SupplierSection``.
enum SupplierDecoder {
    static func decode(_ section: Section) -> SupplierSection {
        let usual = SupplierSection.standard
        let csv = section.section("csv", .supplierColumns)
        let targets = section.named(
            "targets", .outboundBatch, "a name of a-z, 0-9 and -", where: Characters.isID)
        for target in targets where target.section.word("document").map({ $0 != "supplier-master" }) ?? false
        {
            target.section.error("document", "our own systems are sent the supplier-master only")
        }
        return SupplierSection(
            columns: csv.map { BatchDecoder.columns($0, .csv) } ?? [],
            separator: csv?.choice("separator", CSVSeparator.self),
            kind: section.choice("kind", SupplierSection.Kind.self) ?? usual.kind,
            onFault: section.choice("onFault", SupplierSection.OnFault.self) ?? usual.onFault,
            holdIfShrinksBy: section.percentage("holdIfShrinksBy") ?? usual.holdIfShrinksBy,
            targets: targets.sorted { $0.name < $1.name }.compactMap {
                BatchDecoder.agreement($0.section, $0.name, .outbound)
            })
    }
}
