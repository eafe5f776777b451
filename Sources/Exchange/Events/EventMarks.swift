internal import Sinks
public import Store

/// An event as sinks get it: the bytes of the outbox, with what depends on the delivery added at the end.
enum EventMarks {
    /// The event for a sink.
    ///
    /// Events of partners in test have the attribute `test`, those that are sent once more on demand the attribute `replay`, both
    /// `true` and covered by a webhook's signature.
    static func published(_ event: EventRecord, isReplay: Bool = false) -> PublishedEvent {
        var json = event.body
        if event.isTest { mark("test", &json) }
        if isReplay { mark("replay", &json) }
        return PublishedEvent(
            position: event.position, id: event.id, day: CivilTime(milliseconds: event.time).dayText,
            json: json)
    }

    private static func mark(_ attribute: String, _ json: inout [UInt8]) {
        guard json.last == UInt8(ascii: "}") else { return }
        json.removeLast()
        json += Array(",\"\(attribute)\":true}".utf8)
    }
}

/// An event as a sink gets it, for people.
public enum SentEvent {
    /// The event's JSON, one object.
    public static func json(_ event: EventRecord) -> [UInt8] { EventMarks.published(event).json }
}
