@testable import BatchRows

/// Any bytes as lines of fixed width.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFixed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let columns = [FixedWidthLayout.Column(at: 1, length: 4), nil, .init(at: 5, length: 3)]
    let inCharacters = fuzzRows(start, count) { bytes in
        var layout = FixedWidthLayout(columns: columns, trailer: .line(prefix: "TRL", count: 2))
        layout.trailerCount = .init(at: 4, length: 5)
        return try FixedWidthRows(bytes, layout)
    }
    let inBytes = fuzzRows(start, count) { bytes in
        try FixedWidthRows(bytes, FixedWidthLayout(countsBytes: true, columns: columns, trailer: .counts))
    }
    return inCharacters + inBytes
}
