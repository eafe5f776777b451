public import Documents
public import X12

/// Turns one kind of transaction set into a document.
///
/// Pure: the same set gives the same document, provenance and unused elements, byte for byte.
public protocol InboundTranslator: SendableMetatype {
    /// The kind of transaction set it reads, `856`.
    static var set: String { get }

    /// The document a valid set stands for.
    ///
    /// - Throws: ``TranslationError`` with the segment and element that no document can do without or hold.
    static func document(from set: TransactionSet) throws(TranslationError) -> Translated
}

/// A document with what is known of where each of its fields came from.
public struct Translated: Sendable {
    /// The document.
    public let document: Document
    private let trail: Trail

    init(document: Document, reading: consuming Reading) {
        self.document = document
        trail = reading.finish()
    }

    /// Received elements that no field of the document was read from, by segment and element.
    ///
    /// Computed when asked for.
    public var unused: [UnusedElement] { trail.unused }

    /// Where each field of the document came from, in the order they were read.
    ///
    /// Computed when asked for.
    public var provenance: [Provenance] { trail.provenance }

    /// Provenance and unused elements as JSON, for storing beside the document.
    public func provenanceJSON() -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            trail.writeFields(to: &json)
            json.list("unused", of: unused) { json, element in
                json.object { json in
                    json.field("segmentId", element.segmentID)
                    json.field("element", element.element)
                    json.field("component", element.component)
                    json.field("repetition", element.repetition)
                    json.field("count", element.count)
                    json.field("sample", element.sample)
                }
            }
        }
        return json.bytes
    }
}

/// The place in the received file that a field of a document was read from.
public struct Provenance: Sendable, Hashable {
    /// The field, as in its JSON: `lines[0].quantity.value`.
    public let path: String
    /// The segment's place in the transaction set, ST is 1.
    public let segment: Int
    /// The segment's name.
    public let segmentID: String
    /// The element's place in the segment, from 1.
    public let element: Int
    /// The component's place in the element, from 1; absent when the whole element was read.
    public let component: Int?
    /// Where the element stands in the file, in bytes from 0.
    public let bytes: Range<Int>
}

/// A received element, or a part of one, that no field of the document was read from.
public struct UnusedElement: Sendable, Hashable {
    /// The segment's name.
    public let segmentID: String
    /// The element's place in the segment, from 1.
    public let element: Int
    /// The component's place in the element, from 1, when others of its components were read.
    public let component: Int?
    /// The first repetition that was not read, when those before it were.
    public let repetition: Int?
    /// How often it was received.
    public let count: Int
    /// The first value received, at most 80 characters.
    public let sample: String
}
