public import Foundation
internal import Synchronization

/// What the clocks on the walls of one zone show, and when they show it: found out once from the zone's rules and kept.
///
/// All numbers are seconds: an *instant* counts from 1970-01-01 00:00 UTC, a *local time* from 1970-01-01 00:00 as the walls
/// say. The arithmetic is our own, because Foundation's calendar functions answer differently for times that do not exist.
public final class ZoneClock: Sendable {
    /// How a local time lies in time.
    public enum Fit: String, Sendable, Codable {
        /// It comes once.
        case once
        /// Clocks jump over it; the first instant after the jump stands for it.
        case gap
        /// It comes twice, because clocks are set back; the first of the two is meant.
        case firstOfTwo
    }

    /// From an instant on, clocks show so many seconds more than UTC.
    private struct Period {
        let start: Int
        let offset: Int
    }

    /// Transitions are looked up in pages of about a year.
    private static let pageSeconds = 400 * DayNumber.seconds
    /// No zone is farther from UTC, in seconds, and none changes its offset twice within double that time.
    private static let reach = 16 * 3_600

    private static let known = Mutex<[String: ZoneClock]>([:])

    /// The zone.
    public let zone: TimeZone
    private let pages = Mutex<[Int: [Period]]>([:])

    private init(_ zone: TimeZone) { self.zone = zone }

    /// The clock of a zone; the same one for everybody.
    public static func of(_ zone: TimeZone) -> ZoneClock {
        known.withLock { known in
            if let clock = known[zone.identifier] { return clock }
            let clock = ZoneClock(zone)
            known[zone.identifier] = clock
            return clock
        }
    }

    /// How many seconds more than UTC clocks show at an instant.
    public func offset(at instant: Int) -> Int {
        period(at: instant).offset
    }

    /// What clocks show at an instant.
    public func local(at instant: Int) -> Int { instant + offset(at: instant) }

    /// When clocks show a local time.
    public func instant(ofLocal local: Int) -> (instant: Int, fit: Fit) {
        let before = offset(at: local - Self.reach)
        let after = offset(at: local + Self.reach)
        guard before != after else { return (local - before, .once) }
        let change = change(after: local - Self.reach)
        if local - before < change {
            return (local - before, local - after >= change ? .firstOfTwo : .once)
        }
        return local - after >= change ? (local - after, .once) : (change, .gap)
    }

    /// The first change of the offset after an instant, which must come within ``reach`` of it twice over.
    private func change(after instant: Int) -> Int {
        let index = DayNumber.floorDivision(instant, by: Self.pageSeconds)
        for page in index...index + 1 {
            var offset = offset(at: instant)
            for period in periods(page) where period.start > instant {
                if period.offset != offset { return period.start }
                offset = period.offset
            }
        }
        preconditionFailure("\(zone.identifier) changes its offset after \(instant) and no change was found")
    }

    private func period(at instant: Int) -> Period {
        let periods = periods(DayNumber.floorDivision(instant, by: Self.pageSeconds))
        var found = periods[0]
        for period in periods.dropFirst() {
            guard period.start <= instant else { break }
            found = period
        }
        return found
    }

    private func periods(_ page: Int) -> [Period] {
        pages.withLock { pages in
            if let periods = pages[page] { return periods }
            let periods = findPeriods(page)
            pages[page] = periods
            return periods
        }
    }

    /// Looks at every day of a page, and halves the days in which the offset changes.
    ///
    /// Looking tells every change, also those of a zone's standard time, which are no change of daylight saving.
    private func findPeriods(_ page: Int) -> [Period] {
        let start = page * Self.pageSeconds
        var periods = [Period(start: start, offset: zoneOffset(at: start))]
        for day in stride(from: start, to: start + Self.pageSeconds, by: DayNumber.seconds) {
            let last = periods[periods.count - 1].offset
            var (low, high) = (day, day + DayNumber.seconds)
            let next = zoneOffset(at: high)
            guard next != last else { continue }
            while high - low > 1 {
                let middle = low + (high - low) / 2
                if zoneOffset(at: middle) == last { low = middle } else { high = middle }
            }
            if high < start + Self.pageSeconds { periods.append(Period(start: high, offset: next)) }
        }
        return periods
    }

    private func zoneOffset(at instant: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    }
}
