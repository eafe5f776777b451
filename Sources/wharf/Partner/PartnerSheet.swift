internal import Exchange
internal import Partners
internal import SFTP
internal import X12

/// What a partner must know to exchange files with us, as facts: the sheet that is sent before the first test.
struct PartnerSheet: Encodable {
    let house: String
    let partner: String
    let name: String
    let state: String
    let day: String
    let ours: [ContactFacts]
    let theirs: [ContactFacts]
    /// The partner logs in to us.
    let host: HostSheet?
    /// We log in to the partner.
    let remote: RemoteSheet?
    let x12: AgreementSheet?
    let batches: [BatchFacts]

    struct ContactFacts: Encodable {
        let role: String
        let name, email, phone: String?

        init(_ contact: Contact) {
            role = contact.role
            name = contact.name
            email = contact.email
            phone = contact.phone
        }
    }

    struct BatchFacts: Encodable {
        let direction, name, format, document: String
        let names: [String]
        let columns: [String]
        let trailer: String

        init(_ batch: BatchAgreement) {
            direction = batch.direction.rawValue
            name = batch.name
            format = batch.format.rawValue
            document = batch.document.rawValue
            names = batch.match.map(\.text) + [batch.fileName?.text].compactMap(\.self)
            columns = batch.columns.filter { $0.rule.constant == nil }.map { column in
                switch column.place {
                case .heading(let heading): heading
                case .position(let place, length: nil): "column \(place)"
                case .position(let place, length: let length?): "characters \(place) to \(place + length - 1)"
                }
            }
            trailer = batch.trailer.rawValue
        }
    }

    /// Puts the facts together.
    ///
    /// - Parameters:
    ///   - partner: whom the sheet is for.
    ///   - house: who we are.
    ///   - hostKeys: the keys by which our server is recognised.
    ///   - day: the day of the sheet, CCYY-MM-DD.
    /// - Throws: ``SFTPError`` when a key cannot be read.
    init(_ partner: PartnerProfile, house: HouseProfile, hostKeys: [HostKey], day: String)
        throws(SFTPError)
    {
        self.house = house.name
        self.partner = partner.id
        self.day = day
        name = partner.name
        state = partner.state.rawValue
        ours = house.contacts.map(ContactFacts.init)
        theirs = partner.contacts.map(ContactFacts.init)
        if let hosted = partner.hosted {
            host = try HostSheet(hosted, of: partner, house: house, hostKeys: hostKeys, day: day)
        } else {
            host = nil
        }
        if let remote = partner.remote {
            self.remote = try RemoteSheet(remote, of: partner, house: house)
        } else {
            remote = nil
        }
        x12 = partner.x12.map { AgreementSheet($0, of: partner) }
        batches = partner.batches.map(BatchFacts.init)
    }
}
