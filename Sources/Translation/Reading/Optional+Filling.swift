extension Optional {
    /// Puts a value into a place that holds none yet.
    ///
    /// There is nothing to let go of, which an assignment would look for: for a value of several fields that
    /// takes longer than to read them.
    @inline(__always)
    mutating func fill(_ value: Wrapped?) {
        if case .some = self { preconditionFailure("Only an empty place is filled.") }
        withUnsafeMutablePointer(to: &self) { $0.initialize(to: value) }
    }
}
