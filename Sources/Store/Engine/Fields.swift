internal import GRDB

/// Takes a row's values one after the other, in the order of the columns that were asked for.
///
/// By name each value costs a search in which all names are made lower case.
struct Fields {
    private let row: Row
    private var column = 0

    init(_ row: Row) {
        self.row = row
    }

    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() -> Value {
        defer { column += 1 }
        return row[column]
    }

    mutating func nextOrNil<Value: DatabaseValueConvertible & StatementColumnConvertible>() -> Value? {
        defer { column += 1 }
        return row[column]
    }
}

extension Statement {
    /// What the closure makes of each row, without a copy of the row.
    func all<Value>(_ arguments: StatementArguments, _ read: (Row) throws -> Value) throws -> [Value] {
        let rows = try Row.fetchCursor(self, arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() { values.append(try read(row)) }
        return values
    }

    /// What the closure makes of the one row, without a copy of the row; the statement runs to its end.
    func one<Value>(_ arguments: StatementArguments, _ read: (Row) throws -> Value) throws -> Value? {
        try all(arguments, read).first
    }
}
