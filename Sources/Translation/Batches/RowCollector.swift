/// Makes documents of rows, one after the other.
///
/// A file is read twice: the first time to learn what it says as a whole and whether it may be taken, the
/// second time, with that, for its documents. Both times the same rows give the same documents.
protocol RowCollector {
    /// What was read so far.
    var reading: BatchReading { get }

    /// Takes the next row; documents that are whole now are added to `ready`.
    mutating func take(_ row: BatchRow, _ ready: inout [BatchDocument]) throws

    /// Makes the last documents.
    mutating func finish(_ ready: inout [BatchDocument]) throws
}
