/// The rule by which connections are dropped early while many are not logged in yet.
///
/// Below `start` none is dropped, from there on `percent` of them, rising evenly to all at `full`.
///
/// Source: OpenSSH, `MaxStartups start:rate:full`.
struct StartupDrop: Sendable, Equatable {
    let start: Int
    let percent: Int
    let full: Int

    /// The probability with which the next connection is dropped while `count` wait for their login.
    func probability(at count: Int) -> Double {
        if count >= full { return 1 }
        if count < start { return 0 }
        let rise = Double(100 - percent) * Double(count - start) / Double(full - start)
        return (Double(percent) + rise) / 100
    }
}
