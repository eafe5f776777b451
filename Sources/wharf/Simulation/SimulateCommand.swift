internal import ArgumentParser
internal import Documents
internal import Exchange
internal import Foundation
internal import Partners
internal import SFTP
internal import Spool
internal import X12

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Plays a trading partner against a server, to try a partnership before the partner does.",
        discussion: """
            The profile says who the partner is: addresses, versions, separators, login and folders. By itself the simulated
            partner logs in to our SFTP host with --key or --password-file; with --folder it stands behind its own server, whose
            folder that is, and we visit it. Everything it sends is real: it must never be pointed at a production house.

            Exit status: 0 all went to its end, 11 the patience ended before, 1 something failed.
            """,
        subcommands: [Supplier.self, Customer.self])

    /// What a supplier and a customer have in common.
    struct Options: ParsableArguments {
        @OptionGroup var profiles: ProfileOptions
        @OptionGroup var spool: SpoolOptions
        @Option(help: ArgumentHelp("The partner's id.", valueName: "id")) var partner: String
        @Option(help: "How it behaves: good, late, duplicate, malformed, slow or reject.")
        var scenario = SimulatedPartner.Scenario.good
        @Option(help: "Decides what the scenario leaves open; the same seed gives the same documents.")
        var seed: UInt64 = 1
        @Option(help: ArgumentHelp("The private key to log in with.", valueName: "file")) var key: String?
        @Option(help: ArgumentHelp("A file with the password to log in with.", valueName: "file"))
        var passwordFile: String?
        @Option(help: "Our SFTP host; usual is that of house.yaml.") var host: String?
        @Option(help: "Its port; usual is that of house.yaml.") var port: UInt16?
        @Option(
            help: ArgumentHelp("Stand behind the partner's own server, in this folder.", valueName: "dir"))
        var folder: String?
        @Option(help: "With --folder: where our files arrive.") var inbox = "in"
        @Option(help: "With --folder: where its own files are put for us.") var outbox = "out"
        @Option(help: ArgumentHelp("Seconds that a late partner lets pass before each file.", valueName: "s"))
        var delay = 5.0
        @Option(help: ArgumentHelp("Seconds without progress after which it gives up.", valueName: "s"))
        var patience = 60.0
        @Option(
            help: ArgumentHelp(
                "The last control number that the partner has used; usual is one made of the time, which only rises.",
                valueName: "number"))
        var after: Int?
        @Flag(help: "Leave alone the files that lie there at the beginning.") var newOnly = false
        @Flag(help: "A JSON object a line.") var json = false

        func validate() throws {
            guard delay >= 0, delay <= 3_600, patience >= 0, patience <= 86_400 else {
                throw ValidationError("--delay is at most 3600 and --patience at most 86400 seconds")
            }
            guard (0...999_999_999).contains(after ?? 0) else {
                throw ValidationError("--after is 0 to 999999999")
            }
        }
    }

    struct Supplier: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Plays a supplier: acknowledges orders, answers, ships and bills them.")
        @OptionGroup var options: Options
        @Option(help: "How many orders it waits for and takes to their end.") var orders = 1

        func run() throws {
            let simulation = try Simulation(options)
            var supplier = SimulatedSupplier(
                simulation.partner, sets: Set(simulation.agreement.inbound.keys),
                documents: simulation.documents)
            try simulation.play(until: orders) {
                try supplier.round()
                return (supplier.finished, supplier.open)
            }
        }
    }

    struct Customer: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Plays a customer: sends orders and waits for their acknowledgments.")
        @OptionGroup var options: Options
        @Option(help: "How many orders it sends.") var orders = 1
        @Option(help: ArgumentHelp("The number of the first order.", valueName: "number"))
        var firstOrder = 4_700_000_001

        func validate() throws {
            guard (1...100_000).contains(orders) else { throw ValidationError("--orders is 1 to 100000") }
            guard (0...9_999_999_999).contains(firstOrder) else {
                throw ValidationError("--first-order is 0 to 9999999999")
            }
        }

        func run() throws {
            let simulation = try Simulation(options)
            var customer = SimulatedCustomer(simulation.partner, documents: simulation.documents)
            try customer.order(orders, firstNumber: firstOrder)
            try simulation.play(until: orders) {
                try customer.round()
                return (customer.finished, customer.open)
            }
        }
    }
}

extension SimulatedPartner.Scenario: ExpressibleByArgument {}
