internal import Foundation

/// Makes the library's word on a failed negotiation a sentence with both offers side by side.
enum NegotiationFailure {
    /// The sentence; the library's own text when it is about something else.
    ///
    /// Source: libssh writes `no match for method <what>: server [<ours>], client [<theirs>]`.
    static func sentence(from text: String) -> String {
        guard let found = text.firstMatch(of: /no match for method (.+?): server \[(.*?)\], client \[(.*?)\]/)
        else { return text }
        return "no \(found.1) in common: we offer \(found.2); the client offers \(found.3)"
    }
}
