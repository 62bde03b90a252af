/// Buying pressure over true range in three windows, weighted 4, 2, 1 from the shortest on, 0 to 100.
///
/// Pressure is the close less the lower of low and last close; true range as in ``TrueRange``. A window without range counts as a half.
/// Each update is constant work. Source: Williams, Technical Analysis of Stocks & Commodities, April 1985.
@frozen
public struct UltimateOscillator: Sendable {
  @usableFromInline var short: BuyingPressure
  @usableFromInline var middle: BuyingPressure
  @usableFromInline var long: BuyingPressure
  @usableFromInline var last: Double?

  /// Three windows without a bar, counted in changes.
  public init(short: Int = 7, middle: Int = 14, long: Int = 28) {
    self.short = BuyingPressure(window: short)
    self.middle = BuyingPressure(window: middle)
    self.long = BuyingPressure(window: long)
    last = nil
  }

  /// The oscillator; nil until the longest window's bars and one more have come.
  @inlinable
  public var value: Double? {
    guard let near = short.share, let mid = middle.share, let far = long.share else { return nil }
    return 100 * (4 * near + 2 * mid + far) / 7
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    if let last {
      let floor = min(low, last)
      let range = max(high, last) - floor
      short.update(close - floor, range)
      middle.update(close - floor, range)
      long.update(close - floor, range)
    }
    last = close
  }
}

/// Pressure over range in one window.
@usableFromInline
@frozen
struct BuyingPressure: Sendable {
  @usableFromInline var pressures: RollingTotal
  @usableFromInline var ranges: RollingTotal

  @usableFromInline
  init(window: Int) {
    pressures = RollingTotal(window: window)
    ranges = pressures
  }

  @inlinable
  var share: Double? {
    guard let pressure = pressures.value, let range = ranges.value else { return nil }
    return range > 0 ? pressure / range : 0.5
  }

  @inlinable
  mutating func update(_ pressure: Double, _ range: Double) {
    pressures.update(pressure)
    ranges.update(range)
  }
}
