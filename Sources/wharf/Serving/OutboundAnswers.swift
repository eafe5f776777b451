internal import Console
internal import Exchange

extension OutboundAnswers {
    /// The acts as the hall performs them.
    init(_ desk: OutboundDesk) {
        self.init(
            send: { try desk.send(partner: $0) }, hold: { try desk.hold($0, because: $1) },
            release: { try desk.release($0) }, recall: { try desk.recall($0, isWhole: $1) },
            resend: { try $1 ? desk.resendAnew($0) : desk.resend($0) })
    }
}

extension OrderAnswers {
    /// What our own programs ask for, as the hall answers.
    init(_ desk: OrderDesk) {
        self.init(
            application: { desk.application(showing: $0) },
            take: { try Window.json(try desk.take($0, isTable: $1, key: $2, from: $3)) },
            ticket: { try desk.ticket(arrival: $0, for: $1).map { try Window.json($0) } })
    }
}
