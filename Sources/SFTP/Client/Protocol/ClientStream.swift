/// The bytes of the file protocol between us and a server.
///
/// **Thread**: one at a time.
protocol ClientStream: AnyObject {
    /// Sends from `output` and appends to `input` what arrived; waits until some byte has moved.
    ///
    /// - Throws: ``ClientError`` when the connection ended, the time is up or the step was cancelled.
    func move(output: inout ByteQueue, input: inout ByteQueue, until limit: StepLimit) throws(ClientError)

    /// Another stream to the same server within the same connection; nil when there is none to be had.
    ///
    /// The two are moved by ``ClientLane/exchange(output:input:_:)``, in turns.
    func secondLane(_ limit: StepLimit) throws(ClientError) -> (
        first: any ClientLane, second: any ClientLane
    )?

    /// Ends the connection without waiting; to be called as often as one likes.
    func close()
}

/// A stream that shares its connection with another one.
protocol ClientLane: ClientStream {
    /// Sends and receives what can be moved now; answers whether it is worth trying again at once.
    func exchange(
        output: inout ByteQueue, input: inout ByteQueue, _ limit: StepLimit
    ) throws(ClientError) -> Bool

    /// Waits until something may have changed for either of the two.
    func rest(_ limit: StepLimit) throws(ClientError)
}

extension ClientStream {
    func secondLane(_ limit: StepLimit) throws(ClientError) -> (
        first: any ClientLane, second: any ClientLane
    )? {
        nil
    }
}
