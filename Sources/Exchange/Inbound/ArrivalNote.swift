internal import Documents
internal import Foundation
internal import Spool
internal import Store
internal import Transports

/// What the journal keeps beside the bytes of an arrival, so that a replay can enter it into the books.
struct ArrivalNote: Decodable, Equatable {
    let id: String
    let receivedAt: Int64
    let partner: String
    let door: String
    let login: String?
    let peer: String?
    let name: String
    let uploadKey: String

    init(id: String, receivedAt: Int64, _ arrival: Arrival) {
        self.id = id
        self.receivedAt = receivedAt
        partner = arrival.partner
        door = arrival.door
        login = arrival.login
        peer = arrival.peer
        name = arrival.name
        uploadKey = arrival.uploadKey
    }

    init(_ note: [UInt8]) throws {
        self = try JSONDecoder().decode(ArrivalNote.self, from: Data(note))
    }

    /// The note as JSON.
    func encoded() -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.field("id", id)
            json.field("receivedAt", Int(receivedAt))
            json.field("partner", partner)
            json.field("door", door)
            json.field("login", login)
            json.field("peer", peer)
            json.field("name", name)
            json.field("uploadKey", uploadKey)
        }
        return json.bytes
    }

    /// The row of the arrival.
    func record(_ receipt: Receipt) -> ArrivalRecord {
        ArrivalRecord(
            id: id, partner: partner, door: door, login: login, peer: peer, name: name, uploadKey: uploadKey,
            digest: receipt.digest, byteCount: receipt.byteCount, receivedAt: receivedAt, state: .received)
    }
}
