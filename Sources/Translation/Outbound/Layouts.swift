/// The layouts of the sets, by release: from 004030 on texts stand in MTX and lead times open a loop.
struct SetLayouts: Sendable {
    let header: Layout
    let line: Layout
    let component: Layout
    /// Parties before the lines, of a line, and of a part of a line.
    let party: Layout
    let lineParty: Layout
    let partParty: Layout
    let schedule: Layout

    /// What stands behind a party in orders and their answers.
    private static let orderParty = "NX2 REF PER SI FOB TD1 TD5 TD3 TD4 PKG"
    private static let orderLineParty = "QTY NX2 REF PER SI DTM FOB SCH TD1 TD5 TD3 TD4 PKG"
    private static let orderPartParty = "NX2 REF PER SI"
    private static let orderSchedule = "TD1 TD5 TD3 TD4 REF"

    /// The purchase order.
    static let order = (
        early: SetLayouts(
            header: Layout(
                "CUR REF PER TAX FOB CTP PAM CSH TC2 SAC+CUR ITD DTM LDT SI PID MEA PWK PKG TD1 TD5 TD3 TD4 "
                    + "MAN PCT CTB TXI AMT+REF+DTM+PCT+FA1 N9+DTM+MSG N1 LM"),
            line: Layout(
                "LIN SI CUR PO3 CTP+CUR PAM MEA PID PWK PO4 REF PER SAC+CUR+CTP IT8 CSH ITD TAX FOB SDQ IT3 "
                    + "DTM TC2 TD1 TD5 TD3 TD4 PCT MAN MSG TXI CTB QTY SCH PKG LS+QTY+MSG+REF+LM "
                    + "N9+DTM+MEA+MSG N1 SLN AMT+REF+PCT LM"),
            component: Layout("MSG SI PID PO3 TC2 DTM CTP PAM PO4 TAX N9+DTM+MSG SAC+CUR+CTP QTY N1"),
            party: Layout(orderParty), lineParty: Layout(orderLineParty + " LDT+MAN+QTY+MSG+REF"),
            partParty: Layout(orderPartParty), schedule: Layout(orderSchedule)),
        late: SetLayouts(
            header: Layout(
                "CUR REF PER TAX FOB CTP PAM CSH TC2 SAC+CUR ITD DTM SI PID MEA PWK PKG TD1 TD5 TD3 TD4 MAN "
                    + "PCT CTB TXI LDT+QTY+MTX+REF AMT+REF+DTM+PCT+FA1 N9+DTM+MTX+PWK N1 LM"),
            line: Layout(
                "LIN SI CUR PO3 CTP+CUR PAM MEA PID PWK PO4 REF PER SAC+CUR+CTP IT8 CSH ITD TAX FOB SDQ IT3 "
                    + "DTM TC2 TD1 TD5 TD3 TD4 PCT MAN MTX TXI CTB QTY SCH PKG LS+QTY+MTX+REF+LM "
                    + "N9+DTM+MEA+MTX+PWK N1 SLN AMT+REF+PCT LM"),
            component: Layout("MTX SI PID PO3 MEA TC2 DTM CTP PAM PO4 TAX N9+DTM+MTX SAC+CUR+CTP QTY N1"),
            party: Layout(orderParty), lineParty: Layout(orderLineParty + " LDT+MAN+QTY+MTX+REF"),
            partParty: Layout(orderPartParty), schedule: Layout(orderSchedule))
    )

    /// The answer to an order.
    static let response = (
        early: SetLayouts(
            header: Layout(
                "CUR REF PER TAX FOB CTP PAM CSH SAC+CUR ITD DTM LDT SI PID MEA PWK PKG TD1 TD5 TD3 TD4 MAN "
                    + "TXI CTB N9+DTM+MSG N1"),
            line: Layout(
                "LIN SI CUR PO3 CTP PAM MEA PID PWK PO4 REF PER SAC+CUR IT8 CSH ITD TAX FOB SDQ DTM LDT TD1 "
                    + "TD5 TD3 TD4 ACK MAN AMT CTB TXI QTY PKG SCH N9+DTM+MSG N1 SLN"),
            component: Layout("MSG SI PID PO3 CTP PAM ACK SAC+CUR DTM PO4 TAX QTY N9+DTM+MSG N1"),
            party: Layout("NX2 REF PER SI FOB TD1 TD5 TD3 TD4 PKG MSG"),
            lineParty: Layout("NX2 REF PER SI DTM FOB SCH TD1 TD5 TD3 TD4 QTY PKG"),
            partParty: Layout(orderPartParty),
            schedule: Layout(orderSchedule)),
        late: SetLayouts(
            header: Layout(
                "CUR REF PER TAX FOB CTP PAM CSH SAC+CUR ITD DTM LDT SI PID MEA PWK PKG TD1 TD5 TD3 TD4 MAN "
                    + "TXI CTB N9+DTM+MTX+PWK N1"),
            line: Layout(
                "LIN SI CUR PO3 CTP PAM MEA PID PWK PO4 REF PER SAC+CUR IT8 CSH ITD TAX FOB SDQ DTM LDT TD1 "
                    + "TD5 TD3 TD4 ACK MAN AMT CTB TXI QTY PKG SCH N9+DTM+MTX+PWK N1 SLN"),
            component: Layout("MTX SI PID PO3 MEA CTP PAM ACK SAC+CUR DTM PO4 TAX QTY N9+DTM+MTX N1"),
            party: Layout("NX2 REF PER SI FOB TD1 TD5 TD3 TD4 PKG MTX"),
            lineParty: Layout("NX2 REF PER SI DTM FOB SCH TD1 TD5 TD3 TD4 QTY PKG"),
            partParty: Layout(orderPartParty),
            schedule: Layout(orderSchedule))
    )

    /// The change of an order.
    static let change = (
        early: SetLayouts(
            header: Layout(
                "CUR REF PER TAX FOB CTP PAM CSH SAC+CUR ITD DTM LDT SI PID MEA PWK PKG TD1 TD5 TD3 TD4 CTB "
                    + "MAN TXI PCT AMT+REF+DTM+PCT+FA1 N9+DTM+MSG N1 LM"),
            line: Layout(
                "LIN SI CUR PO3 CTP PAM MEA PID PWK PKG PO4 REF PER SAC+CUR IT8 CSH ITD TAX FOB SDQ DTM TD1 "
                    + "TD5 TD3 TD4 MAN PCT TC2 CTB TXI MSG QTY SCH N9+DTM+MSG LS+QTY+MSG+REF+LM N1 SLN "
                    + "AMT+REF+PCT LM"),
            component: Layout("MSG SI PID PO3 TC2 SAC+CUR DTM CTP PAM PO4 TAX QTY N9+DTM+MSG N1"),
            party: Layout(orderParty), lineParty: Layout(orderLineParty + " LDT+MAN+QTY+MSG+REF"),
            partParty: Layout(orderPartParty), schedule: Layout("TD1 TD5 TD3 TD4")),
        late: SetLayouts(
            header: Layout(
                "CUR REF PER TAX FOB CTP PAM CSH SAC+CUR ITD DTM SI PID MEA PWK PKG TD1 TD5 TD3 TD4 CTB MAN "
                    + "TXI PCT LDT+QTY+MTX+REF AMT+REF+DTM+PCT+FA1 N9+DTM+MTX+PWK N1 LM"),
            line: Layout(
                "LIN SI CUR PO3 CTP PAM MEA PID PWK PKG PO4 REF PER SAC+CUR IT8 CSH ITD TAX FOB SDQ DTM TD1 "
                    + "TD5 TD3 TD4 MAN PCT TC2 CTB TXI MTX QTY SCH N9+DTM+MTX+PWK LS+QTY+MTX+REF+LM N1 SLN "
                    + "AMT+REF+PCT LM"),
            component: Layout("MTX SI PID PO3 MEA TC2 SAC+CUR DTM CTP PAM PO4 TAX QTY N9+DTM+MTX N1"),
            party: Layout(orderParty), lineParty: Layout(orderLineParty + " LDT+MAN+QTY+MTX+REF"),
            partParty: Layout(orderPartParty), schedule: Layout(orderSchedule))
    )

    /// The shipment notification: a level is a line of this layout.
    static let shipment = (
        early: SetLayouts(
            header: Layout(""),
            line: Layout(
                "PO4 PID MEA PWK PKG TD1 TD5 TD3 TD4 REF PER CLD+REF+DTM MAN DTM FOB PAL N1 SDQ ETD CUR "
                    + "SAC+CUR YNQ LM"),
            component: Layout(""), party: Layout("REF PER FOB"), lineParty: Layout("REF PER FOB"),
            partParty: Layout(""), schedule: Layout("")),
        late: SetLayouts(
            header: Layout(""),
            line: Layout(
                "PO4 PID MEA PWK PKG TD1 TD5 TD3 TD4 REF PER CLD+REF+DTM MAN DTM FOB PAL N1 SDQ ETD CUR "
                    + "SAC+CUR YNQ LM"),
            component: Layout(""), party: Layout("REF PER FOB"), lineParty: Layout("REF PER FOB"),
            partParty: Layout(""), schedule: Layout(""))
    )

    /// The invoice, before its lines.
    static let invoice = (
        early: SetLayouts(
            header: Layout("NTE CUR REF YNQ PER N1 ITD DTM FOB PID MEA PWK PKG PAM LM N9+MSG FA1"),
            line: Layout(
                "QTY CUR IT3 TXI CTP PAM MEA PID PWK PKG PO4 ITD REF YNQ PER SDQ DTM CAD SAC+TXI SLN N1 LM "
                    + "FA1"),
            component: Layout("DTM REF PID SAC TC2 TXI"), party: Layout("REF PER"),
            lineParty: Layout("REF PER"), partParty: Layout(""), schedule: Layout("")),
        late: SetLayouts(
            header: Layout("NTE CUR REF YNQ PER N1 ITD DTM FOB PID MEA PWK PKG PAM LM N9+MSG FA1"),
            line: Layout(
                "QTY CUR IT3 TXI CTP PAM MEA PID PWK PKG PO4 ITD REF YNQ PER SDQ DTM CAD SAC+TXI SLN N1 LM "
                    + "FA1"),
            component: Layout("DTM REF PID SAC TC2 TXI"), party: Layout("REF PER"),
            lineParty: Layout("REF PER"), partParty: Layout(""), schedule: Layout(""))
    )

    /// The invoice, behind its sum.
    static let invoiceSummary = Layout("TXI CAD AMT SAC+TXI")
}
