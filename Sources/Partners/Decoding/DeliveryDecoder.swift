/// Turns `remote.deliver` into a ``RemoteSection/Delivery``.
enum DeliveryDecoder {
    /// The delivery.
    static func decode(_ section: Section) -> RemoteSection.Delivery {
        let fileName = section.fileName("fileName")
        if let fileName, fileName.isMadeOfName {
            section.error(
                "fileName", "{name} and {stem} are of the final name itself",
                hint: "write \"{document}_{control}.edi\"")
        }
        let verification = section.choice("verify", RemoteSection.Delivery.Verification.self) ?? .stat
        let reason = section.text("reason")
        if verification == .nothing, !section.has("reason") {
            section.error(
                "verify", "`verify: none` needs a `reason`", hint: "say why arrival cannot be checked")
        } else if verification != .nothing, section.has("reason") {
            section.error("reason", "only `verify: none` has a `reason`")
        }
        return RemoteSection.Delivery(
            path: section.path(onServer: "path") ?? "", temporary: temporary(section),
            fileName: fileName ?? .fallback, verification: verification, unverifiedReason: reason,
            isSynchronized: section.flag("synchronize") ?? true,
            isReplacing: section.flag("overwrite") ?? false
        )
    }

    private static func temporary(_ section: Section) -> FileNameTemplate? {
        let temporary = section.fileName("temporary")
        if let temporary, !temporary.isMadeOfName || temporary.text == "{name}" {
            section.error("temporary", "a temporary name is made of {name}", hint: "write \"{name}.part\"")
        }
        guard section.flag("rename") ?? true else {
            if section.has("temporary") {
                section.error(
                    "temporary", "a server without rename has no use for a temporary name",
                    hint: "delete the key, or `rename: false`")
            }
            return nil
        }
        return temporary ?? .usualTemporary
    }
}
