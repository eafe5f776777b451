@testable import BatchRows

/// Any bytes as XML.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzXML(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    fuzzRows(start, count) { bytes in
        try XMLRecords(bytes, RecordLayout(lines: "p", columns: ["@nr", "p/qty", "p/@id"]))
    }
}
