internal import Partners

extension BatchAgreement {
    /// The rows of a file of this agreement, and the decimal mark that such a file has unless one is agreed:
    /// one place for all formats.
    func rows(of bytes: BatchBytes) throws -> (source: any RowSource, usual: CellText.DecimalMark) {
        switch format {
        case .csv:
            let rows = try CSVRows(bytes, csvDialect)
            return (rows, rows.separator == UInt8(ascii: ";") ? .pointOrComma : .pointOnly)
        case .fixed: return (try FixedWidthRows(bytes, fixedLayout), .pointOnly)
        case .json: return (JSONRecords(bytes, recordLayout), .pointOnly)
        case .xml: return (try XMLRecords(bytes, recordLayout), .pointOnly)
        }
    }

    private var coding: CharacterCoding.Choice {
        switch taking.encoding {
        case .auto: .automatic
        case .utf8: .utf8
        case .latin1: .latin1
        case .utf16: .utf16
        }
    }

    private var csvDialect: CSVDialect {
        var dialect = CSVDialect(separator: taking.separator, coding: coding, skipLines: taking.skipLines)
        dialect.columns = columns.map { column in
            if column.rule.constant != nil { return .none }
            return switch column.place {
            case .heading(let heading): .heading(heading)
            case .position(let number, _): .number(number)
            }
        }
        dialect.records = taking.records.map { records in
            let column: CSVDialect.Column =
                switch records.place {
                case .heading(let heading): .heading(heading)
                case .position(let number, _): .number(number)
                }
            return (types(records), column)
        }
        dialect.trailer = trailer(count: { if case .position(let number, _) = $0 { number } else { nil } })
        return dialect
    }

    private var fixedLayout: FixedWidthLayout {
        func column(_ place: BatchColumn.Place?) -> FixedWidthLayout.Column? {
            guard case .position(let at, let length)? = place else { return nil }
            return FixedWidthLayout.Column(at: at, length: length ?? 1)
        }
        var layout = FixedWidthLayout(
            coding: coding, countsBytes: taking.unit == .bytes, lineLength: taking.lineLength,
            skipLines: taking.skipLines)
        layout.columns = columns.map { $0.rule.constant == nil ? column($0.place) : nil }
        layout.trailerCount = column(taking.trailerLine?.count)
        layout.records = taking.records.flatMap { records in
            column(records.place).map { (types(records), $0) }
        }
        // The count of a fixed width line is handed on as its second cell.
        layout.trailer = trailer(count: { _ in 2 })
        return layout
    }

    private func types(_ records: Taking.Records) -> RecordTypes {
        RecordTypes(
            header: records.header, detail: records.detail,
            isOfHeader: columns.map { $0.rule.constant == nil && $0.isOfHeader })
    }

    private func trailer(count: (BatchColumn.Place) -> Int?) -> TextTrailer {
        if let line = taking.trailerLine {
            return .line(prefix: line.prefix, count: line.count.flatMap(count))
        }
        return trailer == .counts ? .counts : .none
    }

    private var recordLayout: RecordLayout {
        RecordLayout(
            rows: taking.rows, lines: taking.lines,
            columns: columns.map { column in
                guard column.rule.constant == nil, case .heading(let path) = column.place else { return nil }
                return path
            })
    }
}
