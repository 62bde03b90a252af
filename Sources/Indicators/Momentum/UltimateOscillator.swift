/// Buying pressure over true range in three windows, weighted 4, 2, 1 from the shortest on, 0 to 100.
///
/// Pressure is the close less the lower of low and last close; true range as in ``TrueRange``. A window without range counts as a half.
/// Each update is constant work. Source: Williams, Technical Analysis of Stocks & Commodities, April 1985.
@frozen
public struct UltimateOscillator: Sendable {
  @usableFromInline var pressures: InlineArray<3, RollingTotal>
  @usableFromInline var ranges: InlineArray<3, RollingTotal>
  @usableFromInline var last: Double?

  /// Three windows without a bar, counted in changes, shortest first.
  public init(short: Int = 7, middle: Int = 14, long: Int = 28) {
    pressures = [RollingTotal(window: short), RollingTotal(window: middle), RollingTotal(window: long)]
    ranges = [RollingTotal(window: short), RollingTotal(window: middle), RollingTotal(window: long)]
    last = nil
  }

  /// The oscillator; nil until the longest window's bars and one more have come.
  @inlinable
  public var value: Double? {
    var sum = 0.0
    for place in 0..<3 {
      guard let pressure = pressures[place].value, let range = ranges[place].value else { return nil }
      let weight = place == 0 ? 4.0 : place == 1 ? 2.0 : 1.0
      sum += weight * (range > 0 ? pressure / range : 0.5)
    }
    return 100 * sum / 7
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    if let last {
      let floor = min(low, last)
      let range = max(high, last) - floor
      for place in 0..<3 {
        pressures[place].update(close - floor)
        ranges[place].update(range)
      }
    }
    last = close
  }
}
