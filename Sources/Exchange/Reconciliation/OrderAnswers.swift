internal import Documents
internal import Store

/// Ties a supplier's answers to the orders and changes that we sent: an 855 to its 850, an 865 to its 860.
enum OrderAnswers {
    /// Matches a document that a partner sent, in the commit that records it.
    ///
    /// `order`: the number of the order that it is about.
    static func match(
        _ answer: DocumentRecord, order: String?, _ books: borrowing Commit, at now: Int64
    ) throws {
        guard let order, let type = answeredType[answer.type] else { return }
        let sent = try books.outbound.of(orderNumber: order, partner: answer.partner).filter {
            $0.type == type && $0.interchange != nil && $0.state != .recalled
        }
        let key =
            answer.businessKey.hasSuffix(responseSuffix)
            ? String(answer.businessKey.dropLast(responseSuffix.count)) : answer.businessKey
        // An answer to a change may leave out the change's number: the first that waits is meant.
        let named = sent.filter { $0.businessKey == key }
        let candidates = named.isEmpty ? sent : named
        guard let document = candidates.first(where: { $0.answeredBy == nil }) ?? candidates.last else {
            return
        }
        guard let effect = try books.outbound.answer(document.id, by: answer.id, at: now) else { return }
        let text = effect.isFirst ? "was answered" : "was answered once more; the first answer counts"
        for (story, subject) in [
            (document.arrival, "outbound/\(document.id)"), (answer.arrival, "document/\(answer.id)"),
        ] {
            try books.ledger.append(
                LedgerDraft(
                    at: now, actor: "partner/\(answer.partner)", act: .reconciled, story: story,
                    subject: subject,
                    detail:
                        "\(document.businessKey) (\(document.id)) \(text) by \(answer.businessKey) (\(answer.id))"
                ))
        }
        guard effect.isFirst, let id = document.interchange, let interchange = try books.interchanges.find(id)
        else { return }
        try OutboundEvents(interchange: interchange, now: now).tellAnswer(
            to: document, by: answer, wasOverdue: effect.wasOverdue, books)
    }

    private static let responseSuffix = "/RESPONSE"
    private static let answeredType = [
        DocumentType.purchaseOrderResponse.rawValue: DocumentType.purchaseOrder.rawValue,
        DocumentType.purchaseOrderChangeResponse.rawValue: DocumentType.purchaseOrderChange.rawValue,
    ]
}
