/// A bar of the generated series.
struct Bar: Sendable {
  let open: Double
  let high: Double
  let low: Double
  let close: Double
  let volume: Double
}

/// Bars by whole-number arithmetic, the same as in scripts/golden-indicators.py: a walk that trends up and down by turns.
struct BarWalk: Sendable {
  private var state: UInt64 = 20_240_101
  private var last: Int64 = 100_000
  private var index = 0

  /// The next bar.
  mutating func next() -> Bar {
    // Prices turn back far from where they began, so that a long walk stays above zero; the golden series never gets there.
    let drift: Int64 = last > 190_000 ? -60 : last < 10_000 ? 60 : index / 60 % 2 == 0 ? 25 : -25
    let open = last + draw(41) - 20
    let close = open + draw(401) - 200 + drift
    let high = max(open, close) + draw(120)
    let low = min(open, close) - draw(120)
    let volume = 1 + draw(5_000)
    last = close
    index += 1
    return Bar(
      open: Double(open) / 100, high: Double(high) / 100, low: Double(low) / 100, close: Double(close) / 100,
      volume: Double(volume))
  }

  private mutating func draw(_ below: UInt64) -> Int64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int64((state >> 33) % below)
  }

  /// The first `count` bars.
  static func bars(_ count: Int) -> [Bar] {
    var walk = BarWalk()
    return (0..<count).map { _ in walk.next() }
  }
}
