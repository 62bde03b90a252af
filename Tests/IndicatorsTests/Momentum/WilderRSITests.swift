import Indicators
import Testing

@Suite("The relative strength index") struct WilderRSITests {
  @Test("it follows Wilder's averages")
  func byHand() {
    // Changes +2 -1 +3: gain 5/3, loss 1/3. Then -4: gain 10/9, loss 14/9. Then +1: gain 29/27, loss 28/27.
    var index = WilderRSI(window: 3)
    var seen: [Double?] = []
    for value in [10.0, 12, 11, 14, 10, 11] {
      index.update(value)
      seen.append(index.value)
    }
    #expect(seen[0..<3].allSatisfy { $0 == nil })
    for (value, expected) in zip(seen[3...], [100.0 * 5 / 6, 100.0 * 10 / 24, 100.0 * 29 / 57]) {
      #expect(value.map { ($0 - expected).magnitude < 1e-12 } == true)
    }
  }

  @Test(
    "it is 100 when nothing fell, 0 when nothing rose, 50 when nothing moved", arguments: [(1, 100), (-1, 0), (0, 50)])
  func extremes(change: Double, expected: Double) {
    var index = WilderRSI(window: 14)
    for step in 0...20 { index.update(100 + Double(step) * change) }
    #expect(index.value == expected)
  }
}
