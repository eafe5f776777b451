internal import Foundation

/// A line on standard error that shows how far a long piece of work is, and goes away at its end.
///
/// Shown on a terminal only, and only for work that takes longer than half a second.
final class ProgressBar {
    private static let width = 24
    private static let secondsBeforeShown = 0.5
    private static let secondsBetween = 0.1

    private let isShowable = isatty(STDERR_FILENO) == 1 && Style.isCapable
    private let name: String
    private let start = ProgressBar.seconds()
    private var total = 0
    private var passes = 1
    private var done = 0
    private var next: Double
    private var isShown = false

    /// Begins a piece of work; what it is for names the line.
    init(_ name: String) {
        self.name = String((name.split(separator: "/").last ?? Substring(name)).suffix(28))
        next = start + Self.secondsBeforeShown
    }

    /// Says how many bytes there are, and how often they will be read.
    func expect(_ bytes: Int, passes: Int = 1) {
        total = bytes * passes
        self.passes = passes
        done = 0
    }

    /// Says that so many bytes more are done.
    func advance(by bytes: Int) {
        done += bytes
        guard isShowable else { return }
        let now = Self.seconds()
        guard now >= next else { return }
        next = now + Self.secondsBetween
        draw(now)
    }

    /// Says how many bytes were taken of something whose end is not known.
    func taken(_ bytes: Int) {
        guard isShowable else { return }
        let now = Self.seconds()
        guard now >= next else { return }
        next = now + Self.secondsBetween
        show("\(name): \(Self.size(bytes)) read, \(Self.size(Int(Double(bytes) / (now - start))))/s")
    }

    /// Takes the line away, so that something can be said; it comes back with the next progress.
    func hide() {
        guard isShown else { return }
        isShown = false
        Terminal.mark("\r\u{1B}[K")
    }

    private func draw(_ now: Double) {
        let share = total > 0 ? min(1, Double(done) / Double(total)) : 0
        let filled = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let rate = Double(done) / (now - start)
        let left = rate > 0 ? Double(max(0, total - done)) / rate : 0
        let shown = Self.size(Int(rate) / passes)
        show("\(name) \(bar) \(Int(share * 100)) %, \(shown)/s, \(Self.time(left)) left")
    }

    private func show(_ line: String) {
        isShown = true
        Terminal.mark("\r\u{1B}[K" + line)
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }

    /// A size for people: three digits at most.
    static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1_000: "\(bytes) bytes"
        case ..<1_000_000: "\(bytes / 1_000) kB"
        case ..<1_000_000_000: "\(bytes / 1_000_000) MB"
        default: "\(bytes / 1_000_000_000).\(bytes / 100_000_000 % 10) GB"
        }
    }
}
