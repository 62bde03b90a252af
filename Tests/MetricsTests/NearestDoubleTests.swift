import Metrics
import Testing

@Suite("The nearest Double of a wide whole number") struct NearestDoubleTests {
  @Test("it is what the standard library gives, ties and ends of the range included")
  func agrees() {
    let ties: [Int128] = [
      (1 << 53) + 1, (1 << 53) + 3, (1 << 80) + (1 << 27), (1 << 80) + (1 << 27) + 1, (1 << 80) + 3 * (1 << 27),
    ]
    var values: [Int128] = [
      0, 1, -1, .max, .min, .max - 1, .min + 1, Int128(Int64.max), Int128(Int64.min), 1 << 63, 1 << 64,
    ]
    values += ties + ties.map { -$0 }
    var value: Int128 = 1
    for step in 0..<500 {
      value = value &* 6_364_136_223_846_793_005_123 &+ Int128(step)
      values.append(value >> Int128(step % 120))
    }
    for value in values { #expect(value.nearestDouble == Double(value)) }
  }
}
