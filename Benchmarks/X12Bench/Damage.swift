/// One way of breaking a transaction set, with the code and the segment at which a validator must find it.
enum Damage: String, CaseIterable {
    case missingMandatorySegment, unknownSegment, segmentOutOfPlace, elementMissing, tooManyElements
    case elementTooLong, codeInvalid, dateInvalid, numberInvalid, segmentCount, controlNumber

    /// The answer's place and value that tells of it.
    var answer: String {
        switch self {
        case .missingMandatorySegment: "AK304=3"
        case .unknownSegment: "AK304=1"
        case .segmentOutOfPlace: "AK304=2"
        case .elementMissing: "AK403=1"
        case .tooManyElements: "AK403=3"
        case .elementTooLong: "AK403=5"
        case .codeInvalid: "AK403=7"
        case .dateInvalid: "AK403=8"
        case .numberInvalid: "AK403=6"
        case .segmentCount: "AK502=4"
        case .controlNumber: "AK502=3"
        }
    }

    /// Breaks a body in place; the place of the segment in the set, ST being 1.
    func apply(to body: inout [SampleSets.Segment], _ numbers: inout SeededNumbers) -> Int {
        switch self {
        case .missingMandatorySegment:
            body.removeFirst()
            return 2
        case .unknownSegment:
            let place = Int.random(in: 1..<body.count, using: &numbers)
            body.insert(["ZZQ", "1"], at: place)
            return place + 2
        case .segmentOutOfPlace:
            // N3 stands in the loop of a party: after BEG, BIG or BSN no such loop is open.
            body.insert(["N3", "STRAY STREET"], at: 1)
            return 3
        case .elementMissing:
            body[0][1] = ""
            return 2
        case .tooManyElements:
            let place = Int.random(in: 0..<body.count, using: &numbers)
            body[place] += [String](repeating: "", count: 34) + ["X"]
            return place + 2
        case .elementTooLong:
            return change(&body, ["PID"], element: 5) { $0 + String(repeating: "X", count: 90) }
        case .codeInvalid:
            return change(&body, ["N1"], element: 1) { _ in "Q?" }
        case .dateInvalid:
            return change(&body, ["DTM"], element: 2) { _ in "20251399" }
        case .numberInvalid:
            return change(&body, ["PO1", "IT1", "SN1"], element: 2) { _ in "1A2" }
        case .segmentCount, .controlNumber:
            return body.count + 2
        }
    }

    private func change(
        _ body: inout [SampleSets.Segment], _ ids: [String], element: Int, _ value: (String) -> String
    ) -> Int {
        guard let place = body.firstIndex(where: { ids.contains($0[0]) && $0.count > element }) else {
            return 0
        }
        body[place][element] = value(body[place][element])
        return place + 2
    }
}
