@testable import BatchRows

/// Any bytes as JSON: an array, objects a line, and records at a path.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecords(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let layouts = [
        RecordLayout(columns: ["id", "qty", "sub.id"]),
        RecordLayout(rows: "data.items", lines: "lines", columns: ["id", "lines.qty", nil]),
    ]
    return layouts.map { layout in fuzzRows(start, count) { JSONRecords($0, layout) } }.reduce(0, +)
}
