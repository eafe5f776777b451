/// A file as a supplier sends it, and what must become of it.
struct Upload: Sendable {
    let name: String
    /// ISA13 and GS06; each file has its own.
    let control: Int
    let text: String
    /// Documents that it must lead to.
    let documents: Int

    /// What a supplier sends.
    enum Kind: Sendable {
        /// A ship notice.
        case shipNotice
        /// A ship notice without its number: its 997 says no.
        case faultyShipNotice
        /// Many orders in one group, so that they are worked on in slices.
        case orders(count: Int)
    }

    var state: String { documents > 0 ? "interpreted" : "rejected" }

    /// Writes a file of its kind.
    static func make(_ kind: Kind, control: Int) -> Upload {
        switch kind {
        case .shipNotice: make(control, "SH", "asn", [shipment("S\(control)")], documents: 1)
        case .faultyShipNotice: make(control, "SH", "faulty", [shipment("")], documents: 0)
        case .orders(let count):
            make(control, "PO", "orders", (1...count).map { order("P\(control)-\($0)") }, documents: count)
        }
    }

    private static func make(
        _ control: Int, _ kind: String, _ stem: String, _ sets: [[String]], documents: Int
    ) -> Upload {
        let date = "*261123*0915*U*00401*\(padded(control, 9))*0*P*>"
        var segments = ["ISA*00*          *00*          *ZZ*ACMECAST       *ZZ*NORTHWIND      \(date)"]
        segments.append("GS*\(kind)*ACMECAST*NORTHWIND*20261123*0915*\(control)*X*004010")
        for (index, set) in sets.enumerated() {
            let number = padded(index + 1, 4)
            segments.append("ST*\(kind == "SH" ? "856" : "850")*\(number)")
            segments += set + ["SE*\(set.count + 2)*\(number)"]
        }
        segments += ["GE*\(sets.count)*\(control)", "IEA*1*\(padded(control, 9))"]
        return Upload(
            name: "\(stem)-\(control).edi", control: control, text: segments.map { $0 + "~" }.joined(),
            documents: documents)
    }

    private static func shipment(_ number: String) -> [String] {
        [
            "BSN*00*\(number)*20261123*0930*0002", "HL*1**S", "HL*2*1*O", "PRF*PO-\(number)", "HL*3*2*I",
            "LIN*1*UP*036000291452", "SN1*1*48*EA", "CTT*3",
        ]
    }

    private static func order(_ number: String) -> [String] {
        [
            "BEG*00*SA*\(number)**20261123", "REF*CO*C-901177", "N1*ST*Dock 4*92*0042", "N3*1 Mill Road",
            "N4*Gary*IN*46401", "PO1*1*12*EA*3.25**BP*4711-88", "PO1*2*24*EA*1.10**BP*4711-89", "CTT*2",
        ]
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

/// The same numbers for the same seed.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) {
        state = UInt64(truncatingIfNeeded: seed)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
