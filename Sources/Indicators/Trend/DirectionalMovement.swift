/// Wilder's directional system: +DI and -DI, their contrast DX, its average ADX and that one's mean with its past, ADXR.
///
/// A bar's movement is the larger of the rise of highs and the fall of lows, if above zero, and counts for that side alone. DI is
/// 100 x averaged movement / averaged ``TrueRange``, DX 100 x |+DI - -DI| / (+DI + -DI); averages are ``SmoothedMovingAverage``s. Without
/// any range or movement these are 0. Each update is constant work. Source: Wilder, New Concepts in Technical Trading Systems, 1978.
@frozen
public struct DirectionalMovement: Sendable {
  @usableFromInline var rises: SmoothedMovingAverage
  @usableFromInline var falls: SmoothedMovingAverage
  @usableFromInline var ranges: SmoothedMovingAverage
  @usableFromInline var index: SmoothedMovingAverage
  @usableFromInline var past: RecentValues
  @usableFromInline var last: (high: Double, low: Double, close: Double)?

  /// One that has seen nothing; `window` is one at least.
  public init(window: Int = 14) {
    rises = SmoothedMovingAverage(window: window)
    falls = rises
    ranges = rises
    index = rises
    past = RecentValues(window: window)
    last = nil
  }

  /// +DI, the share of the range that went up, 0 to 100; nil until `window` + 1 bars have come.
  @inlinable
  public var plus: Double? { share(rises) }

  /// -DI, the share of the range that went down, 0 to 100; nil until `window` + 1 bars have come.
  @inlinable
  public var minus: Double? { share(falls) }

  /// DX, the contrast of both, 0 to 100; nil until `window` + 1 bars have come.
  @inlinable
  public var contrast: Double? {
    guard let up = plus, let down = minus else { return nil }
    return up + down > 0 ? 100 * (up - down).magnitude / (up + down) : 0
  }

  /// ADX, the average contrast, 0 to 100; nil until 2 `window` bars have come.
  @inlinable
  public var value: Double? { index.value }

  /// ADXR, the mean of ADX and of what it was `window` - 1 bars ago; nil until 3 `window` - 1 bars have come.
  @inlinable
  public var rating: Double? { past.oldest.map { (past[0] + $0) / 2 } }

  @inlinable
  func share(_ movement: SmoothedMovingAverage) -> Double? {
    guard let moved = movement.value, let range = ranges.value else { return nil }
    return range > 0 ? 100 * moved / range : 0
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    if let last {
      let rise = high - last.high
      let fall = last.low - low
      rises.update(rise > fall && rise > 0 ? rise : 0)
      falls.update(fall > rise && fall > 0 ? fall : 0)
      ranges.update(max(high, last.close) - min(low, last.close))
      index.update(ifAny: contrast)
      if let average = index.value { past.update(average) }
    }
    last = (high, low, close)
  }
}
