import Testing

@testable import X12

@Suite struct NumberMemoryTests {
    private func insert(_ text: String, _ memory: inout NumberMemory) -> NumberMemory.Answer {
        Array(text.utf8).withUnsafeBufferPointer { memory.insert($0) }
    }

    @Test func `numbers in any order are known again, as a plain set knows them`() {
        var numbers = SeededNumbers(seed: 7)
        for limit in [1_000_000, 0] {
            var memory = NumberMemory(widthCounts: true, limit: limit)
            var plain: Set<String> = []
            for _ in 0..<20_000 {
                let text = String(Int.random(in: 0..<1_500, using: &numbers))
                let answer = insert(text, &memory)
                let isNew = plain.insert(text).inserted
                #expect(answer == (isNew ? .new : .repeated), "\(text)")
            }
        }
    }

    @Test func `a width makes another number only where it counts`() {
        var sets = NumberMemory(widthCounts: true, limit: 10)
        #expect(insert("0001", &sets) == .new && insert("00001", &sets) == .new)
        #expect(insert("0001", &sets) == .repeated)
        var levels = NumberMemory(widthCounts: false, limit: 10)
        #expect(insert("1", &levels) == .new && insert("01", &levels) == .repeated)
    }

    @Test func `words are known one by one up to the limit, then the memory is full`() {
        var memory = NumberMemory(widthCounts: true, limit: 3)
        #expect(["A1", "A2", "A3"].map { insert($0, &memory) } == [.new, .new, .new])
        #expect(insert("A4", &memory) == .full && insert("A2", &memory) == .repeated)
        memory.removeAll()
        #expect(insert("A2", &memory) == .new)
    }

    @Test func `numbers that count upward need no limit`() {
        var memory = NumberMemory(widthCounts: true, limit: 0)
        for number in 1...50_000 {
            if insert(String(number), &memory) != .new { Issue.record("\(number)") }
        }
        #expect(insert("25000", &memory) == .repeated)
    }

    @Test func `many gaps go over from runs to single numbers`() {
        var memory = NumberMemory(widthCounts: false, limit: 5_000)
        for number in 0..<4_000 { #expect(insert(String(number * 2), &memory) == .new) }
        for number in 0..<4_000 { #expect(insert(String(number * 2), &memory) == .repeated) }
        #expect(insert("7777", &memory) == .new && insert("7777", &memory) == .repeated)
    }
}
