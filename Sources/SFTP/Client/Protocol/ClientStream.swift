/// The bytes of the file protocol between us and a server.
///
/// **Thread**: one at a time.
protocol ClientStream: AnyObject {
    /// Sends from `output` and appends to `input` what arrived; waits until some byte has moved.
    ///
    /// - Throws: ``ClientError`` when the connection ended, the time is up or the step was cancelled.
    func move(output: inout ByteQueue, input: inout ByteQueue, until limit: StepLimit) throws(ClientError)

    /// Ends the connection without waiting; to be called as often as one likes.
    func close()
}
