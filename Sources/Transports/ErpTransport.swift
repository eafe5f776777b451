internal import Foundation
public import Logging
public import Spool
internal import Synchronization

/// What became of a file that was taken from an application's folder.
public enum ErpEnding: Sendable {
    /// Nobody has taken it.
    case unknown
    /// It is being worked on.
    case open
    /// All is done: where it belongs, what to write beside it, and what makes its name unique.
    case ended(ErpFolder.Outcome, why: String?, mark: String)
}

/// The door of our own applications: finished files of `Spool/erp/…` become arrivals, and end in `done/` or `rejected/`.
///
/// What became of a file is asked of the books, so that a kill at any moment repeats a step without harm: a file is taken
/// under the same key, or moved once more.
public final class ErpTransport: Sendable {
    /// A folder, and the door that its files come through.
    public struct Source: Sendable {
        let folder: ErpFolder
        let door: String

        /// Describes a folder.
        public init(folder: ErpFolder, door: String) {
            self.folder = folder
            self.door = door
        }
    }

    /// Files looked at in one round; the rest is found by the next.
    private static let filesPerRound = 2_000
    /// How often the folders are looked at without being told, in milliseconds.
    private static let roundMilliseconds = 2_000
    /// How soon they are looked at again while a file is being worked on, in milliseconds.
    private static let openMilliseconds = 100

    private let archive: Archive
    private let reception: any Reception
    private let sources: [Source]
    private let house: @Sendable () -> String
    private let ending: @Sendable (_ uploadKey: String) throws -> ErpEnding
    private let clock: @Sendable () -> Int64
    private let log: Logger
    private let watch: FolderWatch
    private let isRunning = Mutex(false)
    private let bell = NSCondition()

    /// Prepares the door; nothing is taken before ``start()``.
    ///
    /// The closures give the time in milliseconds since 1970, our own id, and what became of a file by its key.
    public init(
        archive: Archive, reception: any Reception, sources: [Source], log: Logger,
        clock: @escaping @Sendable () -> Int64, house: @escaping @Sendable () -> String,
        ending: @escaping @Sendable (_ uploadKey: String) throws -> ErpEnding
    ) throws(SpoolError) {
        self.archive = archive
        self.reception = reception
        self.sources = sources
        self.house = house
        self.ending = ending
        self.clock = clock
        self.log = log
        watch = try FolderWatch()
        for source in sources { try watch.add(source.folder.path) }
    }

    /// Begins to watch and to take.
    public func start() {
        isRunning.withLock { $0 = true }
        let thread = Thread { [self] in
            watchUntilStopped()
            bell.lock()
            isRunning.withLock { $0 = false }
            bell.broadcast()
            bell.unlock()
        }
        thread.name = "wharf-erp"
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// Takes nothing more, finishes what is under way, and returns.
    public func stop() {
        watch.stop()
        bell.lock()
        while isRunning.withLock({ $0 }) { bell.wait() }
        bell.unlock()
    }

    private func watchUntilStopped() {
        while !watch.isStopped {
            var isOpen = false
            for source in sources where !watch.isStopped {
                if look(into: source) { isOpen = true }
            }
            do {
                _ = try watch.next(
                    timeoutMilliseconds: isOpen ? Self.openMilliseconds : Self.roundMilliseconds)
            } catch {
                log.error("the folders of the ERP cannot be watched", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    /// Takes what is new and moves what is done.
    ///
    /// - Returns: whether files are being worked on.
    private func look(into source: Source) -> Bool {
        guard reception.refusal() == nil else { return false }
        let names: [String]
        do {
            names = try source.folder.waiting.list().prefix(Self.filesPerRound).map(\.name)
        } catch {
            log.error(
                "a folder of the ERP cannot be read",
                metadata: ["folder": "\(source.folder.path)", "error": "\(error)"])
            return false
        }
        let open = Mutex(0)
        // Side by side, so that the disk syncs several at once.
        DispatchQueue.concurrentPerform(iterations: names.count) { index in
            do {
                if try handle(names[index], of: source) { open.withLock { $0 += 1 } }
            } catch {
                log.error(
                    "a file of the ERP was not handled; it stays and is tried again",
                    metadata: ["door": "\(source.door)", "name": "\(names[index])", "error": "\(error)"])
            }
        }
        return open.withLock { $0 } > 0
    }

    /// - Returns: whether the file is being worked on.
    private func handle(_ name: String, of source: Source) throws -> Bool {
        guard !watch.isStopped,
            let file = try source.folder.waiting.openFinished(name, at: clock() / 1000)
        else { return false }
        let key = "\(source.door):\(name):\(file.identity)"
        switch try ending(key) {
        case .unknown:
            try take(name, file, key, of: source)
            return true
        case .open: return true
        case .ended(let outcome, let why, let mark):
            try source.folder.settle(name, as: outcome, why: why, mark: mark)
            return false
        }
    }

    private func take(_ name: String, _ file: DropFolder.Finished, _ key: String, of source: Source) throws {
        let partner = house()
        let staged = try archive.begin(partner: partner, name: name, login: "", peer: source.door)
        do {
            try staged.append(all: file.reader)
            _ = try reception.receive(
                Arrival(
                    partner: partner, door: source.door, login: nil, peer: nil, name: name, uploadKey: key),
                content: staged)
        } catch {
            staged.discard()
            throw error
        }
    }
}
