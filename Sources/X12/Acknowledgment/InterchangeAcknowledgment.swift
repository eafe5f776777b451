/// A TA1: the answer to one interchange.
public struct InterchangeAcknowledgment: Sendable, Hashable, Codable {
    /// TA101: ISA13 of the interchange answered, as received.
    public var controlNumber: String
    /// TA102: its ISA09.
    public var date: String
    /// TA103: its ISA10.
    public var time: String
    /// TA104: A, E or R.
    public var status: String
    /// TA105: the note code, `000` when nothing is wrong.
    public var note: String

    /// Creates an answer from its values.
    public init(controlNumber: String, date: String, time: String, status: String, note: String) {
        self.controlNumber = controlNumber
        self.date = date
        self.time = time
        self.status = status
        self.note = note
    }

    /// Creates the answer to an interchange as the first pass judged it.
    public init(for interchange: InterchangeOutline) {
        self.init(
            controlNumber: interchange.header.controlNumber, date: interchange.header.date,
            time: interchange.header.time, status: interchange.status.code, note: interchange.note)
    }
}
