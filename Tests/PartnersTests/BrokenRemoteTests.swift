import Testing

struct BrokenRemoteTests {
    @Test(arguments: remote)
    func `one break in the remote side gives one error at its place`(_ breakage: Breakage) throws {
        try breakage.expectOnlyFault(in: "acme-castings.yaml", of: SampleProfiles.partner)
    }

    static let remote = [
        Breakage("host: sftp.acme.example.com", "host: ¦sftp://acme", "`sftp://acme` is not a host name"),
        Breakage("port: 22\n", "port: ¦70000\n", "70000 is above 65535"),
        Breakage(
            "identity: secret://file/acme-sftp-key",
            "identity: ¦|\n    -----BEGIN",
            "a secret must not stand in a profile"),
        Breakage("hostKeys: [\"SHA256:47", "hostKeys: [¦\"SHA256:7", "`SHA256:7DEQ"),
        Breakage("connect: 10s", "connect: ¦0s", "`0s` is not a time span"),
        Breakage(
            "do: move, to: /out/taken",
            "do: move",
            "`to` is missing: where is the file moved?",
            at: "{ do: move"),
        Breakage("do: move, to: /out/taken", "do: delete, to: ¦/x", "`do: delete` has no `to`"),
        Breakage("path: /out,", "path: ¦out,", "`out` is not a path on the server"),
        Breakage("path: /out,", "path: ¦/../out,", "`/../out` is not a path on the server"),
        Breakage(
            "\"{name}.part\"",
            "¦\"{nam}.part\"",
            "nothing is filled in for `{nam}` (hint: did you mean `{name}`?)"),
        Breakage("\"{name}.part\"", "¦\"tmp.part\"", "a temporary name is made of {name}"),
        Breakage(
            "\"{document}_{control}.edi\"",
            "¦\"{document_{control}.edi\"",
            "nothing is filled in for `{document_{control}`"),
        Breakage(
            "\"{document}_{control}.edi\"", "¦\"in/{control}.edi\"", "`in/{control}.edi` is not a file name"),
        Breakage(
            "secret://file/acme-sftp-key", "¦secret://file/acme-sftp-password",
            "secret://file/acme-sftp-password is not a private key"),
        Breakage(
            "host: sftp.acme.example.com", "host: ¦169.254.169.254", "169.254.169.254 is a link-local address"
        ),
        Breakage("host: sftp.acme.example.com", "host: ¦fe80::1", "fe80::1 is a link-local address"),
        Breakage(
            "host: sftp.acme.example.com\n  port: 22\n",
            "host: ¦localhost\n  port: 2222\n",
            "localhost port 2222 is our own server"),
        Breakage("file: 2m", "file: ¦20m", "`file` is longer than the whole visit"),
        Breakage("keepAlive: 20s", "keepAlive: ¦20", "`20` is not a time span"),
        Breakage(
            "to: /out/taken", "to: ¦/out", "a file cannot be moved to the folder that it lies in"),
        Breakage("to: \"{name}.taken\"", "to: ¦\"taken.csv\"", "a new name is made of {name} or {stem}"),
        Breakage(
            "to: \"{name}.taken\"", "to: ¦\"taken_{name}\"", "`taken_x.csv` would be taken again"),
        Breakage(
            "do: rename, to: \"{name}.taken\"", "do: rename", "`to` is missing: what is the file's new name?",
            at: "{ do: rename"),
        Breakage(
            "doneFile: \"{stem}.done\"", "doneFile: ¦\"all.done\"", "a done file's name is made of {name}"),
        Breakage(
            "ready: { stableFor: 30s }", "ready: { stableFor: ¦30s, renamed: true }",
            "`renamed: true` waits for nothing"),
        Breakage("order: name", "order: ¦age", "`age` is not one of name, time, size"),
        Breakage("maxFile: 5MiB", "maxFile: ¦5GiB", "one file may be larger than all files of a visit"),
        Breakage("maxFiles: 50", "maxFiles: ¦0", "0 is below 1"),
        Breakage(
            "- { path: /csv, match: [\"*.csv\"]", "- ¦{ path: /out, match: [\"*.edi\"]",
            "this folder is listed twice"),
        Breakage(
            "path: /in,", "path: /out,", "what we deliver to /out would be picked up there again",
            at: "{ path: /out, match"),
        Breakage("verify: hash", "verify: ¦none", "`verify: none` needs a `reason`"),
        Breakage("verify: hash", "verify: hash, reason: ¦x", "only `verify: none` has a `reason`"),
        Breakage(
            "verify: hash", "rename: false", "a server without rename has no use for a temporary name",
            at: "\"{name}.part"),
        Breakage("synchronize: false", "synchronize: ¦no", "true or false is wanted here"),
        Breakage("parkAfter: 3", "parkAfter: ¦0", "0 is below 1"),
        Breakage("days: [SUN, MON]", "days: [¦sun, MON]", "`sun` is not one of SUN, MON, TUE"),
        Breakage("from: \"22:30\"", "from: ¦\"24:30\"", "`24:30` is not a time of day"),
        Breakage("to: \"02:00\"", "to: ¦\"22:30\"", "the window ends when it begins"),
        Breakage(
            "[{ days: [SUN, MON], from: \"22:30\", to: \"02:00\" }]",
            "¦[{ from: \"02:00\", to: \"01:00\" }, { from: \"01:00\", to: \"02:00\" }]",
            "these windows cover the whole week"),
        Breakage("longest: 2h", "longest: ¦5m", "the longest pause is shorter than the first"),
        Breakage(
            "until: 2027-06-30, reason: their s", "until: ¦someday, reason: their s", "`someday` is not a day"
        ),
        Breakage(
            "until: 2027-06-30, reason: their server is from 2011",
            "until: 2027-06-30, reason: old, ¦rsa: 2048", "unknown key `rsa`"),
        Breakage(
            "every: 5m, jitter: 30s", "every: 5m, jitter: ¦5m", "the jitter is not shorter than `every`"),
    ]
}
