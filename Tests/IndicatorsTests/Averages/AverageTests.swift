import Indicators
import Testing

@Suite("Averages") struct AverageTests {
  @Test("a simple average is the mean of its window")
  func simple() {
    var average = SimpleMovingAverage(window: 4)
    var seen: [Double?] = []
    for value in [1.0, 2, 3, 4, 8, 0, 0, 0] {
      average.update(value)
      seen.append(average.value)
    }
    #expect(seen == [nil, nil, nil, 2.5, 4.25, 3.75, 3, 2])
  }

  @Test("rounding errors of a simple average do not outlive a window")
  func drift() {
    var average = SimpleMovingAverage(window: 3)
    average.update(1e17)
    for _ in 0..<1_000 { average.update(0.1) }
    #expect(average.value.map { ($0 - 0.1).magnitude < 1e-15 } == true)
  }

  @Test("an exponential average begins with the mean and then forgets by 2 / (window + 1)")
  func exponential() {
    var average = ExponentialMovingAverage(window: 3)
    var seen: [Double?] = []
    for value in [2.0, 4, 6, 8, 0, 3] {
      average.update(value)
      seen.append(average.value)
    }
    #expect(seen == [nil, nil, 4, 6, 3, 3])
  }
}
