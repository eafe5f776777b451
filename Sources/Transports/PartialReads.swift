/// What a partner has read of a file over several handles.
///
/// A handle that was closed has what it read. Of one whose connection was lost the last bytes may never have
/// arrived: they count as far as a later handle goes on behind them, as a client does that resumes.
struct PartialReads: Sendable {
    /// What tells one file of a name from the next.
    struct Source: Sendable, Equatable {
        let byteCount: Int
        let modifiedSeconds: Int64
    }

    let source: Source
    private var held = WrittenRanges(upTo: 0)
    private var sent = WrittenRanges(upTo: 0)

    init(of source: Source) { self.source = source }

    /// Notes what a handle has read.
    mutating func add(_ own: WrittenRanges, isConfirmed: Bool) {
        guard let start = own.ranges.first?.lowerBound else { return }
        for range in sent.ranges where range.lowerBound < start {
            held.add(range.lowerBound..<min(range.upperBound, start))
        }
        for range in own.ranges {
            if isConfirmed { held.add(range) } else { sent.add(range) }
        }
    }

    /// What the partner has for certain.
    var ranges: WrittenRanges { held }
}

extension UploadShelf {
    /// Files whose reading is remembered; the oldest go first.
    private static let readLimit = 1_000

    /// Notes what a handle has read of a file; answers all that its partner has of it for certain.
    func noteRead(
        _ own: WrittenRanges, of name: String, _ source: PartialReads.Source, isConfirmed: Bool
    ) -> WrittenRanges {
        withReads { reads, order in
            if reads[name]?.source != source {
                if reads[name] == nil { order.append(name) }
                reads[name] = PartialReads(of: source)
            }
            reads[name]?.add(own, isConfirmed: isConfirmed)
            let all = reads[name]?.ranges ?? own
            if all.covers(source.byteCount) || order.count > Self.readLimit {
                let gone = all.covers(source.byteCount) ? name : order[0]
                reads[gone] = nil
                order.removeAll { $0 == gone }
            }
            return all
        }
    }

    /// The file is gone; the next of that name is another.
    func forgetReads(of name: String) {
        withReads { reads, order in
            reads[name] = nil
            order.removeAll { $0 == name }
        }
    }
}
