import Dispatch
import Testing

@testable import SFTP

/// Threads for what may sleep.
@Suite struct WorkerThreadsTests {
    @Test func `what is urgent goes ahead of what waits, and each kind keeps its order`() {
        let workers = WorkerThreads(name: "test", limit: 1)
        let (begun, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let order = SharedList<Int>()
        workers.submit {
            begun.signal()
            gate.wait()
        }
        begun.wait()
        for number in 1...3 { workers.submit { order.append(number) } }
        for number in 11...13 { workers.submit(isUrgent: true) { order.append(number) } }
        gate.signal()
        workers.shutDown()
        #expect(order.all == [11, 12, 13, 1, 2, 3])
    }
}
