/// The straight line of least squares through the last `window` numbers, one step apart.
///
/// Sums are kept of differences from an origin near the numbers and taken anew once a window. Each update is constant work.
@frozen
public struct LinearRegression: NumberIndicator {
  @usableFromInline var sums: RollingTrend

  /// An empty window of `window` numbers, two at least.
  public init(window: Int) {
    precondition(window > 1, "a line takes two points at least")
    sums = RollingTrend(window: window)
  }

  /// Numbers in a full window.
  @inlinable
  public var window: Int { sums.values.window }

  /// How much the line rises from one number to the next; nil until `window` numbers have come.
  @inlinable
  public var slope: Double? {
    guard sums.values.isFull else { return nil }
    return sums.isFlat ? 0 : tilt / spread
  }

  /// The line at the oldest number; nil until `window` numbers have come.
  @inlinable
  public var intercept: Double? { slope.map { middle - $0 * (Double(window) - 1) / 2 } }

  /// The line at the newest number; nil until `window` numbers have come.
  @inlinable
  public var value: Double? { slope.map { middle + $0 * (Double(window) - 1) / 2 } }

  /// The line `steps` after the newest number.
  @inlinable
  public func forecast(_ steps: Double = 1) -> Double? {
    slope.map { middle + $0 * ((Double(window) - 1) / 2 + steps) }
  }

  /// What share of the numbers' variance is the line's, 0 to 1; 0 where all are the same. Nil until `window` numbers have come.
  @inlinable
  public var determination: Double? {
    guard sums.values.isFull else { return nil }
    let variation = sums.squares - sums.sum * sums.sum / Double(window)
    return sums.isFlat || variation <= 0 ? 0 : min(1, tilt * tilt / (spread * variation))
  }

  /// The slope as an angle in degrees; it depends on the scale of the numbers. Nil until `window` numbers have come.
  public var angle: Double? { slope.map { RealMathematics.arcTangent($0) * (180 / Double.pi) } }

  /// The mean of the numbers: the line passes it half-way.
  @inlinable
  var middle: Double { sums.isFlat ? sums.values[0] : sums.origin + sums.sum / Double(window) }

  /// Sum of place x number, both from their means.
  @inlinable
  var tilt: Double { sums.weighted - sums.sum * (Double(window) + 1) / 2 }

  /// Sum of squared places from their mean.
  @inlinable
  var spread: Double {
    let count = Double(window)
    return count * (count * count - 1) / 12
  }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) { sums.update(value) }
}
