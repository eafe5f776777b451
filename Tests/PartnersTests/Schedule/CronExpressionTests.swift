import Testing

@testable import Partners

struct CronExpressionTests {
    @Test func `ranges, lists, steps and names give the numbers they mean`() throws {
        let cron = try CronExpression("*/20 6-8,22 1,15 jan-MAR MON-FRI")
        #expect(cron.minutes == [0, 20, 40])
        #expect(cron.hours == [6, 7, 8, 22])
        #expect(cron.daysOfMonth == [1, 15])
        #expect(cron.months == [1, 2, 3])
        #expect(cron.daysOfWeek == [1, 2, 3, 4, 5])
    }

    @Test func `a step without an end runs to the field's end, and 7 is Sunday`() throws {
        let cron = try CronExpression("50/5 05 * * 7")
        #expect(cron.minutes == [50, 55])
        #expect(cron.hours == [5])
        #expect(cron.daysOfMonth == nil)
        #expect(cron.daysOfWeek == [0])
    }

    @Test func `the leap day runs, the 31st of April does not`() throws {
        _ = try CronExpression("0 0 29 2 *")
        #expect(throws: CronExpression.Flaw.self) { try CronExpression("0 0 31 4 *") }
        // Either day field suffices when both are restricted.
        _ = try CronExpression("0 0 31 4 MON")
    }

    @Test(arguments: [
        "", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * 32 * *", "* * * 0 *",
        "* * * 13 *", "* * * * 8", "*/0 * * * *", "*/x * * * *", "5-1 * * * *", "1,,2 * * * *", ", * * * *",
        "1-2-3 * * * *", "*/5/5 * * * *", "-5 * * * *", "+5 * * * *", "@daily", "* * * FOO *",
        "* * * * MONDAY",
        "* * L * *", "* * ? * *", "٣ * * * *",
    ])
    func `what is no cron expression is refused`(_ text: String) {
        #expect(throws: CronExpression.Flaw.self) { try CronExpression(text) }
    }
}
