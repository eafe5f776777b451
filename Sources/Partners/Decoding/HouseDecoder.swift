import Foundation

/// Turns `house.yaml` into a ``HouseProfile``.
struct HouseDecoder {
    let folder: FolderReading
    let reading: FileReading
    let shelf: CalendarShelf

    /// The house; values that were wrong are left out or replaced, and reported.
    func decode(_ root: ReadingNode, source: [UInt8]) -> HouseProfile? {
        guard let section = Section(root, path: "", shape: .house, reading: reading) else { return nil }
        _ = section.word("apiVersion")
        let zone = section.timeZone("timeZone") ?? .gmt
        let calendar = shelf.calendar(of: section)
        let schedules = ScheduleDecoder(zone: zone, calendar: calendar, shelf: shelf, jobs: [.supplierSync])
        let listen = section.section("listen", .listen)
        checkPorts(listen)
        return HouseProfile(
            id: section.id("id") ?? "", name: section.text("name") ?? "", timeZone: zone,
            calendar: calendar, contacts: Section.contacts(section), identities: identities(section),
            sftp: sftpAddress(listen, "sftp"),
            sftpLegacy: sftpAddress(listen, "sftpLegacy"), http: listenAddress(listen, "http"),
            defence: section.section("defence", .defence).map(DefenceDecoder.decode) ?? .standard,
            sourceAddresses: section.values("sourceAddresses", Section.addressRange, AddressRange.init),
            sinks: SinkDecoder(folder: folder).sinks(section), schedules: schedules.decode(section),
            suppliers: section.section("suppliers", .suppliers).map(SupplierDecoder.decode) ?? .standard,
            retention: section.section("retention", .retention).map(RetentionDecoder.decode) ?? .standard,
            orders: section.section("orders", .orders).map(IntakeDecoder.orders) ?? .standard,
            tokens: section.section("api", .api).map { IntakeDecoder.tokens($0, in: folder) } ?? [],
            file: reading.file, source: source)
    }

    private func identities(_ section: Section) -> [String: Identity] {
        var identities: [String: Identity] = [:]
        for (name, identity) in section.named(
            "identities", .identity, "a name of a-z, 0-9 and -", where: Characters.isID)
        {
            identities[name] = identity.identity()
        }
        if section.isEmpty("identities") {
            section.error("identities", "at least one identity is needed")
        }
        return identities
    }

    private func listenAddress(_ listen: Section?, _ key: String) -> ListenAddress? {
        guard let section = listen?.section(key, .listenAddress) else { return nil }
        return place(section).map { ListenAddress(address: $0.address, port: $0.port) }
    }

    private func sftpAddress(_ listen: Section?, _ key: String) -> ListenAddress? {
        guard let section = listen?.section(key, .sftpAddress) else { return nil }
        let name = section.value("publicName", "a host name or address") { Section.isHost($0) ? $0 : nil }
        let port = section.integer("publicPort", in: 1...65_535)
        let proxies = section.section("proxyProtocol", .proxyProtocol).map {
            $0.values("from", Section.addressRange, AddressRange.init)
        }
        return place(section).map {
            ListenAddress(
                address: $0.address, port: $0.port, proxyFrom: proxies ?? [], publicName: name,
                publicPort: port.map { UInt16($0) })
        }
    }

    private func place(_ section: Section) -> (address: String, port: UInt16)? {
        let address = section.value("address", "an IPv4 or IPv6 address") {
            $0.contains("/") || AddressRange($0) == nil ? nil : $0
        }
        guard let port = section.integer("port", in: 0...65_535), let address else { return nil }
        return (address, UInt16(port))
    }

    /// Two listeners on one address and port: the second could never start.
    private func checkPorts(_ listen: Section?) {
        guard let listen else { return }
        var taken: [String: String] = [:]
        for key in ["sftp", "sftpLegacy", "http"] {
            guard case .mapping(let entries) = listen.node(key)?.content else { continue }
            func text(_ name: String) -> String? {
                guard case .scalar(let text, _) = entries.first(where: { $0.name == name })?.value.content
                else { return nil }
                return text
            }
            guard let address = text("address"), let port = text("port"), port != "0" else { continue }
            if let other = taken.updateValue(key, forKey: "\(address) \(port)") {
                listen.error(key, "\(other) listens on this address and port already")
            }
        }
    }
}
