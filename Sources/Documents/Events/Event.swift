/// Something that happened, to be told to our applications: a CloudEvent 1.0 with its data as JSON.
///
/// The event knows no clock and makes no identifiers: the caller gives both.
public struct Event: Sendable, Hashable {
    /// The ULID that stays the same however often the event is delivered.
    public var id: String
    /// What happened, `wharf.shipment-notification.received.v1`.
    public var type: String
    /// Whom it came from, `/partners/acme-castings`.
    public var source: String
    /// What it is about, `PO/4500012345/ASN/88123`.
    public var subject: String
    /// When it happened: RFC 3339, UTC, milliseconds.
    public var time: String
    /// The name of the schema of the data.
    public var dataSchema: String?
    /// The W3C trace context it belongs to.
    public var traceParent: String?
    /// The business key that ties events together.
    public var correlationID: String?
    /// The id of what caused it.
    public var causationID: String?
    /// Events of the same key are delivered in order.
    public var partitionKey: String
    /// The data, one JSON value.
    public var data: [UInt8]

    /// An event of a kind.
    public init(
        id: String, kind: EventKind, source: String, subject: String, time: String, partitionKey: String,
        data: [UInt8], dataSchema: String? = nil, traceParent: String? = nil, correlationID: String? = nil,
        causationID: String? = nil,
    ) {
        self.id = id
        self.type = kind.eventType
        self.source = source
        self.subject = subject
        self.time = time
        self.dataSchema = dataSchema
        self.traceParent = traceParent
        self.correlationID = correlationID
        self.causationID = causationID
        self.partitionKey = partitionKey
        self.data = data
    }

    /// The event that a document was received.
    public init(
        receiving document: Document, id: String, source: String, time: String, traceParent: String? = nil,
        causationID: String? = nil,
    ) {
        self.init(
            id: id, kind: document.type.received, source: source, subject: document.subject, time: time,
            partitionKey: document.partitionKey, data: document.json(),
            dataSchema: Schemas.identifier(for: document.type), traceParent: traceParent,
            correlationID: document.businessKey, causationID: causationID)
    }

    /// The event as one line in the structured JSON mode of CloudEvents, without a line break at the end.
    public func json(sequence: Int) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("specversion", "1.0")
            json.field("id", id)
            json.field("source", source)
            json.field("type", type)
            json.field("subject", subject)
            json.field("time", time)
            json.field("datacontenttype", "application/json")
            json.field("dataschema", dataSchema)
            json.field("traceparent", traceParent)
            json.field("correlationid", correlationID)
            json.field("causationid", causationID)
            json.field("partitionkey", partitionKey)
            json.field("sequence", String(sequence))
            json.field("data", json: data)
        }
        return json.bytes
    }
}
