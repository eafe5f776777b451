internal import Cryptography
internal import Dispatch
internal import Documents
internal import Partners
internal import Spool
internal import Store
internal import Synchronization
internal import Translation
internal import X12

/// Judges the orders of a file one by one under one generation of profiles: pure, and side by side.
struct OrderReview: Sendable {
    /// An order that can be sent.
    struct Accepted: Sendable {
        let ordinal: Int
        let line: Int
        let partner: String
        let type: String
        let businessKey: String
        let checked: OrderCheck.Passed
        let body: [UInt8]
    }

    /// What became of an order.
    typealias Verdict = Result<Accepted, OrderFaults>

    private let directory: PartnerDirectory
    private let bySupplierNumber: [String: PartnerProfile]

    init(_ directory: PartnerDirectory) {
        self.directory = directory
        bySupplierNumber = Dictionary(
            directory.partners.compactMap { partner in partner.supplierNumber.map { ($0, partner) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Judges drafts, in their order.
    func verdicts(on drafts: ArraySlice<OrderDraft>, in bytes: [UInt8]) -> [Verdict] {
        let drafts = Array(drafts)
        let parts = (drafts.count + Self.draftsAtOnce - 1) / Self.draftsAtOnce
        let found = Mutex<[Int: [Verdict]]>([:])
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let range = part * Self.draftsAtOnce..<min((part + 1) * Self.draftsAtOnce, drafts.count)
            let verdicts = drafts[range].map { verdict(on: $0, in: bytes) }
            found.withLock { $0[part] = verdicts }
        }
        let all = found.withLock { $0 }
        return (0..<parts).flatMap { all[$0] ?? [] }
    }

    private static let draftsAtOnce = 32

    private func verdict(on draft: OrderDraft, in bytes: [UInt8]) -> Verdict {
        do throws(OrderFaults) {
            return .success(try accepted(draft, try OrderFile.document(of: draft, in: bytes)))
        } catch {
            return .failure(error)
        }
    }

    private func accepted(_ draft: OrderDraft, _ document: Document) throws(OrderFaults) -> Accepted {
        let partner = try partner(of: draft, document)
        let setID = OrderCheck.setID(of: document) ?? ""
        guard let agreement = partner.x12, let agreed = agreement.outbound[setID] else {
            throw fault(
                draft, document, "documentType",
                "\(partner.name) is not agreed to get \(setID.isEmpty ? document.type.rawValue : setID): "
                    + "its profile has no x12.outbound for it")
        }
        let body = document.json()
        let options = agreement.options(agreed, library: partner.library, controlNumber: "0001")
        let checked = try OrderCheck.check(
            document, options, order: draft.ordinal, line: draft.line, contentDigest: Digest.of(body).hex)
        return Accepted(
            ordinal: draft.ordinal, line: draft.line, partner: partner.id, type: document.type.rawValue,
            businessKey: document.businessKey, checked: checked, body: body)
    }

    // MARK: For whom

    private func partner(of draft: OrderDraft, _ document: Document) throws(OrderFaults) -> PartnerProfile {
        let path = draft.partner == nil ? "parties" : "partner"
        guard let named = draft.partner ?? Self.seller(of: document) else {
            throw fault(
                draft, document, path,
                "nobody is named whom it is for: give `partner` beside `document`, or a party in the role seller, "
                    + "supplier or vendor with its number")
        }
        guard let partner = bySupplierNumber[named] ?? directory.partner(id: named) else {
            throw fault(draft, document, path, "there is no partner with the id or supplier number \(named)")
        }
        guard partner.state == .live || partner.state == .test else {
            throw fault(
                draft, document, path,
                "\(partner.name) (\(partner.id)) is \(partner.state.rawValue): nothing is sent")
        }
        return partner
    }

    private static let sellers: Set<String> = ["seller", "supplier", "vendor"]

    private static func seller(of document: Document) -> String? {
        let parties: [Party] =
            switch document {
            case .purchaseOrder(let order): order.details.parties
            case .purchaseOrderChange(let change): change.details.parties
            default: []
            }
        return parties.first { $0.role.map(sellers.contains) ?? false && $0.identifier != nil }?.identifier?
            .value
    }

    private func fault(_ draft: OrderDraft, _ document: Document, _ path: String, _ message: String)
        -> OrderFaults
    {
        OrderFaults([
            OrderFault(
                order: draft.ordinal, line: draft.line, orderNumber: OrderCheck.orderNumber(of: document),
                path: path, message: message)
        ])
    }
}

extension TradingAgreement {
    /// How a set is written for the partner.
    func options(_ agreed: OutboundAgreement, library: GrammarLibrary, controlNumber: String)
        -> OutboundOptions
    {
        var options = OutboundOptions(
            release: agreed.version, controlNumber: controlNumber, delimiters: outboundDelimiters)
        options.library = library
        return options
    }

    /// The separators of what we send unasked: there is nothing of the partner's to mirror.
    var outboundDelimiters: Delimiters {
        switch delimiters {
        case .mirror: Delimiters()
        case .fixed(let delimiters): delimiters
        }
    }
}
