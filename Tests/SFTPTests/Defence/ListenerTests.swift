import Glibc
import Synchronization
import Testing

@testable import SFTP

/// Sockets as the listener hands them on.
@Suite struct ListenerTests {
    @Test func `a connection is watched by the system: who does not answer is given up within two minutes`()
        async throws
    {
        let listener = try Listener(ListeningPlace(address: "127.0.0.1", port: 0))
        let settings = SharedList<[Int32]>()
        listener.start { notice in
            guard case .arrived(let arrival) = notice else { return }
            settings.append(
                [TCP_KEEPIDLE, TCP_KEEPINTVL, TCP_KEEPCNT, TCP_USER_TIMEOUT].map { name in
                    var value: Int32 = 0
                    var length = socklen_t(4)
                    getsockopt(arrival.descriptor, Int32(IPPROTO_TCP), name, &value, &length)
                    return value
                })
            close(arrival.descriptor)
        }
        defer { listener.stop() }
        let run = try await HostFixture.run([
            "python3", "-c",
            "import socket; assert socket.create_connection(('127.0.0.1', \(listener.port))).recv(1) == b''",
        ])
        #expect(run.status == 0, "\(run.output)")
        let found = try #require(settings.all.first)
        #expect(found == [60, 15, 4, 120_000])
        #expect(found[0] + found[1] * found[2] <= 120)
    }
}
