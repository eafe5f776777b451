import Testing

struct BrokenHouseTests {
    @Test(arguments: house)
    func `one break in the house gives one error at its place`(_ breakage: Breakage) throws {
        try breakage.expectOnlyFault(in: "house.yaml", of: SampleProfiles.house)
    }

    static let house = [
        Breakage(
            "address: 127.0.0.1, port: 2222",
            "address: ¦localhost, port: 2222",
            "`localhost` is not an IPv4 or IPv6 address"),
        Breakage("port: 8080", "port: ¦-1", "-1 is below 0"),
        Breakage(
            "{ isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }",
            "{ isaQualifier: ZZ, isaId: NORTHWIND }",
            "`gsId` is missing",
            at: "{ isaQualifier"),
        Breakage(
            "  main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }\n",
            "  ¦{}\n",
            "at least one identity is needed"),
        Breakage("kind: file", "kind: ¦kafka", "`kafka` is not one of file, webhook"),
        Breakage("kind: file }", "kind: file, url: ¦\"https://x.example\" }", "a file sink has no `url`"),
        Breakage(
            "\"https://erp.example.com/hooks/wharf\"",
            "¦\"http://erp.example.com/\"",
            "`http://erp.example.com/` is not an https address"),
        Breakage(
            ", secret: secret://file/erp-hook",
            "",
            "`secret` is missing: a webhook needs one",
            at: "{ kind: webhook"),
        Breakage(
            "events: [\"*\"]", "events: [\"*\"], timeout: ¦90s", "a receiver has 1s to 60s for its reply"),
        Breakage(
            "events: [\"*\"]", "events: [\"*\"], authority: ¦none.pem",
            "there is no file `none.pem` in the profile folder"),
        Breakage("secret://file/erp-hook", "¦whsec_123", "a secret must not stand in a profile"),
        Breakage("mustFinishBy: \"04:00\"", "mustFinishBy: ¦\"24:00\"", "`24:00` is not a time of day"),
        Breakage("listen:", "¦lisen:", "unknown key `lisen` (hint: did you mean `listen`?)"),
        Breakage(
            "port: 2223",
            "port: 2222",
            "sftp listens on this address and port already",
            at: "{ address: 127.0.0.1, port: 2222 }"),
        Breakage("from: [10.0.0.0/29]", "from: [¦10.0.0.1/29]", "`10.0.0.1/29` is not an address range"),
        Breakage("from: [10.0.0.0/29]", "from: ¦[]", "the list is empty"),
        Breakage(
            "publicName: sftp.northwind", "publicName: ¦-sftp.northwind", "`-sftp.northwind.example.com`"),
        Breakage("publicPort: 22,", "publicPort: ¦0,", "0 is below 1"),
        Breakage("http: { address", "http: { ¦publicName: x, address", "unknown key `publicName`"),
        Breakage("sessionsPerLogin: 20", "sessionsPerLogin: ¦501", "501 is above `sessions`, which is 500"),
        Breakage("perSource: 30", "perSource: ¦0", "0 is below 1"),
        Breakage("longest: 12h }", "longest: ¦5m }", "the longest ban is shorter than the first"),
        Breakage("  session: 12h", "  session: ¦1m", "a whole session would be shorter than `idle`"),
        Breakage("neverBan: [192.0.2.10]", "neverBan: [¦monitor]", "`monitor` is not an address range"),
        Breakage("[198.51.100.7]", "¦198.51.100.7", "a list is wanted here, this is text"),
    ]
}
