import Indicators
import Testing

@Suite("Windows of numbers") struct WindowTests {
  @Test("recent values are counted from the newest back, and the oldest leaves")
  func recent() {
    var values = RecentValues(window: 3)
    #expect(values.oldest == nil)
    #expect(values.update(1) == 0)
    values.update(2)
    #expect(values.count == 2)
    #expect(values.update(3) == 0)
    #expect(values.oldest == 1)
    #expect(values.update(4) == 1)
    #expect([values[0], values[1], values[2]] == [4, 3, 2])
    #expect(values.isFull)
  }

  @Test("what is subtracted from a compensated sum takes away what it brought, however large it was")
  func compensated() {
    var sum = CompensatedSum()
    for value in [0.1, 1e16, 0.7, -1e16, -0.7, -0.1] { sum.add(value) }
    #expect(sum.value.magnitude < 1e-16)
  }

  @Test("a window of zeros sums to zero, whatever its sum was before")
  func zeros() {
    var total = RollingTotal(window: 3)
    for value in [1e30, 0.1, 1e-30, 1e10 / 3, 0.7, 0, 0] { total.update(value) }
    #expect(total.sum > 0)
    total.update(0)
    #expect(total.sum == 0)
    total.update(0.25)
    #expect(total.value == 0.25)
  }

  @Test("a sum of many thousand fractions is that of whole numbers")
  func manySteps() {
    var random = Draws()
    var sum = CompensatedSum()
    var exact: Int128 = 0
    for _ in 0..<200_000 {
      // Whole multiples of 2^-30, up to 2^33: no double holds their sum.
      let part = Int64(bitPattern: random.next()) >> 1
      let value = Double(part >> 10) * 0x1p-30
      sum.add(value)
      exact += Int128(Int64(value * 0x1p30))
    }
    #expect(sum.value == Double(exact) * 0x1p-30)
  }

  @Test("greatest, least and their ages are those of a search through the window", arguments: [1, 2, 3, 7, 20])
  func extremes(window: Int) {
    var random = Draws()
    var maximum = RollingMaximum(window: window)
    var minimum = RollingMinimum(window: window)
    var all: [Double] = []
    for _ in 0..<500 {
      // Few values, so that many are equal.
      let value = Double(random.next() % 9) - 4
      all.append(value)
      maximum.update(value)
      minimum.update(value)
      guard all.count >= window else {
        #expect(maximum.value == nil && minimum.age == nil)
        continue
      }
      let newestFirst = Array(all.suffix(window).reversed())
      #expect(maximum.value == newestFirst.max())
      #expect(minimum.value == newestFirst.min())
      #expect(maximum.age == newestFirst.firstIndex { $0 == newestFirst.max() })
      #expect(minimum.age == newestFirst.firstIndex { $0 == newestFirst.min() })
    }
  }

  @Test("an indicator stands behind another from its first value on, and a copy goes its own way")
  func chained() {
    var chain = WilderRSI(window: 3).then(SimpleMovingAverage(window: 2))
    var index = WilderRSI(window: 3)
    var seen: [Double] = []
    for value in [10.0, 12, 11, 14, 10, 11, 15] {
      chain.update(value)
      index.update(value)
      if let strength = index.value { seen.append(strength) }
      #expect(chain.first.value == index.value)
      let mean = seen.count < 2 ? nil : (seen[seen.count - 2] + seen[seen.count - 1]) / 2
      #expect((chain.value == nil) == (mean == nil))
      if let value = chain.value, let mean { #expect((value - mean).magnitude < 1e-12) }
    }
    var copy = chain
    copy.update(100)
    #expect(chain.first.value == index.value)
    #expect(copy.value != chain.value)
  }
}

/// Numbers for tests, the same on every run.
struct Draws {
  private var state: UInt64 = 77

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}
