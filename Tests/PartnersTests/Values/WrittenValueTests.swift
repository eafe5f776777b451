import Testing

@testable import Partners

struct WrittenValueTests {
    @Test func `time spans have a unit and an end`() {
        #expect(WrittenNumber.duration("10s") == .seconds(10))
        #expect(WrittenNumber.duration("366d") == .seconds(366 * 86_400))
        for text in [
            "", "s", "10", "0s", "01s", "-1s", "1.5h", "367d", "99999999999999999999s",
            "9223372036854775807d", "10 s", "10S", "１s",
        ] {
            #expect(WrittenNumber.duration(text) == nil, "\(text)")
        }
        #expect(AgreedSpan("1 working day") == .workingDays(1))
        #expect(AgreedSpan("3 working days") == .workingDays(3))
        for text in ["working day", "0 working days", "1  working day", "1 working week", "1 day"] {
            #expect(AgreedSpan(text) == nil, "\(text)")
        }
    }

    @Test func `sizes are powers of 1024`() {
        #expect(WrittenNumber.byteCount("1B") == 1)
        #expect(WrittenNumber.byteCount("50MiB") == 52_428_800)
        for text in ["", "50", "50MB", "0B", "-1B", "1.5GiB", "9999999999TiB", "50 MiB", "50mib"] {
            #expect(WrittenNumber.byteCount(text) == nil, "\(text)")
        }
    }

    @Test func `percentages are exact to the hundredth`() {
        #expect(Percentage("0%")?.basisPoints == 0)
        #expect(Percentage("2%")?.basisPoints == 200)
        #expect(Percentage("0.5%")?.basisPoints == 50)
        #expect(Percentage("12.34%")?.basisPoints == 1_234)
        for text in ["", "%", "2", ".5%", "2.%", "-1%", "0.125%", "1001%", "1000.01%", "01%", "2 %"] {
            #expect(Percentage(text) == nil, "\(text)")
        }
    }

    @Test func `days exist as in the calendar`() {
        #expect(WrittenDay.distance(from: "2026-11-23", to: "2026-12-01") == 8)
        #expect(WrittenDay.distance(from: "2028-02-28", to: "2028-03-01") == 2)
        #expect(WrittenDay.distance(from: "2027-12-31", to: "2028-01-01") == 1)
        #expect(WrittenDay.distance(from: "2000-01-01", to: "2026-11-23") == 9_823)
        for text in [
            "", "2027-02-29", "2100-02-29", "2027-13-01", "2027-00-01", "2027-1-01", "27-01-01", "2027-01-32",
            "2027/01/01",
        ] {
            #expect(!WrittenDay.exists(text), "\(text)")
        }
    }

    @Test func `a time of day has two digits each`() {
        #expect(WrittenNumber.minuteOfDay("04:00") == 240)
        for text in ["", "4:00", "24:00", "04:60", "04-00", "0:400", "+4:00", "::::: "] {
            #expect(WrittenNumber.minuteOfDay(text) == nil, "\(text)")
        }
    }
}
