import Indicators
import Testing

@Suite("Rolling statistics") struct RollingStatisticsTests {
  @Test(
    "a quantile is that of the sorted window, also among equals",
    arguments: [(1, 0.5), (4, 0), (5, 0.5), (8, 0.3), (6, 1)])
  func quantile(window: Int, quantile: Double) {
    var random = Draws()
    var rolling = RollingQuantile(window: window, quantile: quantile)
    var all: [Double] = []
    for _ in 0..<400 {
      all.append(Double(random.next() % 11))
      rolling.update(all[all.count - 1])
      guard all.count >= window else { continue }
      let sorted = all.suffix(window).sorted()
      let place = quantile * Double(window - 1)
      let below = Int(place)
      let above = min(below + 1, window - 1)
      #expect(rolling.value == sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below]))
    }
  }

  @Test("the variance of small steps on a large number keeps its digits")
  func largeOffset() {
    var variance = RollingVariance(window: 4)
    for step in 0..<1_001 { variance.update(1e9 + Double(step % 4)) }
    #expect(variance.value == 1.25)
    #expect(variance.mean == 1e9 + 1.5)
  }

  @Test("numbers that are all the same have no variance, no score and no shape, whatever came before")
  func flat() {
    var variance = RollingVariance(window: 5)
    var score = ZScore(window: 5)
    var shape = RollingShape(window: 5)
    for value in [3.1, -8.7, 1e12, 0.3, 7] + Array(repeating: 0.1, count: 5) {
      variance.update(value)
      score.update(value)
      shape.update(value)
    }
    #expect(variance.value == 0)
    #expect(variance.mean == 0.1)
    #expect(score.value == 0)
    #expect(shape.skewness == 0)
    #expect(shape.kurtosis == 0)
  }

  @Test("a straight line is found exactly, and so is where it goes on")
  func line() {
    var line = LinearRegression(window: 8)
    for step in 0..<40 { line.update(100 + 0.5 * Double(step)) }
    #expect(line.slope == 0.5)
    #expect(line.value == 119.5)
    #expect(line.intercept == 116)
    #expect(line.forecast(2) == 120.5)
    #expect(line.determination == 1)
  }

  @Test(
    "angles are those of their slopes",
    arguments: [
      (0.0, 0.0), (1, 45), (-1, -45), (1.732_050_807_568_877_2, 60), (0.267_949_192_431_122_7, 15), (1e9, 90),
    ])
  func angle(slope: Double, degrees: Double) {
    var line = LinearRegression(window: 3)
    for step in 0..<3 { line.update(slope * Double(step)) }
    #expect(line.angle.map { ($0 - degrees).magnitude < 1e-7 } == true)
  }

  @Test("one series is the other one doubled: beta two, correlation one, nothing left over")
  func regression() {
    var line = RollingRegression(window: 6)
    for step in 0..<50 {
      let x = Double((step * 7) % 13)
      line.update(x: x, y: 2 * x + 3)
    }
    #expect(line.beta.map { ($0 - 2).magnitude < 1e-14 } == true)
    #expect(line.alpha.map { ($0 - 3).magnitude < 1e-13 } == true)
    #expect(line.correlation.map { ($0 - 1).magnitude < 1e-14 } == true)
    #expect(line.residual.map { $0.magnitude < 1e-13 } == true)
    for _ in 0..<6 { line.update(x: 4, y: 1) }
    #expect(line.beta == 0)
    #expect(line.correlation == 0)
    #expect(line.alpha == 1)
  }

  @Test("the exponent tells a straight way from one that turns back and from a walk")
  func hurst() {
    var straight = HurstExponent(window: 200)
    var turning = HurstExponent(window: 200)
    var walk = HurstExponent(window: 4_000)
    var random = Draws()
    var place = 0.0
    for step in 0..<6_000 {
      straight.update(Double(step))
      turning.update(Double((random.next() >> 13) % 1_000))
      place += Double((random.next() >> 13) % 2_001) - 1_000
      walk.update(place)
    }
    #expect(straight.value.map { ($0 - 1).magnitude < 1e-12 } == true)
    #expect(turning.value.map { $0 < 0.1 } == true)
    #expect(walk.value.map { ($0 - 0.5).magnitude < 0.05 } == true)
  }
}
