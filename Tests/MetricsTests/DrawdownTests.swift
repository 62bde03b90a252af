import Market
import Metrics
import Testing

@Suite("Drawdown") struct DrawdownTests {
  @Test(
    "it is the deepest fall from a peak and the longest way back",
    arguments: [
      // values, one a second from 0   deepest fraction  longest, seconds, with the end at the last value
      ([100], nil, 0), ([100, 100, 100], nil, 0), ([100, 110, 120], nil, 0), ([100, 90], 0.1, 1),
      ([100, 90, 100], 0.1, 2), ([100, 80, 90, 101, 100, 102], 0.2, 3), ([100, 100, 100, 99, 100], 0.01, 2),
      ([100, 50, 200, 120, 180], 0.5, 2), ([100, 90, 80, 70, 60, 50], 0.5, 5), ([10, 9, 10, 100, 91, 89], 0.11, 2),
      ([100, -20], 1.2, 1),
    ] as [([Int128], Double?, Int64)])
  func deepest(values: [Int128], fraction: Double?, seconds: Int64) {
    var drawdown = Drawdown(at: 0, values[0])
    for (second, value) in values.enumerated() { drawdown.mark(Int64(second), value) }
    #expect(drawdown.deepestSoFar?.fraction == fraction)
    #expect(drawdown.longest(until: Int64(values.count - 1)) == seconds)
  }

  @Test("fractions that no Double tells apart are compared exactly")
  func exact() {
    let unit: Int128 = 1_000_000_000_000_000_000_000_000_000_000
    var drawdown = Drawdown(at: 0, unit)
    drawdown.mark(1, unit - unit / 10)
    drawdown.mark(2, unit + 1)
    drawdown.mark(3, unit - unit / 10 + 1)
    // A tenth of the second peak would end 0.9 higher, so the second fall is the shallower one by less than 1e-30.
    #expect(drawdown.deepestSoFar?.from == 0)
    drawdown.mark(4, unit - unit / 10)
    #expect(drawdown.deepestSoFar?.from == 2)
  }

  @Test("a flat time at the peak does not count as a way back")
  func flat() {
    var drawdown = Drawdown(at: 0, 100)
    drawdown.stand(until: 50)
    drawdown.mark(51, 90)
    drawdown.mark(53, 100)
    #expect(drawdown.longest(until: 99) == 3)
  }

  @Test("there is no fraction of a peak that is not positive")
  func nothing() {
    var drawdown = Drawdown(at: 0, 0)
    drawdown.mark(1, -5)
    #expect(drawdown.deepestSoFar == nil)
  }
}
