@testable import BatchRows

/// Any bytes as CSV with a heading.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSV(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    fuzzRows(start, count) { bytes in
        var dialect = CSVDialect(columns: [.heading("Artikel"), .heading("Bestand"), .number(3)])
        dialect.trailer = .line(prefix: "TRL", count: 2)
        return try CSVRows(bytes, dialect)
    }
}
