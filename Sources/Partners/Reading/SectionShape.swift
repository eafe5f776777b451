import X12

/// Every section that a profile can have, and the keys it knows: the one table that reader and JSON Schema
/// answer to.
///
/// Sections whose keys are names (identities, sinks, schedules, sets, columns) are not listed; their values
/// are.
enum SectionShape: String, CaseIterable {
    case house, identity, listen, listenAddress, sftpAddress, proxyProtocol, defence, ban, sink, schedule
    case retention
    case partner, contact, hosted, hostedKey, folders, uploads, complete, quota, legacy
    case remote, deadlines, pickup, ready, after, deliver, poll, maintenance, breaker, remoteLegacy
    case x12, x12Partner, delimiters, inboundSet, checks, outboundSet, acknowledgmentDue, answer, acknowledge
    case batch, inboundBatch, outboundBatch, column, inboundColumn, trailerLine, recordTypes
    case tolerances, quantityTolerance, priceTolerance, dateTolerance
    case calendar, calendarYears, holiday
    case suppliers, supplierColumns
    case orders, orderFile, api, apiToken

    /// A key of a section.
    struct Key {
        let name: String
        var isRequired = false
        /// The words it may hold, when it is not free.
        var choices: [String] = []
    }

    /// The keys the section knows, in the order the documents show them.
    var keys: [Key] {
        houseKeys ?? partnerKeys ?? hostedKeys ?? remoteKeys ?? agreementKeys ?? batchKeys ?? calendarKeys
            ?? []
    }

    private var houseKeys: [Key]? {
        switch self {
        case .house:
            [
                .required("apiVersion", ["wharf/v1"]), .required("id"), .required("name"),
                .required("timeZone"), .optional("calendar"), .optional("contacts"), .required("identities"),
                .optional("listen"), .optional("defence"), .optional("sourceAddresses"), .optional("sinks"),
                .optional("schedules"), .optional("suppliers"), .optional("retention"),
                .optional("orders"), .optional("api"),
            ]
        case .orders: [.optional("csv")]
        case .orderFile: [.required("columns")]
        case .api: [.optional("tokens")]
        case .apiToken: [.required("name"), .required("token"), .required("may")]
        case .identity, .x12Partner: [.required("isaQualifier"), .required("isaId"), .required("gsId")]
        case .listen: [.optional("sftp"), .optional("sftpLegacy"), .optional("http")]
        case .listenAddress: [.required("address"), .required("port")]
        case .sftpAddress:
            [
                .required("address"), .required("port"), .optional("publicName"), .optional("publicPort"),
                .optional("proxyProtocol"),
            ]
        case .proxyProtocol: [.required("from")]
        case .defence:
            [
                .optional("sessions"), .optional("sessionsPerLogin"), .optional("perSource"),
                .optional("unauthenticated"), .optional("ban"), .optional("neverBan"), .optional("grace"),
                .optional("idle"), .optional("session"),
            ]
        case .retention: [.optional("files"), .optional("events"), .optional("hold")]
        case .ban: [.optional("threshold"), .optional("time"), .optional("longest")]
        case .sink:
            [
                .required("kind", SinkProfile.Kind.self), .optional("url"), .optional("secret"),
                .optional("formerSecret"), .optional("events"),
                .optional("audience", SinkProfile.Audience.self),
                .optional("onDead", SinkProfile.DeadPolicy.self), .optional("allowPrivate"),
                .optional("timeout"), .optional("authority"),
            ]
        case .schedule:
            [
                .required("job", ScheduleProfile.Job.self), .optional("cron"), .optional("every"),
                .optional("timeZone"), .optional("calendar"), .optional("on", ScheduleProfile.Days.self),
                .optional("onHoliday", ScheduleProfile.OnHoliday.self),
                .optional("missed", ScheduleProfile.Missed.self),
                .optional("overlap", ScheduleProfile.Overlap.self),
                .optional("jitter"), .optional("mustFinishBy"),
            ]
        default: nil
        }
    }

    private var partnerKeys: [Key]? {
        switch self {
        case .partner:
            [
                .required("apiVersion", ["wharf/v1"]), .required("id"), .required("name"),
                .required("state", PartnerState.self), .optional("timeZone"), .optional("calendar"),
                .optional("supplierNumber"),
                .optional("contacts"), .optional("hosted"), .optional("remote"), .optional("x12"),
                .optional("batch"),
                .optional("tolerances"), .optional("schedules"),
            ]
        case .contact: [.required("role"), .optional("name"), .optional("email"), .optional("phone")]
        case .tolerances: [.optional("quantity"), .optional("price"), .optional("date")]
        case .quantityTolerance, .priceTolerance: [.optional("under"), .optional("over")]
        case .dateTolerance: [.optional("early"), .optional("late")]
        default: nil
        }
    }

    private var hostedKeys: [Key]? {
        switch self {
        case .hosted:
            [
                .required("login"), .optional("keys"), .optional("password"),
                .optional("require", HostedSection.Requirement.self), .optional("allowFrom"),
                .optional("folders"), .optional("uploads"), .optional("quota"), .optional("legacy"),
            ]
        case .hostedKey:
            [
                .optional("key"), .optional("keyFile"), .optional("optional"), .optional("label"),
                .optional("notBefore"), .optional("notAfter"),
            ]
        case .folders: [.optional("upload"), .optional("download"), .optional("reports")]
        case .uploads:
            [
                .optional("accept"), .optional("maxFile"), .optional("sameName", UploadRules.SameName.self),
                .optional("complete"), .optional("keepVisible"),
            ]
        case .complete: [.optional("proof", UploadRules.Proof.self), .optional("waitFor")]
        case .quota:
            [
                .optional("bytes"), .optional("files"), .optional("openFiles"), .optional("sessions"),
                .optional("rate"),
            ]
        case .legacy: [.required("until"), .required("reason"), .optional("rsa")]
        default: nil
        }
    }

    private var remoteKeys: [Key]? {
        switch self {
        case .remote:
            [
                .required("host"), .optional("port"), .required("user"), .optional("identity"),
                .optional("passphrase"), .optional("password"), .required("hostKeys"),
                .optional("deadlines"), .optional("keepAlive"), .optional("pickup"), .optional("deliver"),
                .optional("poll"), .optional("maintenance"), .optional("breaker"), .optional("legacy"),
            ]
        case .deadlines:
            [
                .optional("connect"), .optional("auth"), .optional("list"), .optional("file"),
                .optional("poll"),
            ]
        case .pickup:
            [
                .required("path"), .required("match"), .optional("ignore"), .optional("ready"),
                .optional("order", RemoteSection.Pickup.Order.self), .optional("maxFile"),
                .optional("maxFiles"), .optional("maxBytes"), .required("after"),
            ]
        case .ready:
            [.optional("stableFor"), .optional("minimumAge"), .optional("doneFile"), .optional("renamed")]
        case .after: [.required("do", ["move", "rename", "delete", "leave"]), .optional("to")]
        case .deliver:
            [
                .required("path"), .optional("temporary"), .required("fileName"),
                .optional("verify", RemoteSection.Delivery.Verification.self), .optional("reason"),
                .optional("rename"), .optional("synchronize"), .optional("overwrite"),
            ]
        case .poll: [.required("every"), .optional("jitter"), .optional("parkAfter")]
        case .maintenance: [.optional("days"), .required("from"), .required("to")]
        case .breaker: [.optional("after"), .optional("pause"), .optional("longest")]
        case .remoteLegacy: [.required("until"), .required("reason")]
        default: nil
        }
    }

    private var agreementKeys: [Key]? {
        switch self {
        case .x12:
            [
                .required("partner"), .required("identity"), .optional("delimiters"),
                .required("usage", TradingAgreement.Usage.self), .optional("inbound"), .optional("outbound"),
                .optional("acknowledge"), .optional("duplicates", TradingAgreement.DuplicatePolicy.self),
                .optional("checks"),
            ]
        case .delimiters:
            [
                .required("element"), .required("component"), .required("segment"), .optional("repetition"),
                .optional("lineBreak", Delimiters.LineBreak.self),
            ]
        case .inboundSet:
            [
                .required("version"), .optional("otherVersion", InboundAgreement.OtherVersion.self),
                .optional("onError", InboundAgreement.OnError.self), .optional("overlay"),
                .optional("checks"),
            ]
        case .checks:
            ValidationLevels.Family.allCases.map { .optional($0.rawValue, ValidationLevels.Level.self) }
        case .outboundSet:
            [.required("version"), .optional("overlay"), .optional("acknowledgment"), .optional("answer")]
        case .acknowledgmentDue: [.required("within")]
        case .answer: [.required("set"), .optional("within")]
        case .acknowledge:
            [
                .optional("with", AcknowledgePolicy.Form.self),
                .optional("detail", AcknowledgePolicy.Detail.self),
                .optional("ta1", AcknowledgePolicy.Interchange.self), .optional("version"),
                .optional("within"),
            ]
        default: nil
        }
    }

    private var calendarKeys: [Key]? {
        switch self {
        case .calendar:
            [
                .required("apiVersion", ["wharf/v1"]), .required("id"), .required("name"),
                .required("workingDays"), .required("years"), .optional("holidays"),
            ]
        case .calendarYears: [.required("from"), .required("to")]
        case .holiday: [.required("date"), .required("name")]
        default: nil
        }
    }

    private var batchKeys: [Key]? {
        switch self {
        case .batch: [.optional("inbound"), .optional("outbound")]
        case .inboundBatch:
            [
                .required("match"), .required("format", BatchAgreement.Format.self),
                .required("document", CanonicalKind.self), .optional("columns"),
                .optional("trailer", BatchAgreement.Trailer.self), .optional("trailerLine"),
                .optional("records"),
                .optional("encoding", BatchAgreement.Taking.Encoding.self), .optional("separator"),
                .optional("decimal", BatchAgreement.Taking.DecimalMark.self), .optional("dates"),
                .optional("rows"), .optional("lines"),
                .optional("count", BatchAgreement.Taking.Unit.self), .optional("lineLength"),
                .optional("skipLines"), .optional("doneFile"), .optional("quiet"),
                .optional("onFault", BatchAgreement.Taking.OnFault.self),
            ]
        case .inboundColumn:
            [
                .optional("from"), .optional("at"), .optional("length"), .optional("value"),
                .optional("map"), .optional("format"), .optional("record", ["header", "detail"]),
                .optional("decimal", BatchAgreement.Taking.DecimalMark.self),
            ]
        case .trailerLine: [.required("prefix"), .optional("at"), .optional("length")]
        case .recordTypes:
            [
                .optional("from"), .optional("at"), .optional("length"), .required("header"),
                .required("detail"),
            ]
        case .outboundBatch:
            [
                .required("document", CanonicalKind.self), .required("format", BatchAgreement.Format.self),
                .required("fileName"), .optional("columns"),
                .optional("trailer", BatchAgreement.Trailer.self),
                .optional("send", BatchAgreement.Scope.self),
                .optional("separator", CSVSeparator.self),
            ]
        case .column: [.required("at"), .optional("length")]
        case .suppliers:
            [
                .optional("csv"), .optional("kind", SupplierSection.Kind.self),
                .optional("onFault", SupplierSection.OnFault.self), .optional("holdIfShrinksBy"),
                .optional("targets"),
            ]
        case .supplierColumns: [.required("columns"), .optional("separator", CSVSeparator.self)]
        default: nil
        }
    }
}

extension SectionShape.Key {
    fileprivate static func required(_ name: String, _ choices: [String] = []) -> Self {
        Self(name: name, isRequired: true, choices: choices)
    }

    fileprivate static func optional(_ name: String, _ choices: [String] = []) -> Self {
        Self(name: name, choices: choices)
    }

    fileprivate static func required<Choice: CaseIterable & RawRepresentable<String>>(
        _ name: String, _ type: Choice.Type
    ) -> Self {
        .required(name, type.allCases.map(\.rawValue))
    }

    fileprivate static func optional<Choice: CaseIterable & RawRepresentable<String>>(
        _ name: String, _ type: Choice.Type
    ) -> Self {
        .optional(name, type.allCases.map(\.rawValue))
    }
}
