internal import Partners
internal import SFTP

/// How a partner reaches our server, and what it finds there.
struct HostSheet: Encodable {
    struct Endpoint: Encodable {
        /// The public name or address; `nil` when the house does not say one and listens everywhere.
        let name: String?
        /// The port; `nil` when the server takes a free one at its start.
        let port: Int?

        init(_ address: ListenAddress) {
            let isEverywhere = address.address == "0.0.0.0" || address.address == "::"
            name = address.publicName ?? (isEverywhere ? nil : address.address)
            let port = address.publicPort ?? address.port
            self.port = port == 0 ? nil : Int(port)
        }
    }

    struct HostKeyFacts: Encodable {
        let type, fingerprint, state: String
        /// The line for the partner's `known_hosts` file.
        let knownHosts: String
    }

    struct LoginKey: Encodable {
        let label: String?
        let type, fingerprint: String
        let notBefore, notAfter: String?
        let isValid: Bool
    }

    struct Folder: Encodable {
        let path, purpose: String
    }

    struct Limits: Encodable {
        let maximumFileBytes: Int
        let mailboxBytes, mailboxFiles, openFiles, sessions, bytesPerSecond: Int?
    }

    let endpoint: Endpoint?
    let hostKeys: [HostKeyFacts]
    let login: String
    /// `key`, `password`, `key or password`, `key and password`, or `none yet`.
    let authentication: String
    let keys: [LoginKey]
    let allowFrom: [String]
    let folders: [Folder]
    let accept: [String]
    let temporaryEndings: [String]
    let sameName: String
    /// How long a file stays in sight after its upload, in seconds.
    let visibleSeconds: Int
    let limits: Limits
    let legacyUntil: String?
    /// A session to copy.
    let session: [String]

    init(
        _ hosted: HostedSection, of partner: PartnerProfile, house: HouseProfile, hostKeys: [HostKey],
        day: String
    ) throws(SFTPError) {
        // Whoever has an exception is served where its algorithms are.
        let isLegacy = hosted.legacy?.isOpen(on: day) == true && house.sftpLegacy != nil
        let endpoint = (isLegacy ? house.sftpLegacy : house.sftp).map(Endpoint.init)
        self.endpoint = endpoint
        legacyUntil = isLegacy ? hosted.legacy?.until : nil
        self.hostKeys = hostKeys.map {
            HostKeyFacts(
                type: $0.type, fingerprint: $0.fingerprint, state: $0.standing.rawValue,
                knownHosts: "\(Self.knownHostsName(endpoint)) \($0.publicLine)")
        }
        login = hosted.login
        authentication = Self.authentication(hosted)
        var keys: [LoginKey] = []
        for key in hosted.keys {
            let facts = try AuthorizedKey(line: key.line)
            keys.append(
                LoginKey(
                    label: key.label, type: facts.type, fingerprint: facts.fingerprint,
                    notBefore: key.notBefore, notAfter: key.notAfter, isValid: key.isValid(on: day)))
        }
        self.keys = keys
        allowFrom = hosted.allowFrom.map(\.description)
        let names = hosted.folders
        folders = [
            Folder(path: "/\(names.upload)", purpose: "you put files here"),
            Folder(
                path: "/\(names.download)",
                purpose: "you fetch our files here; a file you read to its end counts as collected"),
            Folder(path: "/\(names.reports)", purpose: "you read here what became of each of your files"),
        ]
        accept = hosted.uploads.accept.map(\.text)
        temporaryEndings = UploadRules.temporaryEndings
        sameName = hosted.uploads.sameName.rawValue
        visibleSeconds = Int(hosted.uploads.keepVisible.components.seconds)
        limits = Limits(
            maximumFileBytes: hosted.uploads.maximumFileBytes, mailboxBytes: hosted.quota?.bytes,
            mailboxFiles: hosted.quota?.files, openFiles: hosted.quota?.openFiles,
            sessions: hosted.quota?.sessions, bytesPerSecond: hosted.quota?.bytesPerSecond)
        session = Self.session(hosted, partner, endpoint)
    }

    private static func knownHostsName(_ endpoint: Endpoint?) -> String {
        let name = endpoint?.name ?? "HOST"
        return endpoint?.port == 22 ? name : "[\(name)]:\(endpoint?.port.map(String.init) ?? "PORT")"
    }

    private static func authentication(_ hosted: HostedSection) -> String {
        switch (!hosted.keys.isEmpty, hosted.passwordHash != nil) {
        case (true, true): hosted.requirement == .both ? "key and password" : "key or password"
        case (true, false): "key"
        case (false, true): "password"
        case (false, false): "none yet"
        }
    }

    private static func session(
        _ hosted: HostedSection, _ partner: PartnerProfile, _ endpoint: Endpoint?
    ) -> [String] {
        let file = sampleName(hosted, partner)
        let port = endpoint?.port.map(String.init) ?? "PORT"
        let identity = hosted.keys.isEmpty ? "" : "-i YOUR_KEY "
        var lines = ["$ sftp \(identity)-P \(port) \(hosted.login)@\(endpoint?.name ?? "HOST")"]
        if let file { lines.append("sftp> put \(file) /\(hosted.folders.upload)/") }
        lines.append("sftp> get /\(hosted.folders.download)/*")
        if let file { lines.append("sftp> get /\(hosted.folders.reports)/\(file).txt") }
        return lines + ["sftp> bye"]
    }

    /// A name that is taken, like those the partner will use.
    private static func sampleName(_ hosted: HostedSection, _ partner: PartnerProfile) -> String? {
        let set = partner.x12?.inbound.keys.filter { $0 != "997" && $0 != "999" }.min()
        let stem = set.map { "\($0)_000000001" } ?? "file_20270115"
        guard let pattern = hosted.uploads.accept.first else { return stem + (set == nil ? ".csv" : ".edi") }
        let text = pattern.text
        return text.hasPrefix("*.")
            ? stem + text.dropFirst() : text.replacing("*", with: "20270115").replacing("?", with: "1")
    }
}
