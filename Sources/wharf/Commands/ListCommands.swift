internal import ArgumentParser
internal import Exchange
internal import Foundation
internal import Store

struct ArrivalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrival", abstract: "The files that came.", subcommands: [List.self, Show.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists the files that came, newest first.")
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var list: ListOptions
        @Option(help: "Only this state: \(ArrivalState.allCases.map(\.rawValue).joined(separator: ", ")).")
        var state: String?

        func run() async throws {
            if let state, ArrivalState(rawValue: state) == nil {
                throw Failure(
                    .usage,
                    "there is no state \(state); states are \(ArrivalState.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            let records = try await Inquiry(layout: spool.layout).get(
                ["arrivals"], list.query(kind: state), as: [ArrivalRecord].self)
            if list.json { return try JSONLines.say(records) }
            var table = TextTable("ID", "RECEIVED", "PARTNER", "STATE", "BYTES", "NAME")
            for it in records {
                table.add(
                    it.id, Moment.text(it.receivedAt), it.partner, it.state.rawValue, "\(it.byteCount)",
                    it.name)
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows everything about one file that came.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The arrival's id.") var id: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let data = try await Inquiry(layout: spool.layout).get(["arrivals", id])
            if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
            StoryText.lines(try Inquiry(layout: spool.layout).decode(data)).forEach(Terminal.say)
        }
    }
}

struct InterchangeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interchange", abstract: "The interchanges in and out.",
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists interchanges, newest first.")
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var list: ListOptions
        @Option(help: "Only this direction (inbound, outbound) or state.") var state: String?

        func run() async throws {
            let records = try await Inquiry(layout: spool.layout).get(
                ["interchanges"], list.query(kind: state), as: [InterchangeRecord].self)
            if list.json { return try JSONLines.say(records) }
            var table = TextTable(
                "ID", "CREATED", "PARTNER", "DIRECTION", "CONTROL", "VERSION", "STATE", "FILE")
            for it in records {
                table.add(
                    it.id, Moment.text(it.createdAt), it.partner, it.direction.rawValue, it.controlNumber,
                    it.version, it.state,
                    it.fileName ?? "")
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows an interchange with its groups and sets.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The interchange's id.") var id: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let data = try await Inquiry(layout: spool.layout).get(["interchanges", id])
            if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
            StoryText.lines(of: try Inquiry(layout: spool.layout).decode(data)).forEach(Terminal.say)
        }
    }
}

struct DocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: "The canonical documents.", subcommands: [List.self, Show.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists documents, newest first.")
        @OptionGroup var spool: SpoolOptions
        @OptionGroup var list: ListOptions
        @Option(help: "Only this type, such as shipment-notification.") var type: String?

        func run() async throws {
            let records = try await Inquiry(layout: spool.layout).get(
                ["documents"], list.query(kind: type), as: [DocumentSummary].self)
            if list.json { return try JSONLines.say(records) }
            var table = TextTable("ID", "CREATED", "PARTNER", "TYPE", "BUSINESS KEY")
            for it in records {
                table.add(it.id, Moment.text(it.createdAt), it.partner, it.type, it.businessKey)
            }
            table.lines().forEach(Terminal.say)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows a document as canonical JSON.")
        @OptionGroup var spool: SpoolOptions
        @Argument(help: "The document's id.") var id: String
        @Flag(help: "Also where each field came from, and the received elements that nothing used.")
        var provenance = false
        @Flag(help: "The whole answer as one JSON object.") var json = false

        func run() async throws {
            let data = try await Inquiry(layout: spool.layout).get(["documents", id])
            if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
            guard let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
                throw Failure(.failed, "the document is not readable")
            }
            for key in provenance ? ["document", "body", "provenance"] : ["body"] {
                guard let value = object[key] else { continue }
                let text = try JSONSerialization.data(
                    withJSONObject: value, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
                Terminal.say(String(decoding: text, as: UTF8.self))
            }
        }
    }
}

struct Trace: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells the whole story behind a file name, control number, order, shipment, invoice or id.")
    @OptionGroup var spool: SpoolOptions
    @Argument(help: "What to look for.") var key: String
    @Flag(help: "One JSON array.") var json = false

    func run() async throws {
        let data = try await Inquiry(layout: spool.layout).get(["trace"], ["key": key])
        if json { return Terminal.say(String(decoding: data, as: UTF8.self)) }
        let stories: [Story] = try Inquiry(layout: spool.layout).decode(data)
        for (index, story) in stories.enumerated() {
            if index > 0 { Terminal.say("") }
            StoryText.lines(story).forEach(Terminal.say)
        }
    }
}
