/// Turns the `orders` and `api` sections of `house.yaml` into values.
enum IntakeDecoder {
    /// Least length of a token: what can be guessed is no proof.
    private static let tokenBytes = 24...512

    /// How orders come in.
    static func orders(_ section: Section) -> OrderIntake {
        guard let csv = section.section("csv", .orderFile) else { return .standard }
        let fields = OrderColumn.Field.allCases.map(\.rawValue)
        let entries = csv.nodes("columns", "one of \(fields.joined(separator: ", "))", where: fields.contains)
        let columns = entries.compactMap { entry -> OrderColumn? in
            guard let field = OrderColumn.Field(rawValue: entry.name),
                let heading = Section.text(entry.value, "\(csv.path("columns")).\(entry.name)", csv.reading)
            else { return nil }
            return OrderColumn(field: field, heading: heading)
        }
        for field in OrderColumn.required where !entries.contains(where: { $0.name == field.rawValue }) {
            csv.error("columns", "no column is told for `\(field.rawValue)`")
        }
        return OrderIntake(columns: columns)
    }

    /// The programs that may ask for something by HTTP.
    static func tokens(_ section: Section, in folder: FolderReading) -> [ApplicationToken] {
        var names: Set<String> = []
        return section.sections("tokens", .apiToken).compactMap { entry in
            let name = entry.id("name")
            if let name, !names.insert(name).inserted {
                entry.error("name", "another token has the name \(name)")
            }
            var found: SecretValue?
            _ = entry.secret("token", in: folder) { text in
                found = SecretValue(text)
                guard
                    !tokenBytes.contains(text.utf8.count)
                        || !text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
                else { return nil }
                return SecretFlaw(
                    message:
                        "is no token: \(tokenBytes.lowerBound) to \(tokenBytes.upperBound) printable characters without spaces",
                    hint: "make one with: head -c 32 /dev/urandom | base64")
            }
            let wanted = "one of \(ApplicationToken.Right.allCases.map(\.rawValue).joined(separator: ", "))"
            let rights = entry.values("may", wanted, ApplicationToken.Right.init(rawValue:))
            guard let name, let found else { return nil }
            return ApplicationToken(name: name, token: found, rights: rights)
        }
    }
}
