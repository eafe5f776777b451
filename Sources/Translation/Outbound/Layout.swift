/// The order in which the parts of a level are written: the order of the standard.
///
/// Written as segment ids; what stands behind a plus may stand below the segment, in that order.
struct Layout: Sendable {
    /// A part of a level, by the segment that says it.
    enum Piece: String, Sendable, CaseIterable {
        case accounting = "FA1"
        case addressComponents = "NX2"
        case amounts = "AMT"
        case answers = "ACK"
        case carrierDetails = "CAD"
        case carriers = "TD5"
        case charges = "SAC"
        case commodities = "TC2"
        case components = "SLN"
        case conditions = "YNQ"
        case contacts = "PER"
        case currency = "CUR"
        case dates = "DTM"
        case descriptions = "PID"
        case differences = "IT3"
        case distribution = "SDQ"
        case enclosedLeadTimes = "LS"
        case equipment = "TD3"
        case freightTerms = "FOB"
        case furtherIdentifiers = "LIN"
        case headedNotes = "N9"
        case industryCodes = "LM"
        case leadTimes = "LDT"
        case loads = "CLD"
        case marks = "MAN"
        case measurements = "MEA"
        case messages = "MSG"
        case notes = "NTE"
        case packaging = "TD1"
        case packingNotes = "PKG"
        case packs = "PO4"
        case pallet = "PAL"
        case paperwork = "PWK"
        case parties = "N1"
        case percentages = "PCT"
        case periodAmounts = "PAM"
        case premiumFreight = "ETD"
        case priceChanges = "PO3"
        case prices = "CTP"
        case quantities = "QTY"
        case references = "REF"
        case requirements = "CSH"
        case restrictions = "CTB"
        case schedules = "SCH"
        case services = "SI"
        case specialHandling = "TD4"
        case substitutions = "IT8"
        case taxes = "TXI"
        case taxRegistrations = "TAX"
        case terms = "ITD"
        case texts = "MTX"
    }

    /// A part with what may stand below it.
    struct Entry: Sendable {
        var piece: Piece
        var below: [Piece]
    }

    let entries: [Entry]
    /// The parts of the level itself, where nothing else is said.
    let ownEntries: [Entry]

    /// A layout from the ids of its segments.
    init(_ text: String) {
        let entries = text.split(separator: " ").compactMap { word -> Entry? in
            let pieces = word.split(separator: "+").compactMap { Piece(rawValue: String($0)) }
            return pieces.first.map { Entry(piece: $0, below: Array(pieces.dropFirst())) }
        }
        self.init(entries)
    }

    /// What may stand below a part.
    init(below entry: Entry) {
        self.init(entry.below.map { Entry(piece: $0, below: []) })
    }

    private init(_ entries: [Entry]) {
        self.entries = entries
        ownEntries = entries.filter(\.piece.isOwn)
    }

    /// Whether the level has a place for a part.
    func has(_ piece: Piece) -> Bool { entries.contains { $0.piece == piece } }
}

extension Layout.Piece {
    /// Whether it is a part of the level itself, not of what may be said at every level.
    fileprivate var isOwn: Bool {
        switch self {
        case .addressComponents, .answers, .components, .descriptions, .differences, .distribution,
            .furtherIdentifiers, .packs, .pallet, .schedules:
            true
        default: false
        }
    }
}
