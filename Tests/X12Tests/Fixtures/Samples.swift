@testable import X12

/// Small interchanges written by hand, one for each kind of set, with `~` and a line feed.
enum Samples {
    /// An interchange with one group around the sets given, each a list of lines without ST and SE.
    static func interchange(
        _ sets: [(id: String, lines: [String])], group: String, release: String = "004010",
        envelope: String = "00401", repetition: String = "U"
    ) -> String {
        var lines = [header(envelope: envelope, repetition: repetition)]
        lines.append("GS*\(group)*ACMECAST*WHARF*20261123*1152*905*X*\(release)")
        for (index, set) in sets.enumerated() {
            let control = "000\(index + 1)"
            lines.append("ST*\(set.id)*\(control)")
            lines += set.lines
            lines.append("SE*\(set.lines.count + 2)*\(control)")
        }
        lines += ["GE*\(sets.count)*905", "IEA*1*000000905"]
        return lines.map { $0 + "~\n" }.joined()
    }

    static func header(envelope: String = "00401", repetition: String = "U") -> String {
        "ISA*00*          *00*          *ZZ*ACMECAST       *ZZ*WHARF          *261123*1152*\(repetition)*"
            + "\(envelope)*000000905*0*P*>"
    }

    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    static let order = [
        "BEG*00*SA*PO4711**20261101", "REF*DP*038", "DTM*002*20261201", "N1*ST*NORTH DOCK*92*0417",
        "N3*15 DOCK C", "N4*MEMPHIS*TN*38118", "PO1*1*48*EA*3.25**BP*A100*VP*W-9", "PID*F****BLUE WIDGET",
        "PO1*2*12*CA*41.1**BP*A200", "CTT*2",
    ]
    static let orderAcknowledgment = [
        "BAK*00*AC*PO4711*20261102", "PO1*1*48*EA*3.25**BP*A100", "ACK*IA*48*EA*068*20261201",
        "PO1*2*12*CA*41.1**BP*A200", "ACK*IB*12*CA", "CTT*2",
    ]
    static let shipNotice = [
        "BSN*00*SHP001*20261130*0815*0001", "HL*1**S", "TD1*CTN25*2", "DTM*011*20261130",
        "N1*ST*NORTH DOCK*92*0417", "HL*2*1*O", "PRF*PO4711", "HL*3*2*P", "MAN*GM*00012345678901234567",
        "HL*4*3*I", "LIN**BP*A100", "SN1**48*EA", "CTT*4",
    ]
    static let invoice = [
        "BIG*20261203*INV881*20261101*PO4711", "N1*RE*ACME CASTINGS*92*77", "ITD*01*3*2**10**30",
        "IT1*1*48*EA*3.25**BP*A100", "PID*F****BLUE WIDGET", "TDS*15600", "CTT*1",
    ]
    static let acknowledgment = [
        "AK1*PO*17", "AK2*850*0001", "AK3*REF*3**8", "AK4*1*128*7*QQQ", "AK5*R*5", "AK9*R*1*1*0",
    ]

    /// Every sample with its set and group.
    static let all: [(id: String, group: String, lines: [String])] = [
        ("850", "PO", order), ("855", "PR", orderAcknowledgment), ("856", "SH", shipNotice),
        ("810", "IN", invoice), ("997", "FA", acknowledgment),
    ]
}
