/// An interchange of ship notices as a partner would send it, with the parts that tests change.
struct Interchange {
    /// One 856; its shipment number is its own.
    struct Notice {
        var shipment = "88123"
        var control = "0001"
        /// Puts the letter O into a quantity, so that the set has an error.
        var isBroken = false
    }

    struct Group {
        var functionalID = "SH"
        var control = "101"
        var notices = [Notice()]
        /// Segments of other sets, ST to SE, instead of notices.
        var sets: [[String]] = []
        var trailerControl: String?
    }

    var sender = "ACMECAST"
    var receiver = "NORTHWIND"
    var control = 101
    var usage = "P"
    var asksForAnswer = false
    var groups = [Group()]
    var trailerControl: Int?
    var hasEnd = true

    var text: String {
        var segments = [
            "ISA*00*          *00*          *ZZ*\(padded(sender))*ZZ*\(padded(receiver))*261123*1200*U*00401*\(nine(control))*"
                + "\(asksForAnswer ? 1 : 0)*\(usage)*>"
        ]
        for group in groups {
            let sets = group.notices.map(Self.segments) + group.sets
            segments.append(
                "GS*\(group.functionalID)*\(sender)*\(receiver)*20261123*1200*\(group.control)*X*004010")
            segments += sets.flatMap { $0 }
            segments.append("GE*\(sets.count)*\(group.trailerControl ?? group.control)")
        }
        if hasEnd { segments.append("IEA*\(groups.count)*\(nine(trailerControl ?? control))") }
        return segments.map { $0 + "~\n" }.joined()
    }

    var bytes: [UInt8] { Array(text.utf8) }

    static func segments(_ notice: Notice) -> [String] {
        let body = [
            "ST*856*\(notice.control)", "BSN*00*\(notice.shipment)*20261123*1010*0001", "HL*1**S*1",
            "TD1*CTN25*2****G*48.5*LB", "TD5*B*2*UPSN*M*UPS GROUND", "REF*BM*BOL4477120", "DTM*011*20261123",
            "N1*SF*ACME CASTINGS MONTERREY*92*MTY1", "N1*ST*NORTHWIND PLANT 2*92*P2", "HL*2*1*O*1",
            "PRF*4500012345***20261102", "HL*3*2*P*1", "MAN*GM*00007812340000000018", "HL*4*3*I*0",
            "LIN*1*BP*NW-88812*VP*AC-1180", "SN1*1*\(notice.isBroken ? "24O" : "240")*EA", "CTT*4",
        ]
        return body + ["SE*\(body.count + 1)*\(notice.control)"]
    }

    /// A 997 that accepts our group of a number.
    static func acknowledgment(ofGroup group: Int) -> [String] {
        ["ST*997*0001", "AK1*PO*\(group)", "AK9*A*1*1*1", "SE*4*0001"]
    }

    private func padded(_ text: String) -> String {
        text + String(repeating: " ", count: 15 - text.count)
    }

    private func nine(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: 9 - text.count) + text
    }
}
