internal import Glibc

/// An open file that closes itself with its one owner.
struct Descriptor: ~Copyable, Sendable {
    let number: Int32

    deinit {
        // A failed close loses nothing that was synced, and what was not synced was not promised.
        close(number)
    }
}
