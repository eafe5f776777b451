// swift-tools-version: 6.2
import PackageDescription

/// `WHARF_ROOMS=core` leaves out the rooms that need HTTP, SFTP or the database, and their packages: what remains builds
/// in a fraction of the time and is all that work on X12, documents and translation needs.
let coreOnly = Context.environment["WHARF_ROOMS"] == "core"

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    .define("WHARF_FAILPOINTS", .when(configuration: .debug)),
]

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies,
        swiftSettings: settings)
}

let pureRooms: [Target] = [
    room("X12"),
    room("Documents"),
    room("Partners", ["X12", "Documents", "Yams"]),
    room("Translation", ["X12", "Documents", "Partners"]),
    .testTarget(name: "HouseTests", swiftSettings: settings),
    tests(of: "X12"),
    tests(of: "Documents"),
    tests(of: "Partners", ["X12"]),
    tests(of: "Translation", ["X12", "Documents", "Partners"]),
]

let serverRooms: [Target] = [
    .systemLibrary(name: "CLinux"),
    .systemLibrary(name: "COpenSSL"),
    .systemLibrary(name: "CLibSSH"),
    room("Failpoints"),
    room("Cryptography", ["COpenSSL"]),
    room("SFTP", ["CLibSSH", logging]),
    room("Spool", ["CLinux", "Cryptography", "Failpoints"]),
    room("Store", ["Cryptography", "Spool", "Failpoints", grdb]),
    room("Transports", ["Cryptography", "Partners", "Spool", "SFTP", "Failpoints", logging]),
    room(
        "Sinks",
        [
            "Cryptography", "Partners", "Spool", httpClient,
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ]),
    room(
        "Exchange",
        [
            "Cryptography", "X12", "Documents", "Partners", "Spool", "Translation", "Store", "Transports",
            "Sinks", "Failpoints", logging,
        ]),
    room(
        "Console",
        [
            "Exchange", "Store", "Cryptography", hummingbird, lifecycle, logging,
            .product(name: "HTTPTypes", package: "swift-http-types"),
            .product(name: "NIOCore", package: "swift-nio"),
        ]),
    .executableTarget(
        name: "wharf",
        dependencies: [
            "Cryptography", "X12", "Documents", "Partners", "Spool", "Translation", "Store", "Transports",
            "Sinks", "Exchange", "Console", "SFTP", logging, lifecycle,
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            argumentParser,
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
        ],
        swiftSettings: settings),
    .executableTarget(
        name: "schedule-bench", dependencies: ["Partners"],
        path: "Benchmarks/ScheduleBench", swiftSettings: settings),
    .executableTarget(
        name: "x12-bench", dependencies: ["X12", "Documents", "Partners", "Translation", argumentParser],
        path: "Benchmarks/X12Bench", exclude: ["Profiles"], swiftSettings: settings),
    .executableTarget(
        name: "x12-conformance", dependencies: ["X12", "Documents", "Translation"],
        path: "Benchmarks/Conformance", swiftSettings: settings),
    .executableTarget(
        name: "sftp-bench", dependencies: ["SFTP", logging, argumentParser],
        path: "Benchmarks/SFTPBench", swiftSettings: settings),
    .executableTarget(
        name: "sftp-client-bench", dependencies: ["SFTP", argumentParser],
        path: "Benchmarks/SFTPClientBench", swiftSettings: settings),
    tests(of: "Cryptography"),
    tests(of: "SFTP", [logging]),
    tests(of: "Spool", ["Cryptography"]),
    tests(of: "Store", ["Cryptography", "Spool", grdb]),
    tests(of: "Transports", ["Cryptography", "Spool", "Partners", "SFTP", logging]),
    // An application of ours, as tests of several rooms play it.
    .target(
        name: "Receivers", dependencies: ["Cryptography"], path: "Tests/Receivers", swiftSettings: settings),
    tests(
        of: "Sinks",
        [
            "Cryptography", "Partners", "Spool",
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ]),
    tests(
        of: "Exchange",
        [
            "Cryptography", "Store", "Spool", "Partners", "X12", "Documents", "Translation", "Transports",
            "Sinks", "SFTP", "Receivers", logging, grdb,
        ]),
    .testTarget(name: "ServerTests", dependencies: ["wharf", "Receivers"], swiftSettings: settings),
]

let package = Package(
    name: "wharf",
    products: coreOnly
        ? [.library(name: "X12", targets: ["X12"])]
        : [.library(name: "X12", targets: ["X12"]), .executable(name: "wharf", targets: ["wharf"])],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2")
    ]
        + (coreOnly
            ? []
            : [
                .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
                .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
                .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
                .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
                .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
                .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
                .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
                .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
                .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
            ]),
    targets: pureRooms + (coreOnly ? [] : serverRooms)
)
