import Testing

struct BrokenPartnerTests {
    @Test(arguments: form + head + hosted + agreement + rest)
    func `one break in a partner gives one error at its place`(_ breakage: Breakage) throws {
        try breakage.expectOnlyFault(in: "acme-castings.yaml", of: SampleProfiles.partner)
    }

    static let form = [
        Breakage(
            "state: live\n", "state: live\n¦state: test\n", "duplicate key `state` (hint: it stands in line 4"
        ),
        Breakage(
            "  port: 22\n",
            "  port: 22\n  ¦\"port\": 23\n",
            "duplicate key `port` (hint: it stands in line 22"),
        Breakage("\"810\": { version", "¦\"855\": { version", "duplicate key `855`"),
        Breakage(
            "{ bytes: 2GiB, files: 5000,",
            "{ bytes: 2GiB, files: 5000, ¦bytes: 1GiB,",
            "duplicate key `bytes`"),
        Breakage("state: live\n", "state: ¦&s live\n", "anchors and aliases are not allowed"),
        Breakage(
            "  deadlines: { connect", "  deadlines: ¦&d { connect", "anchors and aliases are not allowed"),
        Breakage("name: ACME Castings", "name: ¦*acme", "aliases are not allowed"),
        Breakage("  port: 22\n", "  port: 22\n  ¦<<: { a: b }\n", "merge keys are not allowed"),
        Breakage("  port: 22\n", " ¦\tport: 22\n", "a tab in the indentation (hint: indent with spaces)"),
        Breakage("name: ACME Castings", "name: ACME¦\u{1}Castings", "the character U+1 is not allowed"),
        Breakage("name: ACME Castings", "name: ACME¦\u{2028}Castings", "the character U+2028 is not allowed"),
        Breakage("name: ACME Castings", "name: ¦!!str ACME", "tags such as !!str are not allowed"),
        Breakage("name: ACME Castings", "name: ACME¦: Castings", "YAML: mapping values are not allowed"),
        Breakage(
            "name: ACME Castings", "name: ¦@acme", "YAML: while scanning for the next token: found character"),
        Breakage("state: live\n", "state: live\n¦---\nid: b\n", "a profile file holds one document"),
        Breakage("name: ACME Castings", "name: ACME Castings\n? ¦[a]\n: b", "a key is plain text"),
    ]

    static let head = [
        Breakage("wharf/v1", "¦wharf/v2", "`wharf/v2` is not one of wharf/v1"),
        Breakage("apiVersion: wharf/v1\nid", "¦id", "`apiVersion` is missing"),
        Breakage(
            "id: acme-castings ",
            "id: ¦acme ",
            "the id `acme` and the file's name `acme-castings.yaml` differ"),
        Breakage("id: acme-castings ", "id: ¦ACME_Castings ", "`ACME_Castings` is not an id"),
        Breakage("name: ACME Castings", "name:¦", "the value is empty"),
        Breakage("name: ACME Castings", "name: ¦[ACME]", "one value is wanted here, this is a list"),
        Breakage("name: ACME Castings", "name: ¦''", "the value is empty"),
        Breakage(
            "state: live",
            "state: ¦liv",
            "`liv` is not one of draft, test, live, suspended, retired (hint: did you mean `live`?)"),
        Breakage(
            "America/Monterrey",
            "¦America/Monterey",
            "there is no time zone `America/Monterey` (hint: did you mean `America/Monterrey`?)"),
        Breakage("America/Monterrey", "¦CST", "there is no time zone `CST`"),
        Breakage(
            "supplierNumber",
            "¦supplirNumber",
            "unknown key `supplirNumber` (hint: did you mean `supplierNumber`?)"),
        Breakage("supplierNumber", "¦zzz", "unknown key `zzz` (hint: known here: apiVersion, id,"),
        Breakage(
            "[{ role: edi, name: EDI desk, email: edi@acme.example.com }]",
            "¦edi",
            "a list is wanted here, this is text"),
        Breakage("{ role: edi, name", "¦{ name", "`role` is missing"),
        Breakage(
            "edi@acme.example.com", "¦edi.acme.example.com", "`edi.acme.example.com` is not a mail address"),
    ]

    static let hosted = [
        Breakage("login: acme", "login: ¦ac me", "`ac me` is not a login"),
        Breakage(
            "key: \"ssh-ed25519",
            "key: ¦\"ssh-ed25518",
            "this does not begin with a type of key that is taken"),
        Breakage(
            "key: \"ssh-ed25519 AAAA",
            "key: ¦\"ssh-ed25519 !AAA",
            "the base64 part of this ssh-ed25519 key is damaged"),
        Breakage("key: \"ssh-ed25519", "key: ¦\"ssh-rsa", "the base64 part is not a key of type ssh-rsa"),
        Breakage(
            "key: \"ssh-ed25519", "key: ¦\"from=10.0.0.1 ssh-ed25519", "options before a key are not taken"),
        Breakage("notAfter: 2027-06-30", "notAfter: ¦2025-06-30", "notAfter lies before notBefore"),
        Breakage("notAfter: 2027-06-30", "notAfter: ¦2027-06-31", "`2027-06-31` is not a day that exists"),
        Breakage("notAfter: 2027-06-30", "notAfter: ¦2027-02-29", "`2027-02-29` is not a day that exists"),
        Breakage("label: production", "keyFile: ¦a/b.pub", "an entry has `key` or `keyFile`, not both"),
        Breakage("label: production", "optional: ¦true", "only a `keyFile` can be optional"),
        Breakage(
            "    - { key:",
            "    - { label: x }\n    - { key:",
            "`key` or `keyFile` is missing",
            at: "{ label: x"),
        Breakage(
            "    - { key:",
            "    - { keyFile: ¦acme-castings/none.pub }\n    - { key:",
            "there is no file `acme-castings/none.pub`"),
        Breakage(
            "    - { key:",
            "    - { keyFile: ¦../none.pub }\n    - { key:",
            "`../none.pub` is not a path below the profile folder"),
        Breakage(
            "secret://file/acme-password",
            "¦hunter2",
            "a secret must not stand in a profile (hint: write secret://file/NAME"),
        Breakage("secret://file/acme-password", "¦secret://vault/x", "this is not a secret's reference"),
        Breakage("secret://file/acme-password", "¦secret://file/../x", "this is not a secret's reference"),
        Breakage("secret://file/acme-password", "¦secret://file/none", "secret://file/none does not exist"),
        Breakage(
            "secret://file/acme-password",
            "¦secret://env/NONE",
            "secret://env/NONE does not exist (hint: set NONE"),
        Breakage(
            "secret://file/acme-password", "¦secret://systemd/x", "secret://systemd/x cannot be looked up"),
        Breakage(
            "secret://file/acme-password",
            "¦secret://file/acme-sftp-key",
            "secret://file/acme-sftp-key is not an scrypt hash"),
        Breakage("[203.0.113.0/28]", "[¦203.0.113.1/28]", "`203.0.113.1/28` is not an address range"),
        Breakage("[203.0.113.0/28]", "¦[]", "the list is empty (hint: give a value or delete the key)"),
        Breakage("[203.0.113.0/28]", "¦203.0.113.0/28", "a list is wanted here, this is text"),
        Breakage("upload: /upload", "upload: ¦/a/b", "`/a/b` is not a folder of one name"),
        Breakage(
            "download: /download", "download: ¦/upload", "the download and upload folders have the same name"),
        Breakage("\"*.x12\"", "¦\"[a-z].x12\"", "`[a-z].x12` is not a file name pattern"),
        Breakage("maxFile: 50MiB", "maxFile: ¦50MB", "`50MB` is not a size such as 50MiB"),
        Breakage(
            "sameName: keep-both",
            "sameName: ¦keepboth",
            "`keepboth` is not one of keep-both, refuse (hint: did you mean `keep-both`?)"),
        Breakage(
            "proof: x12-envelope", "¦prof: x12-envelope", "unknown key `prof` (hint: did you mean `proof`?)"),
        Breakage("waitFor: 15m", "waitFor: ¦15", "`15` is not a time span such as 10s"),
        Breakage(
            "files: 5000",
            "files: ¦\"5000\"",
            "a number is wanted here, this is text in quotes (hint: drop the quotes)"),
        Breakage("files: 5000", "files: ¦0", "0 is below 1"),
        Breakage("files: 5000", "files: ¦5e3", "`5e3` is not a whole number"),
        Breakage("openFiles: 32", "openFiles: ¦2000", "2000 is above 1024"),
        Breakage("rate: 10MiB", "rate: ¦10", "`10` is not a size such as 50MiB"),
        Breakage("require: both", "require: ¦all", "`all` is not one of any, both"),
        Breakage(
            "  password: secret://file/acme-password\n",
            "",
            "`require: both` needs `keys` and a `password`",
            at: "both\n"),
        Breakage("rsa: 2048", "rsa: ¦1024", "1024 is below 2048"),
        Breakage("until: 2027-03-31", "until: ¦2027-3-31", "`2027-3-31` is not a day that exists"),
        Breakage(
            "until: 2027-03-31, reason: their client is from 2009, rsa",
            "until: 2027-03-31, rsa",
            "`reason` is missing",
            at: "{ until: 2027-03-31"),
    ]

    static let agreement = [
        Breakage(
            "isaId: ACMECAST", "isaId: ¦ACMECAST90123456", "`ACMECAST90123456` is not an ISA id: 1 to 15"),
        Breakage("gsId: ACMECAST", "gsId: ¦A", "`A` is not a GS id: 2 to 15"),
        Breakage("isaQualifier: ZZ", "isaQualifier: ¦Z", "`Z` is not two capital letters or digits"),
        Breakage(
            "isaId: ACMECAST",
            "isaId: NORTHWIND",
            "the partner has our own ISA address ZZ/NORTHWIND",
            at: "{ isaQualifier: ZZ, isaId: NORTHWIND"),
        Breakage(
            "identity: main",
            "identity: ¦mian",
            "the house has no identity `mian` (hint: did you mean `main`?)"),
        Breakage(
            "component: \">\"",
            "component: ¦\"*\"",
            "the component and element delimiters are the same character"),
        Breakage("element: \"*\"", "element: ¦\"A\"", "this character cannot separate"),
        Breakage("element: \"*\"", "element: ¦\"**\"", "a delimiter is one ASCII character"),
        Breakage("element: \"*\"", "element: ¦\"é\"", "a delimiter is one ASCII character"),
        Breakage(
            "segment: \"~\", lineBreak: none",
            "segment: \"\\n\", lineBreak: ¦lf",
            "segments that end with a line break need no other"),
        Breakage(
            "{ element: \"*\", component: \">\", segment: \"~\", lineBreak: none }",
            "¦miror",
            "`miror` is neither mirror nor a section"),
        Breakage(
            "gsId: ACMECAST }",
            "gsId: AC>ME }",
            "the component delimiter stands in the id `AC>ME`",
            at: "\">\""),
        Breakage(
            "\"810\": { version: \"004010\"",
            "\"810\": { version: \"005010\"",
            "`repetition` is missing: version 005010 has one",
            at: "{ element:"),
        Breakage("usage: production", "usage: ¦prod", "`prod` is not one of production, test"),
        Breakage("\"855\": { version", "¦\"85\": { version", "`85` is not a transaction set"),
        Breakage(
            "\"810\": { version: \"004010\"", "\"810\": { version: ¦4010", "`4010` is not an X12 version"),
        Breakage(
            "\"810\": { version: \"004010\" }",
            "\"810\":¦",
            "a section with keys is wanted here, this is nothing"),
        Breakage(
            "onError: accept-good", "onError: ¦accept", "`accept` is not one of reject-set, accept-good"),
        Breakage(
            "overlay: acme-castings/856.overlay",
            "overlay: ¦acme-castings/855.overlay",
            "there is no file `acme-castings/855.overlay`"),
        Breakage(
            "otherVersion: reject", "otherVersion: ¦refuse", "`refuse` is not one of accept, warn, reject"),
        Breakage(
            "amounts: off }", "¦amount: off }", "unknown key `amount` (hint: did you mean `amounts`?)"),
        Breakage("{ codes: warn,", "{ codes: ¦warning,", "`warning` is not one of on, warn, off"),
        Breakage("{ codes: off,", "{ codes: ¦false,", "`false` is not one of on, warn, off"),
        Breakage("detail: full", "detail: ¦error", "`error` is not one of full, errors, group"),
        Breakage("version: \"004010\", within", "version: ¦\"4010\", within", "`4010` is not an X12 version"),
        Breakage("within: 4h", "within: ¦4 hours", "`4 hours` is not a time span"),
        Breakage("within: 1 working day", "within: ¦0 working days", "`0 working days` is not a time span"),
        Breakage("with: \"997\"", "with: ¦998", "`998` is not one of 997, 999, none"),
        Breakage("with: \"997\"", "with: ¦\"999\"", "version 004010 knows no 999"),
    ]

    static let rest = [
        Breakage("document: inventory", "document: ¦inventary", "`inventary` is not one of purchase-order"),
        Breakage("quantityOnHand: { at: 3 }", "quantityOnHand: { at: ¦0 }", "0 is below 1"),
        Breakage("{ at: 3 }", "{ at: 3, length: ¦4 }", "only a fixed width column has a `length`"),
        Breakage("itemNumber: Item", "¦Item-Number: Item", "`Item-Number` is not a field of the document"),
        Breakage("{ at: 1, length: 10 }", "¦Id", "a fixed width column needs its place"),
        Breakage(
            "format: csv",
            "format: ¦cvs",
            "`cvs` is not one of csv, fixed, json, xml (hint: did you mean `csv`?)"),
        Breakage("under: 0%", "under: ¦0", "`0` is not a percentage"),
        Breakage("over: 0.5%", "over: ¦0.125%", "`0.125%` is not a percentage"),
        Breakage("early: 5d", "early: ¦5", "`5` is not a number of days"),
        Breakage("6-20 * *", "6-24 * *", "`6-24` is no hour (0 to 23) of a cron expression", at: "\"*/15"),
        Breakage(
            "\"*/15 6-20 * * MON-FRI\"", "¦\"0 0 30 2 *\"", "no month of this cron expression has a day 30"),
        Breakage(
            "\"*/15 6-20 * * MON-FRI\"", "¦\"0 0 * *\"", "a cron expression has five fields, this one has 4"),
        Breakage(
            "\"*/15 6-20 * * MON-FRI\"",
            "\"0 0 * * *\", every: ¦5m",
            "a schedule has `cron` or `every`, not both"),
        Breakage("cron: \"*/15 6-20 * * MON-FRI\", ", "", "`cron` or `every` is missing", at: "{ job"),
        Breakage(
            "job: release-orders",
            "job: ¦release-order",
            "`release-order` is not one of release-orders, supplier-sync (hint: did you mean `release-orders`?)"
        ),
    ]
}
