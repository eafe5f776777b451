import Foundation

/// Turns a partner's file into a ``PartnerProfile``.
struct PartnerDecoder {
    let folder: FolderReading
    let reading: FileReading
    /// The house; `nil` when its own file could not be read, which then hides nothing of this file.
    let house: HouseProfile?
    let shelf: CalendarShelf

    /// The partner; values that were wrong are left out or replaced, and reported.
    func decode(_ root: ReadingNode, stem: String, source: [UInt8]) -> PartnerProfile? {
        guard let section = Section(root, path: "", shape: .partner, reading: reading) else { return nil }
        _ = section.word("apiVersion")
        let id = section.id("id")
        if let id, id != stem {
            section.error(
                "id", "the id `\(id)` and the file's name `\(stem).yaml` differ", hint: "rename the file")
        }
        let state = section.choice("state", PartnerState.self) ?? .draft
        let zone = section.timeZone("timeZone") ?? house?.timeZone ?? .gmt
        let calendar = shelf.calendar(of: section) ?? house?.calendar
        let schedules = ScheduleDecoder(
            zone: zone, calendar: calendar, shelf: shelf, jobs: ScheduleProfile.Job.allCases)
        let isActive = state == .live || state == .test
        let hosted = section.section("hosted", .hosted).map {
            HostedDecoder(folder: folder).decode($0, mustOpen: isActive)
        }
        let agreement = section.section("x12", .x12).flatMap {
            AgreementDecoder(folder: folder, house: house).decode($0)
        }
        let overlays = agreement.map { OverlayLoading(folder: folder).load($0, reading) } ?? .init()
        let profile = PartnerProfile(
            id: id ?? stem, name: section.text("name") ?? "", state: state, timeZone: zone,
            calendar: calendar,
            supplierNumber: section.text("supplierNumber"), contacts: Section.contacts(section),
            hosted: hosted,
            remote: section.section("remote", .remote).map {
                RemoteDecoder(folder: folder, house: house).decode($0)
            },
            x12: agreement, library: overlays.library, overlays: overlays.sources,
            batches: section.section("batch", .batch).map(BatchDecoder.decode) ?? [],
            tolerances: section.section("tolerances", .tolerances).map(tolerances) ?? .exact,
            schedules: schedules.decode(section), file: reading.file, source: source)
        if isActive {
            checkThatSomethingMoves(section, state)
        }
        return profile
    }

    private func checkThatSomethingMoves(_ section: Section, _ state: PartnerState) {
        if !section.has("hosted"), !section.has("remote") {
            section.error(
                "state", "a partner that is \(state.rawValue) needs `hosted` or `remote`",
                hint: "set `state: draft` until it is there")
        }
        if !section.has("x12"), !section.has("batch") {
            section.error(
                "state", "a partner that is \(state.rawValue) needs `x12` or `batch`",
                hint: "set `state: draft` until it is there")
        }
    }

    private func tolerances(_ section: Section) -> Tolerances {
        let quantity = section.section("quantity", .quantityTolerance)
        let price = section.section("price", .priceTolerance)
        let date = section.section("date", .dateTolerance)
        return Tolerances(
            quantityUnder: quantity?.percentage("under") ?? .zero,
            quantityOver: quantity?.percentage("over") ?? .zero,
            priceUnder: price?.percentage("under"), priceOver: price?.percentage("over") ?? .zero,
            daysEarly: date?.days("early") ?? 0, daysLate: date?.days("late") ?? 0)
    }
}
