/// Reads a whole profile folder: all faults of all files at once, and the directory when there is no error.
///
/// The steps: parse, schema, meaning, across profiles, secrets. Reads files and the given environment only;
/// has no clock (`today` is the caller's) and writes nothing.
public enum ProfileLoader {
    /// The file that says who we are.
    static let houseFile = "house.yaml"

    /// Loads and checks a folder: the calendars, `house.yaml`, and every other `*.yaml` as a partner.
    ///
    /// - Parameters:
    ///   - folder: the profile folder; its last name is what faults begin with.
    ///   - secrets: where references are looked up.
    ///   - today: the day that expiry is judged by, as CCYY-MM-DD; `nil` leaves that check out.
    /// - Returns: the faults, and the directory when none is an error.
    public static func load(folder: String, secrets: SecretStore, today: String?) -> ProfileReview {
        let reading = FolderReading(folder: folder, secrets: secrets, today: today)
        guard let names = reading.names() else {
            reading.reading("").error(
                "", "the profile folder cannot be read", hint: "start with --partners DIR")
            return ProfileReview(faults: reading.faults, directory: nil)
        }
        let shelf = CalendarShelf(calendars: CalendarDecoder(folder: reading).load())
        let house = loadHouse(names, shelf, reading)
        var partners: [FolderReview.Entry] = []
        for name in names where name != houseFile && !name.hasPrefix(".") {
            if name.hasSuffix(".yaml") {
                loadPartner(name, house: house, shelf, reading).map { partners.append($0) }
            } else if name.hasSuffix(".yml"), reading.hasFile(name) {
                let renamed = "\(name.dropLast(4)).yaml"
                reading.reading(name).warning("", "this file is not read", hint: "rename it to \(renamed)")
            }
        }
        FolderReview.check(partners)
        let directory = house.map {
            PartnerDirectory(house: $0, partners: partners.map(\.profile), sources: reading.sources)
        }
        return ProfileReview(faults: reading.faults, directory: directory)
    }

    private static func loadHouse(_ names: [String], _ shelf: CalendarShelf, _ folder: FolderReading)
        -> HouseProfile?
    {
        let reading = folder.reading(houseFile)
        guard names.contains(houseFile) else {
            reading.error("", "there is no \(houseFile)", hint: "it says who we are; `wharf init` writes one")
            return nil
        }
        guard let (bytes, root) = load(houseFile, folder, reading) else { return nil }
        let house = HouseDecoder(folder: folder, reading: reading, shelf: shelf).decode(root, source: bytes)
        // What is wrong with the house must not look like faults of the partners.
        return reading.hasErrors ? nil : house
    }

    private static func loadPartner(
        _ file: String, house: HouseProfile?, _ shelf: CalendarShelf, _ folder: FolderReading
    ) -> FolderReview.Entry? {
        let reading = folder.reading(file)
        guard let (bytes, root) = load(file, folder, reading) else { return nil }
        let decoder = PartnerDecoder(folder: folder, reading: reading, house: house, shelf: shelf)
        let stem = String(file.dropLast(".yaml".count))
        return decoder.decode(root, stem: stem, source: bytes).map { ($0, reading) }
    }

    private static func load(
        _ file: String, _ folder: FolderReading, _ reading: FileReading
    ) -> (bytes: [UInt8], root: ReadingNode)? {
        guard let bytes = folder.bytes(of: file, limit: StrictYAML.maximumBytes) else {
            reading.error("", "the file cannot be read")
            return nil
        }
        return StrictYAML.read(bytes, into: reading).map { (bytes, $0) }
    }
}
