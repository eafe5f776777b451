import Documents
import Partners
import Testing
import Translation

struct BatchTrailerTests {
    private static let agreement = BatchFixture.stock(BatchFixture.cobalt, trailer: .counts)
    private static let rows = "Artikel;Bestand;Einheit;Stand\nA;1;;\nB;x;;\n"

    @Test(arguments: ["2", "2;;;", "TRAILER;2;;", "\"Summe\";\"2\"\n\n"])
    func `a trailer that counts all rows, faulty ones too, lets the good ones in`(_ trailer: String) throws {
        let reading = try readStock(Self.rows + trailer, as: Self.agreement)
        #expect(reading.acceptedRows == 1)
        #expect(reading.rowCount == 2)
    }

    @Test(arguments: ["", "C;3;ST;", "T2;2", "END", "TRAILER;two", "\"TRAILER;2"])
    func `a file without its trailer came in part`(_ trailer: String) {
        let error = #expect(throws: BatchError.self) {
            try readStock(Self.rows + trailer, as: Self.agreement)
        }
        #expect(error?.meansIncomplete == true)
    }

    @Test(arguments: ["1", "3", "TRAILER;99999999999"])
    func `a trailer with another count refuses the file`(_ trailer: String) {
        let error = #expect(throws: BatchError.self) {
            try readStock(Self.rows + trailer, as: Self.agreement)
        }
        #expect(error?.code == .countDisagrees)
    }
}
