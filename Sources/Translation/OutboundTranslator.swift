public import Documents
public import X12

/// Turns one kind of document into one kind of transaction set.
public protocol OutboundTranslator: SendableMetatype {
    /// The kind of document it takes.
    static var documentType: DocumentType { get }
    /// The set it writes, as `850`.
    static var set: String { get }

    /// The set that says what a document says.
    ///
    /// - Parameters:
    ///   - document: A document of the kind that the translator takes.
    ///   - options: How it is written.
    /// - Returns: The set with what it has no place for.
    /// - Throws: ``OutboundFaults`` with every value that cannot stand where it belongs; nothing is cut.
    static func outbound(
        from document: Document, _ options: OutboundOptions,
    ) throws(OutboundFaults) -> OutboundSet
}

/// The translators from documents to sets.
public enum OutboundRegistry {
    /// Every translator, in the order of the sets.
    public static let outbound: [any OutboundTranslator.Type] = [
        OutboundInvoice810.self,
        OutboundPurchaseOrder850.self,
        OutboundPurchaseOrderResponse855.self,
        OutboundShipmentNotification856.self,
        OutboundPurchaseOrderChange860.self,
    ]

    /// The translator for a kind of document, `nil` when there is none.
    public static func translator(for type: DocumentType) -> (any OutboundTranslator.Type)? {
        outbound.first { $0.documentType == type }
    }

    /// The set that says what a document says.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - options: How it is written.
    /// - Returns: The set with what it has no place for.
    /// - Throws: ``OutboundFaults`` with every value that cannot stand where it belongs, or that says that
    ///   documents of the kind cannot be sent.
    public static func outbound(
        from document: Document, _ options: OutboundOptions,
    ) throws(OutboundFaults) -> OutboundSet {
        guard let translator = translator(for: document.type) else {
            let kinds = outbound.map { $0.documentType.rawValue }.joined(separator: ", ")
            throw OutboundFaults(
                OutboundFault(
                    .documentType, path: "documentType", found: document.type.rawValue,
                    expected: "one of \(kinds)"))
        }
        return try translator.outbound(from: document, options)
    }
}

/// How a document is written as a set.
public struct OutboundOptions: Sendable {
    /// What becomes of the control totals of CTT.
    public enum Totals: Sendable, Hashable {
        /// Counted and summed where the document does not state them.
        case filledIn
        /// Only what the document states.
        case asStated
    }

    /// The release to write, as `004010`.
    public var release: String
    /// ST02.
    public var controlNumber: String
    /// ST03, from 005010 on.
    public var implementation: String?
    /// The separators of the interchange it goes into: no value may hold one of them.
    public var delimiters: Delimiters
    /// What becomes of the control totals.
    public var totals = Totals.filledIn
    /// The dictionaries it is checked with, overlays applied.
    public var library = GrammarLibrary.standard

    /// Options with the usual separators.
    public init(release: String, controlNumber: String, delimiters: Delimiters = Delimiters()) {
        self.release = release
        self.controlNumber = controlNumber
        self.delimiters = delimiters
    }
}

/// A set made from a document, found valid.
public struct OutboundSet: Sendable {
    /// ST01, as `850`.
    public let setID: String
    /// The release it is written in.
    public let release: String
    /// ST02.
    public let controlNumber: String
    /// ST03.
    public let implementation: String?
    /// The separators it is written with.
    public let delimiters: Delimiters
    /// ST to SE, with separators and line breaks.
    public let bytes: [UInt8]
    /// The segments, ST and SE counted.
    public let segmentCount: Int
    /// What the document says and the set has no place for.
    public let unplaced: [UnplacedField]
    /// What the validator has to say of it: no errors, but perhaps totals that do not add up.
    public let findings: [Finding]

    /// The set as segments, to go into an interchange with whatever separators.
    public var outgoing: OutgoingSet {
        OutgoingSet(
            setID: setID, controlNumber: controlNumber, implementation: implementation, written: bytes,
            delimiters: delimiters)
    }
}

/// Something a document says and its set cannot say.
public struct UnplacedField: Sendable, Hashable {
    /// Where in the document, as `lines[3].status`.
    public let path: String
    /// Why it has no place.
    public let reason: String
}
