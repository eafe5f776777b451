internal import Console
internal import Exchange
internal import Foundation
internal import Spool
internal import Store

/// Asks the running server, or looks into the books when none runs.
struct Inquiry {
    let layout: SpoolLayout

    /// The answer to a path below `/v1/`, decoded.
    func get<Value: Decodable>(_ path: [String], _ query: [String: String] = [:], as type: Value.Type)
        async throws -> Value
    {
        try decode(try await get(path, query))
    }

    /// The answer to a path below `/v1/`, one JSON value.
    func get(_ path: [String], _ query: [String: String] = [:]) async throws -> Data {
        if SpoolLock.isHeld(layout) { return try await ask("GET", path, query) }
        do {
            let store = try StateStore.readOnly(path: layout.database)
            let archive = Archive(layout, clock: { ExchangeClock.system.now })
            return try Window(
                store: store, checkpoints: try CheckpointBook(layout),
                marks: { [layout] in try ControlNumberMarks(layout).all() },
                isWhole: { try archive.isWhole($0) }
            ).answer(path, query)
        } catch let error as WindowError {
            throw Failure(error.code == .notFound ? .notFound : .usage, error.description)
        } catch let error as StoreError where error.code == .notFound {
            throw Failure(.notFound, error.description)
        }
    }

    /// Asks the running server; fails when there is none.
    func ask(_ method: String, _ path: [String], _ query: [String: String] = [:]) async throws -> Data {
        let reply: LocalReply
        do {
            reply = try await LocalClient(socket: layout.socket).send(
                method, "/v1/" + Self.encode(path, query))
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(
                .unreachable,
                "the server does not answer at \(layout.socket) (\(error)); is `wharf serve` running?")
        }
        if reply.status == 200 { return reply.body }
        let problem = try? JSONDecoder().decode([String: String].self, from: reply.body)
        let detail = problem?["detail"] ?? "the server answered \(reply.status)"
        switch reply.status {
        case 404: throw Failure(.notFound, detail)
        case 400: throw Failure(.usage, detail)
        case 409: throw Failure(.conflict, detail)
        default: throw Failure(.failed, detail)
        }
    }

    func decode<Value: Decodable>(_ data: Data) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: data)
        } catch {
            throw Failure(
                .failed, "the server's answer is not of this program's version; update both to the same")
        }
    }

    private static func encode(_ path: [String], _ query: [String: String]) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._~")
        func escape(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
        }
        let place = path.map(escape).joined(separator: "/")
        guard !query.isEmpty else { return place }
        return place + "?"
            + query.sorted { $0.key < $1.key }.map { "\(escape($0.key))=\(escape($0.value))" }.joined(
                separator: "&")
    }
}
