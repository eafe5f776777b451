/// Turns one entry of `remote.pickup` into a ``RemoteSection/Pickup``.
enum PickupDecoder {
    /// The pickup.
    static func decode(_ section: Section) -> RemoteSection.Pickup {
        let file = section.byteCount("maxFile")
        let visit = section.byteCount("maxBytes")
        let usual = RemoteSection.Pickup.usualFileBytes
        if let visit, file ?? usual > visit {
            section.error(
                file == nil ? "maxBytes" : "maxFile", "one file may be larger than all files of a visit",
                hint: "keep `maxFile` at or below `maxBytes`")
        }
        let pickup = RemoteSection.Pickup(
            path: section.path(onServer: "path") ?? "", match: section.patterns("match"),
            ignore: section.patterns("ignore"),
            ready: section.section("ready", .ready).map(readiness) ?? .standard,
            order: section.choice("order", RemoteSection.Pickup.Order.self) ?? .time,
            maximumFileBytes: file ?? usual,
            maximumFiles: section.integer("maxFiles", in: 1...100_000) ?? RemoteSection.Pickup.usualFiles,
            maximumBytes: visit ?? max(RemoteSection.Pickup.usualBytes, file ?? usual),
            afterwards: section.section("after", .after).flatMap(afterwards) ?? .leave)
        check(pickup, section)
        return pickup
    }

    private static func readiness(_ section: Section) -> RemoteSection.Pickup.Readiness {
        let done = section.fileName("doneFile")
        if let done, !done.isMadeOfName {
            section.error(
                "doneFile", "a done file's name is made of {name} or {stem}", hint: "write \"{name}.done\"")
        }
        let isRenamed = section.flag("renamed") ?? false
        if isRenamed, section.has("stableFor") {
            section.error("stableFor", "`renamed: true` waits for nothing", hint: "give one of both")
        }
        // Whoever says that a file is done need not be watched standing still.
        let isTold = isRenamed || section.has("doneFile")
        let usual = RemoteSection.Pickup.Readiness.standard.stableFor
        return RemoteSection.Pickup.Readiness(
            stableFor: section.duration("stableFor") ?? (isTold ? .zero : usual),
            minimumAge: section.duration("minimumAge") ?? .zero, doneFile: done, isRenamed: isRenamed)
    }

    private static func afterwards(_ section: Section) -> RemoteSection.Pickup.Afterwards? {
        let verb = section.word("do")
        switch verb {
        case "move":
            if !section.has("to") {
                section.error("to", "`to` is missing: where is the file moved?")
            }
            return section.path(onServer: "to").map { .move(to: $0) }
        case "rename":
            if !section.has("to") {
                section.error(
                    "to", "`to` is missing: what is the file's new name?", hint: "write to: \"{name}.taken\"")
            }
            let name = section.fileName("to")
            if let name, !name.isMadeOfName {
                section.error("to", "a new name is made of {name} or {stem}", hint: "write \"{name}.taken\"")
            }
            return name.map { .rename(to: $0) }
        default:
            if let verb, section.has("to") {
                section.error(
                    "to", "`do: \(verb)` has no `to`", hint: "`do: move` and `do: rename` have one")
            }
            return verb == "delete" ? .delete : .leave
        }
    }

    /// What we leave behind must not look like a file to be taken.
    private static func check(_ pickup: RemoteSection.Pickup, _ section: Section) {
        switch pickup.afterwards {
        case .move(let folder) where folder == pickup.path:
            section.error("after.to", "a file cannot be moved to the folder that it lies in")
        case .rename(let template) where template.isMadeOfName:
            let samples = pickup.match.map { $0.text.replacing("*", with: "x").replacing("?", with: "x") }
            if let name = samples.first(where: { pickup.takes(name: template.filled(name: $0)) }) {
                section.error(
                    "after.to", "`\(template.filled(name: name))` would be taken again",
                    hint: "pass such names over with `ignore`")
            }
        case .move, .rename, .delete, .leave:
            break
        }
    }
}
