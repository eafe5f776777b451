/// A batch file as a whole cannot become documents.
public struct BatchError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What stands in the way.
    public enum Code: String, Sendable, Hashable, Codable {
        /// The file is larger than we read.
        case tooLarge = "too-large"
        /// The file is a spreadsheet, UTF-16 or something else that is no text we read.
        case notText = "not-text"
        /// The file has no rows.
        case noRows = "no-rows"
        /// The file's heading lacks a column that was agreed.
        case headingMissing = "heading-missing"
        /// The file's heading has an agreed column twice.
        case headingRepeated = "heading-repeated"
        /// The file's last line does not say how many rows came before it.
        case trailerMissing = "trailer-missing"
        /// The file's last line says another number of rows than there are.
        case countDisagrees = "count-disagrees"
        /// The file ends before its format lets it.
        case endMissing = "end-missing"
        /// The file is no JSON.
        case notJSON = "not-json"
        /// The file is no XML that we read.
        case notXML = "not-xml"
        /// Our agreement cannot be read by: a fault of ours.
        case agreementUnusable = "agreement-unusable"
    }

    /// What stands in the way.
    public let code: Code
    /// The heading it is about.
    public let heading: String?
    /// What is wrong and what to do, in one or two sentences.
    public let description: String

    init(_ code: Code, heading: String? = nil, _ description: String) {
        self.code = code
        self.heading = heading
        self.description = description
    }

    /// A master of suppliers with more than so many.
    public static func tooManySuppliers(_ maximum: Int) -> BatchError {
        BatchError(
            .tooLarge,
            "There would be more than \(maximum) suppliers, the most that are kept. Leave out the old ones.")
    }

    /// Whether only a part of the file seems to have come.
    public var meansIncomplete: Bool { code == .trailerMissing || code == .endMissing }
    /// Whether it is for us to put right, not for the sender.
    public var isOurs: Bool { code == .agreementUnusable }
}
