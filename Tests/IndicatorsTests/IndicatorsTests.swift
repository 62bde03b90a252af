import Indicators
import Testing

@Suite("Rolling sums") struct RollingSumTests {
  @Test("the sum is that of the last values, and says when it has enough of them")
  func sums() {
    var sum = RollingSum(window: 3)
    let expected: [(value: Int64, sum: Int64, count: Int, mean: Double?)] = [
      (5, 5, 1, nil), (-2, 3, 2, nil), (9, 12, 3, 4), (1, 8, 3, 8.0 / 3), (0, 10, 3, 10.0 / 3), (-1, 0, 3, 0),
    ]
    for step in expected {
      sum.update(step.value)
      #expect(sum.sum == step.sum)
      #expect(sum.count == step.count)
      #expect(sum.mean == step.mean)
      #expect(sum.isFull == (step.count == 3))
    }
  }

  @Test("a pair gives what two windows give", arguments: [(1, 1), (1, 2), (3, 8), (7, 7), (10, 30), (5, 64)])
  func pair(fast: Int, slow: Int) {
    var pair = RollingSumPair(fast: fast, slow: slow)
    var first = RollingSum(window: fast)
    var second = RollingSum(window: slow)
    var value: Int64 = 4_630_000
    for step in 0..<300 {
      value = (value &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407) >> 20
      pair.update(value)
      first.update(value)
      second.update(value)
      #expect(pair.fastSum == first.sum)
      #expect(pair.slowSum == second.sum)
      #expect(pair.isFull == (step + 1 >= slow))
      #expect(pair.isFull == second.isFull)
    }
  }

  @Test(
    "averages are ordered exactly, also where products leave 64 bits",
    arguments: [
      ([1, 2, 3, 4], 1), ([4, 3, 2, 1], -1), ([5, 5, 5, 5], 0), ([2, 4, 3, 3], 0),
      ([Int64.max / 4, Int64.max / 4, Int64.max / 4, Int64.max / 4 - 1], -1),
      ([Int64.max / 4 - 1, Int64.max / 4, Int64.max / 4, Int64.max / 4], 1),
    ] as [([Int64], Int)])
  func order(values: [Int64], expected: Int) {
    var pair = RollingSumPair(fast: 2, slow: 4)
    for value in values { pair.update(value) }
    #expect(pair.order == expected)
  }

  @Test("a copy goes its own way")
  func copies() {
    var sum = RollingSum(window: 2)
    sum.update(1)
    var copy = sum
    copy.update(10)
    sum.update(2)
    #expect(copy.sum == 11)
    #expect(sum.sum == 3)
  }
}

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
