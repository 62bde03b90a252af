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
