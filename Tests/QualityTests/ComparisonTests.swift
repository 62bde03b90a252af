import Market
import Quality
import Testing

@Suite("Bars held against bars") struct ComparisonTests {
  private func pairs(_ built: [TestBar], _ stored: [TestBar]) throws -> [KlineComparison.Pair] {
    var comparison = KlineComparison(
      built: ChunkFeed([columns(built)]), stored: ChunkFeed(stored.map { columns([$0]) }))
    var pairs: [KlineComparison.Pair] = []
    while let pair = try comparison.next() { pairs.append(pair) }
    return pairs
  }

  @Test("only bars of both are compared, and each difference is named with both values")
  func differences() throws {
    var other = TestBar.flat(3)
    other.high = 1001
    other.volume = 90
    other.quote = 100_000
    let pairs = try pairs([.flat(0), .flat(1), .flat(3), .flat(4)], [.flat(1), .flat(2), other, .flat(4)])
    #expect(pairs.map(\.time) == [1, 3, 4].map(TestTime.minute))
    #expect(pairs.map(\.text) == ["", "high 10.01, not 10, volume 0.9, not 1", ""])
    #expect(pairs[1].different == [.high, .volume])
  }

  @Test("closes of two providers further apart than a hundredth are noted")
  func providers() throws {
    var log = FindingLog()
    let result = try CloseComparison.run(
      ChunkFeed([columns([.flat(0), .flat(1), .flat(2, 1000), .flat(5)])]),
      ChunkFeed([columns([.flat(1, 1005), .flat(2, 1011), .flat(4)])]), other: "okx", log: &log)
    #expect(result.bars == 2 && result.beyond == 1)
    #expect(log[.providersDisagree]?.example == "close 10, at okx 10.11")
    #expect(log[.providersDisagree]?.first == TestTime.stamp(2))
  }

  @Test("a bid that is not below the ask is found")
  func quotes() throws {
    var log = FindingLog()
    let result = try CloseComparison.holdApart(
      bid: ChunkFeed([columns([.flat(0, 999), .flat(1, 1000), .flat(3, 1)])]),
      ask: ChunkFeed([columns([.flat(0, 1000), .flat(1, 1000), .flat(2, 1)])]), log: &log)
    #expect(result.bars == 2 && result.beyond == 1)
    #expect(log[.crossed]?.example == "bid 10, ask 10")
  }
}
