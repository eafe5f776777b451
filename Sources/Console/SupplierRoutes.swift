internal import Exchange
internal import Foundation
internal import Hummingbird
internal import Store

extension ConsoleServer {
    /// Routes that decide about the supplier master, for the local pane only.
    func addSupplierRoutes(_ desk: SupplierDesk, to router: Router<BasicRequestContext>) {
        router.post("/v1/supplier-runs/release") { [self] request, _ in
            let arrival = try request.uri.queryParameters.require("arrival")
            return try await respond { try Self.decided { try desk.release(arrival) } }
        }
        router.post("/v1/supplier-runs/reject") { [self] request, _ in
            let arrival = try request.uri.queryParameters.require("arrival")
            let reason = request.uri.queryParameters["reason"].map { String($0) } ?? ""
            return try await respond {
                guard !reason.isEmpty, reason.utf8.count <= 200 else {
                    throw WindowError(.badRequest, "a refusal needs a reason of at most 200 bytes")
                }
                return try Self.decided { try desk.reject(arrival, because: reason) }
            }
        }
        router.post("/v1/supplier-syncs") { [self] request, _ in
            let target = request.uri.queryParameters["target"].map { String($0) }
            let isFull = request.uri.queryParameters["full"] == "1"
            return try await respond { try Self.decided { try desk.request(target, isFull: isFull) } }
        }
        for path in [["supplier-runs"], ["supplier-syncs"]] { addWindowRoute(path, to: router) }
    }

    private static func decided(_ act: () throws -> some Encodable) throws -> Data {
        do {
            return try Window.json(try act())
        } catch let error as SupplierDeskError {
            throw WindowError(error.code == .notFound ? .notFound : .conflict, error.description)
        }
    }
}
