internal import Foundation
internal import Partners
internal import SFTP

/// How we reach a partner's server, and what we do there.
struct RemoteSheet: Encodable {
    struct Folder: Encodable {
        let path: String
        let names, ignored: [String]
        let ready, afterwards: String
        let maximumFileBytes: Int
    }

    struct Delivery: Encodable {
        let path, names: String
        /// A name as it will be.
        let example: String
        let temporaryNames: String?
        let verify: String
    }

    let host: String
    let port: Int
    let user: String
    /// `key`, `password` or `key and password`.
    let authentication: String
    let keyType, keyFingerprint, keyLine: String?
    let sourceAddresses: [String]
    /// The fingerprints by which we recognise the partner's server.
    let hostKeys: [String]
    let pickups: [Folder]
    let delivery: Delivery?
    let everySeconds: Int?
    let maintenance: [String]
    let timeZone: String
    /// What our user must be allowed to do, by folder.
    let rights: [String]

    init(_ remote: RemoteSection, of partner: PartnerProfile, house: HouseProfile) throws(SFTPError) {
        host = remote.host
        port = Int(remote.port)
        user = remote.user
        if let key = remote.identityKey {
            let identity = try IdentityKey(
                privateKey: key.text, passphrase: remote.identityPassphrase?.text)
            keyType = identity.type
            keyFingerprint = identity.fingerprint
            keyLine = "\(identity.publicLine) \(house.id)"
        } else {
            (keyType, keyFingerprint, keyLine) = (nil, nil, nil)
        }
        let hasPassword = remote.passwordText != nil
        authentication = keyLine == nil ? "password" : hasPassword ? "key and password" : "key"
        sourceAddresses = house.sourceAddresses.map(\.description)
        hostKeys = remote.hostKeys
        pickups = remote.pickups.map { pickup in
            Folder(
                path: pickup.path, names: pickup.match.map(\.text), ignored: pickup.ignore.map(\.text),
                ready: Self.words(pickup.ready), afterwards: Self.words(pickup.afterwards),
                maximumFileBytes: pickup.maximumFileBytes)
        }
        delivery = remote.deliver.map {
            Delivery(
                path: $0.path, names: $0.fileName.text,
                example: Self.example($0.fileName, of: partner), temporaryNames: $0.temporary?.text,
                verify: $0.verification.rawValue)
        }
        everySeconds = remote.poll.map { Int($0.every.components.seconds) }
        maintenance = remote.maintenance.map(\.description)
        timeZone = partner.timeZone.identifier
        rights = Self.rights(remote)
    }

    private static func example(_ name: FileNameTemplate, of partner: PartnerProfile) -> String {
        let set =
            partner.x12?.outbound.keys.min() ?? partner.x12?.acknowledge.with.rawValue ?? "supplier-master"
        return name.filled { place in
            switch place {
            case .document: set
            case .control: "000000017"
            case .date: "20270115"
            case .time: "060000"
            case .partner: partner.id
            case .name, .stem: ""
            }
        }
    }

    private static func words(_ ready: RemoteSection.Pickup.Readiness) -> String {
        var parts: [String] = []
        if ready.isRenamed { parts.append("its name fits: write under another name and rename") }
        if let done = ready.doneFile { parts.append("`\(done.text)` lies beside it") }
        if ready.stableFor > .zero {
            parts.append("size and time stood still for \(HumanText.duration(ready.stableFor))")
        }
        if ready.minimumAge > .zero {
            parts.append("it has lain there for \(HumanText.duration(ready.minimumAge))")
        }
        return parts.joined(separator: ", and ")
    }

    private static func words(_ afterwards: RemoteSection.Pickup.Afterwards) -> String {
        switch afterwards {
        case .move(let folder): "we move it to `\(folder)`"
        case .rename(let name): "we rename it to `\(name.text)`"
        case .delete: "we delete it"
        case .leave: "we leave it"
        }
    }

    private static func rights(_ remote: RemoteSection) -> [String] {
        var rights: [String] = []
        for pickup in remote.pickups {
            switch pickup.afterwards {
            case .move(let folder): rights.append("`\(pickup.path)`: list, read, rename to `\(folder)`")
            case .rename: rights.append("`\(pickup.path)`: list, read, rename")
            case .delete: rights.append("`\(pickup.path)`: list, read, delete")
            case .leave: rights.append("`\(pickup.path)`: list, read")
            }
        }
        if let deliver = remote.deliver {
            let look =
                deliver.verification == .nothing ? "" : deliver.verification == .hash ? ", read" : ", stat"
            rights.append("`\(deliver.path)`: write\(deliver.isRenaming ? ", rename" : "")\(look)")
        }
        return rights
    }
}
