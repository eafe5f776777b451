internal import Foundation
public import Logging
public import Spool
internal import Synchronization

/// The local door: files that appear in `Spool/drop/<partner>/` are taken as if the partner had uploaded them.
///
/// A file is taken when its writer has closed it; names that look temporary are left until they are renamed. It is copied,
/// committed, and only then removed, so that a kill in between repeats the taking under the same key, which has no effect.
public final class DropTransport: Sendable {
    private struct Task: Hashable {
        let partner: String
        let name: String
    }

    private struct State {
        var pending: ArraySlice<Task> = []
        var known: Set<Task> = []
        var isStopped = false
        var running = 0
    }

    /// Threads that take files, and how many each takes at a time: these wait for the same disk syncs together.
    private static let hands = 4
    private static let handful = 32
    /// Files a listing may queue; the rest is found by the next look.
    private static let queueLimit = 20_000
    /// How often folders are looked at without being told, in milliseconds.
    private static let roundMilliseconds = 2_000

    private let archive: Archive
    private let reception: any Reception
    private let partners: @Sendable () -> [String]
    private let clock: @Sendable () -> Int64
    private let log: Logger
    private let watch: FolderWatch
    private let state = Mutex(State())
    private let bell = NSCondition()

    /// Prepares the door; nothing is taken before ``start()``.
    ///
    /// The closures give the time in milliseconds since 1970, and the ids whose folders are watched, asked in each round.
    public init(
        archive: Archive, reception: any Reception, log: Logger, clock: @escaping @Sendable () -> Int64,
        partners: @escaping @Sendable () -> [String]
    ) throws(SpoolError) {
        self.archive = archive
        self.reception = reception
        self.partners = partners
        self.clock = clock
        self.log = log
        watch = try FolderWatch()
    }

    /// Begins to watch and to take.
    public func start() {
        state.withLock { $0.running = Self.hands + 1 }
        for hand in 0..<Self.hands {
            launch("wharf-drop-\(hand)") { [self] in takeUntilStopped() }
        }
        launch("wharf-drop-watch") { [self] in watchUntilStopped() }
    }

    /// Takes nothing more, finishes what is under way, and returns.
    public func stop() {
        watch.stop()
        bell.lock()
        state.withLock { $0.isStopped = true }
        bell.broadcast()
        while state.withLock({ $0.running }) > 0 { bell.wait() }
        bell.unlock()
    }

    private func launch(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread { [self] in
            body()
            bell.lock()
            state.withLock { $0.running -= 1 }
            bell.broadcast()
            bell.unlock()
        }
        thread.name = name
        thread.stackSize = 1 << 20
        thread.start()
    }

    private func watchUntilStopped() {
        var watched: Set<String> = []
        var changed = true
        while !watch.isStopped {
            let now = partners()
            for partner in now where !watched.contains(partner) {
                do {
                    try watch.add(archive.layout.drop(partner))
                    watched.insert(partner)
                    changed = true
                } catch {
                    log.error(
                        "drop folder cannot be watched",
                        metadata: ["partner": "\(partner)", "error": "\(error)"])
                }
            }
            if changed { for partner in now { look(at: partner) } }
            do {
                let folders = try watch.next(timeoutMilliseconds: Self.roundMilliseconds)
                changed = folders.isEmpty
                for partner in now where folders.contains(archive.layout.drop(partner)) { look(at: partner) }
            } catch {
                log.error("drop folders cannot be watched", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    private func look(at partner: String) {
        guard reception.refusal() == nil else { return }
        do {
            let files = try DropFolder(archive.layout, partner: partner).list()
            guard !files.isEmpty else { return }
            bell.lock()
            let added = state.withLock { state in
                var added = 0
                for file in files where state.known.count < Self.queueLimit {
                    let task = Task(partner: partner, name: file.name)
                    guard state.known.insert(task).inserted else { continue }
                    state.pending.append(task)
                    added += 1
                }
                return added
            }
            for _ in 0..<min(added, Self.hands) { bell.signal() }
            bell.unlock()
        } catch {
            log.error("drop folder cannot be read", metadata: ["partner": "\(partner)", "error": "\(error)"])
        }
    }

    private func takeUntilStopped() {
        while let tasks = nextTasks() {
            take(tasks)
            state.withLock { $0.known.subtract(tasks) }
        }
    }

    private func nextTasks() -> [Task]? {
        bell.lock()
        defer { bell.unlock() }
        while true {
            let (tasks, stopped) = state.withLock { state -> ([Task], Bool) in
                guard !state.isStopped else { return ([], true) }
                // Few files are shared out, so that none waits for another's bytes to be copied.
                let count = min(Self.handful, max(1, state.pending.count / Self.hands))
                let tasks = Array(state.pending.prefix(count))
                state.pending.removeFirst(tasks.count)
                return (tasks, false)
            }
            if !tasks.isEmpty { return tasks }
            if stopped { return nil }
            bell.wait()
        }
    }

    /// A file copied into staging, to be offered.
    private struct Offered {
        let task: Task
        let identity: String
        let arrival: Arrival
        let content: StagedFile
    }

    private func take(_ tasks: [Task]) {
        let offered = tasks.compactMap { task in
            trying(task) { try offer(task) } ?? nil
        }
        let receipts = reception.receive(offered.map { ($0.arrival, $0.content) })
        for (file, receipt) in zip(offered, receipts) {
            trying(file.task) {
                do {
                    _ = try receipt.get()
                } catch {
                    file.content.discard()
                    throw error
                }
                try clear(file)
            }
        }
    }

    @discardableResult
    private func trying<Value>(_ task: Task, _ body: () throws -> Value) -> Value? {
        do {
            return try body()
        } catch {
            log.error(
                "a dropped file was not taken; it stays and is tried again",
                metadata: ["partner": "\(task.partner)", "name": "\(task.name)", "error": "\(error)"])
            return nil
        }
    }

    /// Copies a file that nobody writes any more; `nil` when somebody does, or when it is gone.
    private func offer(_ task: Task) throws -> Offered? {
        let folder = DropFolder(archive.layout, partner: task.partner)
        guard let dropped = try folder.openFinished(task.name, at: clock() / 1000) else { return nil }
        let staged = try archive.begin(partner: task.partner, name: task.name, login: "", peer: "drop")
        do {
            try staged.append(all: dropped.reader)
        } catch {
            staged.discard()
            throw error
        }
        let arrival = Arrival(
            partner: task.partner, door: "drop", login: nil, peer: nil, name: task.name,
            uploadKey: "drop:\(task.partner)/\(task.name):\(dropped.identity)")
        return Offered(task: task, identity: dropped.identity, arrival: arrival, content: staged)
    }

    /// Takes away a file that is in the books.
    private func clear(_ file: Offered) throws {
        let folder = DropFolder(archive.layout, partner: file.task.partner)
        // Another file may have taken the name meanwhile: it is nobody's until it has come in itself.
        guard let still = try folder.openFinished(file.task.name, at: clock() / 1000),
            still.identity == file.identity
        else { return }
        _ = try folder.remove(file.task.name)
    }
}

extension StagedFile {
    /// Appends all bytes of a file.
    func append(all reader: ArchiveReader) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(
            byteCount: min(max(reader.byteCount, 1), 262_144), alignment: 16)
        defer { buffer.deallocate() }
        var offset = 0
        while true {
            let count = try reader.read(into: buffer, at: offset)
            guard count > 0 else { return }
            try append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            offset += count
        }
    }
}
