/// What a partner's system said to a group of documents that we sent: understood or not, one by one.
public struct FunctionalAcknowledgment: Sendable, Hashable {
    /// The kind of the group it answers, `PO`.
    public var groupType: String
    /// The control number of the group it answers.
    public var groupControlNumber: String
    /// The version of the group it answers, when it was said.
    public var groupVersion: String?
    /// Accepted, rejected and so on, for the whole group.
    public var verdict: CodedValue
    /// How many documents we claimed to have sent.
    public var claimed: Int?
    /// How many arrived.
    public var received: Int?
    /// How many were accepted.
    public var accepted: Int?
    /// What was wrong with the group, in the standard's codes.
    public var codes: [String] = []
    /// The verdicts by document.
    public var sets: [SetVerdict] = []

    /// An answer to a group.
    public init(groupType: String, groupControlNumber: String, verdict: CodedValue) {
        self.groupType = groupType
        self.groupControlNumber = groupControlNumber
        self.verdict = verdict
    }

    /// What was said to one document of the group.
    public struct SetVerdict: Sendable, Hashable {
        /// The kind of the document, `850`.
        public var setType: String
        /// Its control number.
        public var controlNumber: String
        /// Its implementation guide, when it was said.
        public var implementation: String?
        /// Accepted, rejected and so on.
        public var verdict: CodedValue
        /// What was wrong with the document, in the standard's codes.
        public var codes: [String] = []
        /// What was wrong with its segments.
        public var segments: [SegmentNote] = []

        /// A verdict on a document.
        public init(setType: String, controlNumber: String, verdict: CodedValue) {
            self.setType = setType
            self.controlNumber = controlNumber
            self.verdict = verdict
        }
    }

    /// What was wrong with one segment.
    public struct SegmentNote: Sendable, Hashable {
        /// The name of the segment.
        public var segment: String
        /// Its place in the document, counted from 1.
        public var position: Int?
        /// The loop it stands in.
        public var loop: String?
        /// What was wrong, in the standard's code.
        public var code: String?
        /// What the fault depends on: the business number, the place of another element.
        public var contexts: [Context] = []
        /// What was wrong with its elements.
        public var elements: [ElementNote] = []

        /// A note on a segment.
        public init(segment: String) {
            self.segment = segment
        }
    }

    /// What was wrong with one element.
    public struct ElementNote: Sendable, Hashable {
        /// Its place in the segment, counted from 1.
        public var position: Int?
        /// The place of the component in the element, counted from 1.
        public var component: Int?
        /// The place of the repetition, counted from 1.
        public var repetition: Int?
        /// The number of the element in the data dictionary.
        public var dictionaryNumber: String?
        /// What was wrong, in the standard's code.
        public var code: String?
        /// The bad value, as the partner quoted it.
        public var value: String?
        /// What the fault depends on.
        public var contexts: [Context] = []

        /// A note still to be filled.
        public init() {}
    }
}

extension FunctionalAcknowledgment {
    /// What a fault depends on: a number of the business, or the place of another element.
    public struct Context: Sendable, Hashable {
        /// What the values are, each a name and, where one was sent, a value.
        public var names: [Name] = []
        /// The name of the segment.
        public var segment: String?
        /// Its place in the document, counted from 1.
        public var position: Int?
        /// The loop it stands in.
        public var loop: String?
        /// The place of the element in the segment, counted from 1.
        public var element: Int?
        /// The place of the component in the element, counted from 1.
        public var component: Int?
        /// The place of the repetition, counted from 1.
        public var repetition: Int?
        /// The number of the element in the data dictionary.
        public var dictionaryNumber: String?

        /// A context still to be filled.
        public init() {}

        /// A name with its value.
        public struct Name: Sendable, Hashable {
            /// The name, `SITUATIONAL TRIGGER`.
            public var name: String
            /// The value.
            public var value: String?

            /// A name, with a value where one was sent.
            public init(name: String, value: String? = nil) {
                self.name = name
                self.value = value
            }
        }
    }
}

extension FunctionalAcknowledgment.Context: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.list("names", names)
        json.field("segment", segment)
        json.field("position", position)
        json.field("loop", loop)
        json.field("element", element)
        json.field("component", component)
        json.field("repetition", repetition)
        json.field("dictionaryNumber", dictionaryNumber)
    }
}

extension FunctionalAcknowledgment.Context.Name: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("name", name)
        json.field("value", value)
    }
}

extension FunctionalAcknowledgment: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("groupType", groupType)
        json.field("groupControlNumber", groupControlNumber)
        json.field("groupVersion", groupVersion)
        json.field("verdict", verdict)
        json.field("claimed", claimed)
        json.field("received", received)
        json.field("accepted", accepted)
        json.list("codes", codes)
        json.requiredList("sets", sets)
    }
}

extension FunctionalAcknowledgment.SetVerdict: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("setType", setType)
        json.field("controlNumber", controlNumber)
        json.field("implementation", implementation)
        json.field("verdict", verdict)
        json.list("codes", codes)
        json.list("segments", segments)
    }
}

extension FunctionalAcknowledgment.SegmentNote: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("segment", segment)
        json.field("position", position)
        json.field("loop", loop)
        json.field("code", code)
        json.list("contexts", contexts)
        json.list("elements", elements)
    }
}

extension FunctionalAcknowledgment.ElementNote: JSONWritable {
    func writeFields(to json: inout JSONWriter) {
        json.field("position", position)
        json.field("component", component)
        json.field("repetition", repetition)
        json.field("dictionaryNumber", dictionaryNumber)
        json.field("code", code)
        json.field("value", value)
        json.list("contexts", contexts)
    }
}
