/// Turns a house's `retention` section into a ``RetentionSection``.
enum RetentionDecoder {
    /// The section.
    static func decode(_ section: Section) -> RetentionSection {
        func time(_ key: String) -> Duration? {
            guard let time = section.duration(key) else { return nil }
            guard time >= RetentionSection.shortest else {
                section.error(
                    key, "nothing is removed before 90 days, in which a repeat of a file is recognised",
                    hint: "write 90d or more")
                return nil
            }
            return time
        }
        let hold = section.values("hold", "a partner's id") { Characters.isID($0) ? $0 : nil }
        return RetentionSection(files: time("files"), events: time("events"), hold: Set(hold))
    }
}
