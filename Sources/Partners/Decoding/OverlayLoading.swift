import X12

/// Reads the overlays that an agreement names, and makes the partner's dictionary of them.
struct OverlayLoading {
    let folder: FolderReading

    /// What overlays gave.
    struct Result {
        /// The standard as the partner's guides change it.
        var library = GrammarLibrary.standard
        /// The files it was made of, each once, sorted by name.
        var sources: [PartnerDirectory.Source] = []
    }

    /// The dictionary; mistakes are reported at their place in the overlay.
    func load(_ agreement: TradingAgreement, _ reading: FileReading) -> Result {
        var named: [String: [(path: String, set: String, version: String)]] = [:]
        for (set, inbound) in agreement.inbound {
            guard let file = inbound.overlay else { continue }
            named[file, default: []].append(("x12.inbound.\(set).overlay", set, inbound.version))
        }
        for (set, outbound) in agreement.outbound {
            guard let file = outbound.overlay else { continue }
            named[file, default: []].append(("x12.outbound.\(set).overlay", set, outbound.version))
        }
        var result = Result()
        var overlays: [Overlay] = []
        var readings: [FileReading] = []
        for (file, uses) in named.sorted(by: { $0.key < $1.key }) {
            guard let bytes = folder.bytes(of: file, limit: Overlay.maximumBytes) else {
                reading.error(uses[0].path, "the overlay `\(file)` cannot be read")
                continue
            }
            let overlayReading = folder.reading(file)
            readings.append(overlayReading)
            result.sources.append(PartnerDirectory.Source(file: overlayReading.file, bytes: bytes))
            do throws(OverlayFaults) {
                let overlay = try Overlay(reading: bytes, file: overlayReading.file)
                overlays.append(overlay)
                for use in uses { check(overlay, use, reading) }
            } catch {
                Self.report(error, in: readings)
            }
        }
        guard !overlays.isEmpty else { return result }
        do throws(OverlayFaults) {
            result.library = try GrammarLibrary.standard.applying(overlays)
        } catch {
            Self.report(error, in: readings)
        }
        return result
    }

    /// An overlay that says nothing of the set it is named for has no effect there.
    private func check(
        _ overlay: Overlay, _ use: (path: String, set: String, version: String), _ reading: FileReading
    ) {
        let release = String(use.version.prefix(6))
        guard !overlay.targets.contains(where: { $0.set == use.set && $0.release == release }) else { return }
        reading.warning(
            use.path, "the overlay says nothing of the \(use.set) in \(release), so it has no effect here",
            hint: "begin its rules with `set \(use.set) \(release)`")
    }

    /// Each mistake goes to the reading of the overlay that it stands in.
    private static func report(_ faults: OverlayFaults, in readings: [FileReading]) {
        for fault in faults.faults {
            let message = fault.message.hasSuffix(".") ? String(fault.message.dropLast()) : fault.message
            readings.first { $0.file == fault.file }?.error(
                "", message, hint: fault.nearest.map { "did you mean `\($0)`?" },
                at: Place(line: fault.line, column: fault.column))
        }
        if faults.suppressed > 0 {
            readings.first { $0.file == faults.faults.last?.file }?.error(
                "", "\(faults.suppressed) mistakes more are not shown")
        }
    }
}
