import Foundation
import Partners

/// Measures how long the next runs of 10,000 schedules take: profiles of 50 partners with 200 schedules each, in ten zones.
@main
enum ScheduleBench {
    private static let partners = 50
    private static let schedulesPerPartner = 200
    private static let zones = [
        "America/Chicago", "America/Monterrey", "Europe/Berlin", "Europe/London", "Australia/Sydney",
        "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Beirut", "America/Santiago", "Pacific/Chatham",
    ]
    private static let plans = [
        "30 2 * * *", "*/15 6-20 * * MON-FRI", "0 0 1 * *", "45 1,3 * * SUN", "0 12 29 2 *", "5 4 13 * FRI",
    ]

    static func main() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "wharf-schedule-bench-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try write(to: folder)
        let review = ProfileLoader.load(
            folder: folder.path, secrets: SecretStore(directory: nil, environment: [:]), today: nil)
        guard let directory = review.directory else {
            for fault in review.faults { print(fault) }
            exit(1)
        }
        let schedules = directory.schedules.map(\.profile)
        // 2026-11-23 12:00 UTC, and each later round half a day on.
        let begin: Int64 = 1_795_435_200_000
        var sum: Int64 = 0
        for round in 0..<5 {
            let instant = begin + Int64(round) * 43_200_000
            let took = ContinuousClock().measure {
                for schedule in schedules { sum &+= schedule.next(after: instant)?.instant ?? 0 }
            }
            let milliseconds =
                Double(took.components.attoseconds) / 1e15 + Double(took.components.seconds) * 1e3
            let first = round == 0 ? ", zones looked up for the first time" : ""
            print(String(format: "next run of %d schedules: %.1f ms%@", schedules.count, milliseconds, first))
        }
        print("checksum \(sum)")
    }

    private static func write(to folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let house = """
            apiVersion: wharf/v1
            id: northwind
            name: Northwind
            timeZone: America/Chicago
            identities:
              main: { isaQualifier: ZZ, isaId: NORTHWIND, gsId: NORTHWIND }

            """
        try house.write(to: folder.appendingPathComponent("house.yaml"), atomically: true, encoding: .utf8)
        for partner in 0..<partners {
            var text = """
                apiVersion: wharf/v1
                id: partner-\(partner)
                name: Partner \(partner)
                state: draft
                schedules:

                """
            for number in 0..<schedulesPerPartner {
                let zone = zones[number % zones.count]
                let timing =
                    number % 7 == 6
                    ? "every: \(number + 1)m, on: working-days"
                    : "cron: \"\(plans[(number / zones.count) % plans.count])\", onHoliday: skip, on: working-days"
                text += "  job-\(number): { job: release-orders, \(timing), timeZone: \(zone) }\n"
            }
            try text.write(
                to: folder.appendingPathComponent("partner-\(partner).yaml"), atomically: true,
                encoding: .utf8)
        }
    }
}
