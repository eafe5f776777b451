internal import ArgumentParser
internal import Documents
internal import Foundation
internal import Partners
internal import Translation
internal import X12

/// Writes a batch file of a size for one of the agreements of `Profiles/rows.yaml`.
struct WriteBatch: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Writes a batch file of about as many bytes.")
    @Option(help: "The agreement: csv-stock, csv-answers, fixed-shipments, json-invoices, xml-stock.")
    var batch: String
    @Option(help: "Bytes.") var bytes: Int
    @Argument(help: "The file.") var path: String

    func run() throws {
        guard let form = Form(rawValue: batch) else { throw ValidationError("there is no batch \(batch)") }
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw ValidationError("\(path): cannot be written")
        }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? file.close() }
        var written = 0
        var group = 0
        var text = form.start
        repeat {
            for _ in 0..<100 {
                text += form.group(group)
                group += 1
            }
            try file.write(contentsOf: Data(text.utf8))
            written += text.utf8.count
            text = ""
        } while written < bytes
        try file.write(contentsOf: Data(form.end.utf8))
    }

    private enum Form: String {
        case csvStock = "csv-stock"
        case csvAnswers = "csv-answers"
        case fixedShipments = "fixed-shipments"
        case jsonInvoices = "json-invoices"
        case xmlStock = "xml-stock"

        /// A file has 200,000 documents at most: so many lines each let it have 128 MiB.
        private static let linesPerGroup = 20

        var start: String {
            switch self {
            case .csvStock: "Artikel;Bestand;Einheit;Stand\n"
            case .csvAnswers: "Order,Line,Part,Status,Quantity,Comment\n"
            case .fixedShipments: ""
            case .jsonInvoices: "{\"invoices\": [{\"number\": \"0\", \"total\": 0, \"lines\": []}\n"
            case .xmlStock: "<?xml version=\"1.0\"?>\n<stock>\n"
            }
        }

        var end: String {
            switch self {
            case .jsonInvoices: "]}\n"
            case .xmlStock: "</stock>\n"
            default: ""
            }
        }

        func group(_ group: Int) -> String {
            let lines = (1...Self.linesPerGroup).map { line(group, $0) }
            guard self == .jsonInvoices else { return lines.joined() }
            return
                ",{\"number\": \"R-\(group)\", \"total\": 70.00, \"lines\": [\n\(lines.joined(separator: ",\n"))]}\n"
        }

        private func line(_ group: Int, _ line: Int) -> String {
            func padded(_ text: String, _ width: Int) -> String {
                text + String(repeating: " ", count: max(0, width - text.count))
            }
            return switch self {
            case .csvStock: "KB-\(group)-\(line);\(line),50;KG;02.03.2026\n"
            case .csvAnswers: "45\(group),\(line),\"PX-\(line)\",IA,\(line).5,\"Plate, 3/4\"\" wide\"\n"
            case .fixedShipments:
                padded("S\(group)", 10) + padded("45\(group)", 10) + padded("\(line)", 5)
                    + padded("PX-\(line)", 20) + padded("\(line)", 10) + "EA  \n"
            case .jsonInvoices:
                "{\"pos\": \(line), \"part\": \"PX-\(line)\", \"qty\": \(line), \"price\": 3.50, \"text\": \"Plate\"}"
            case .xmlStock:
                "<row nr=\"KB-\(group)-\(line)\"><qty unit=\"KG\">\(line).50</qty><text>Plate</text></row>\n"
            }
        }
    }
}

/// What the exchange does with a batch file: it is judged, then its documents are made as JSON.
struct ReadBatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads a batch file twice, as the server does; prints MB/s and peak memory in MiB.")
    @Option(help: "The agreement.") var batch: String
    @Option(help: "The folder of the profile.") var partners: String
    @Argument(help: "The file.") var path: String

    func run() throws {
        let secrets = SecretStore(directory: nil, environment: [:])
        let review = ProfileLoader.load(folder: partners, secrets: secrets, today: nil)
        guard
            let agreement = review.directory?.partner(id: "rows")?.batches.first(where: { $0.name == batch })
        else { throw ValidationError("there is no batch \(batch): \(review.faults)") }
        let file = try OpenFile(path)
        let bytes = BatchBytes(byteCount: file.byteCount) { range in
            var source = file.source(range)
            var piece = [UInt8](repeating: 0, count: range.count)
            let count = try piece.withUnsafeMutableBytes { try source.read(into: $0) }
            return Array(piece.prefix(count))
        }
        let reader = BatchReader(agreement, arrivedOn: "2026-03-03", name: "rows.txt")
        var documents = 0
        var written = 0
        let seconds = try Machine.best(of: 1) {
            let reading = try reader.survey(bytes)
            guard reading.faultyRows == 0 else { throw ValidationError("\(reading.faults.prefix(3))") }
            try reader.documents(of: bytes, reading, dropping: 0) { document in
                documents += 1
                written += document.document.json().count
            }
        }
        print(file.rate(seconds), Machine.peakBytes >> 20, documents, written)
    }
}
