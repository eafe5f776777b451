internal import ArgumentParser
internal import Console
internal import Exchange
internal import Foundation
internal import Store

struct SupplierCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supplier",
        abstract: "The supplier master: what came from the ERP, and the files made of it.",
        discussion: "Docs/suppliers.md tells how extracts come in and how targets get their files.",
        subcommands: [
            List.self, Show.self, Report.self, Sync.self, SupplierDriftCommand.self, Release.self,
            Reject.self,
            Suspicions.self,
        ], defaultSubcommand: Report.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists suppliers in the order of their numbers.")
        @OptionGroup var spool: SpoolOptions
        @Option(help: "Only numbers behind this one.") var after = ""
        @Option(help: "At most so many, up to 1000.") var limit = 50
        @Flag(help: "Those that are out of use too.") var all = false
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let found = try await Inquiry(layout: spool.layout).get(
                ["suppliers"], ["after": after, "limit": "\(limit)"], as: [SupplierSheet].self
            ).filter { all || $0.line.isActive }
            if json { return try JSONLines.say(found) }
            var table = TextTable("NUMBER", "REVISION", "STATUS", "COUNTRY", "NAME")
            for sheet in found {
                table.add(
                    sheet.line.number, "\(sheet.line.revision)", sheet.status,
                    sheet.supplier.addresses?.first?.country ?? "", sheet.supplier.name)
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows a supplier with its revisions, the newest first.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The supplier's number.") var number: String
        @Flag(help: "JSON: the revisions with their documents.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let data = try await inquiry.get(["suppliers", number])
            if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
            let revisions: [SupplierSheet] = try inquiry.decode(data)
            for sheet in revisions {
                Terminal.say(
                    "revision \(sheet.line.revision)  \(sheet.status)  in generation \(sheet.line.generation)"
                )
            }
            let objects = try JSONSerialization.jsonObject(with: data) as? [[String: Any]]
            guard let newest = objects?.first?["supplier"] else { return }
            let text = try JSONSerialization.data(
                withJSONObject: newest, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
            for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
                Terminal.say(Terminal.visible(String(line)))
            }
        }
    }

    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Says what the last extracts changed, and what each target was sent, beside the time before.")
        @OptionGroup var spool: SpoolOptions
        @Option(help: "Only this target, as acme-castings/suppliers.") var target: String?
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let report = try await SupplierReport(Inquiry(layout: spool.layout), target: target)
            if json { return try JSONLines.say([report]) }
            report.lines().forEach(Terminal.say)
        }
    }

    struct Sync: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes files for targets now, outside of every schedule.")
        @OptionGroup var spool: SpoolOptions
        @Argument(
            help: "A target as acme-castings/suppliers, or all of acme-castings or of house; all when absent."
        )
        var target: String?
        @Flag(help: "The whole master, also where changes were agreed.") var full = false
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            var query = ["full": full ? "1" : "0"]
            query["target"] = target
            let inquiry = Inquiry(layout: spool.layout)
            let request: SupplierDesk.Request = try inquiry.decode(
                try await inquiry.ask("POST", ["supplier-syncs"], query))
            if json { return try JSONLines.say([request]) }
            Terminal.say("\(request.firing): \(request.targets.joined(separator: ", "))")
        }
    }

    struct Release: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lets an extract pass that was held because it leaves out many suppliers.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The arrival, as the report shows it.") var arrival: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let run: SupplierRunRecord = try inquiry.decode(
                try await inquiry.ask("POST", ["supplier-runs", "release"], ["arrival": arrival]))
            if json { return try JSONLines.say([run]) }
            Terminal.say("\(run.name) is read again; see `wharf supplier report`")
        }
    }

    struct Reject: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Refuses an extract that was held; nothing of it is taken.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The arrival, as the report shows it.") var arrival: String
        @Option(help: ArgumentHelp("Why, for the ERP and the audit trail.", valueName: "text")) var reason:
            String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let inquiry = Inquiry(layout: spool.layout)
            let run: SupplierRunRecord = try inquiry.decode(
                try await inquiry.ask(
                    "POST", ["supplier-runs", "reject"], ["arrival": arrival, "reason": reason]))
            if json { return try JSONLines.say([run]) }
            Terminal.say("\(run.name) was refused")
        }
    }

    struct Suspicions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists pairs of suppliers that may be one, the newest first; nothing is ever merged.")
        @OptionGroup var spool: SpoolOptions
        @Option(help: "At most so many, up to 1000.") var limit = 50
        @Flag(help: "A JSON object a line.") var json = false

        func run() async throws {
            let found = try await Inquiry(layout: spool.layout).get(
                ["supplier-suspicions"], ["limit": "\(limit)"], as: [SupplierSuspicionRecord].self)
            if json { return try JSONLines.say(found) }
            var table = TextTable("SINCE", "SAME", "SUPPLIER", "SUPPLIER")
            for pair in found { table.add(Moment.text(pair.at), pair.kind, pair.first, pair.second) }
            table.lines().forEach(Terminal.say)
        }
    }
}

/// A supplier as the window tells it.
struct SupplierSheet: Codable {
    let line: SupplierLineFacts
    let supplier: Facts

    struct Facts: Codable {
        let name: String
        let status: String
        let addresses: [Address]?
    }

    struct Address: Codable {
        let country: String?
    }

    /// `retired` also for one that an extract left out, whose data still say that it is active.
    var status: String { line.isActive ? supplier.status : "retired" }
}
