/// CCI: how far the typical price is from its mean, in units of 0.015 mean deviations.
///
/// Typical price: (high + low + close) / 3. The mean deviation is that of the window's prices from the window's mean; 0 where they are all
/// the same. Each update is constant work, each look at ``value`` goes through the window. Source: Lambert, Commodities, October 1980.
@frozen
public struct CommodityChannelIndex: NumberIndicator {
  @usableFromInline var recent: RecentValues
  @usableFromInline var average: SimpleMovingAverage

  /// An empty window of `window` bars, one at least.
  public init(window: Int = 20) {
    recent = RecentValues(window: window)
    average = SimpleMovingAverage(window: window)
  }

  /// The index; nil until `window` bars have come.
  @inlinable
  public var value: Double? {
    guard let mean = average.value else { return nil }
    var deviation = 0.0
    var isFlat = true
    for ago in 0..<recent.window {
      deviation += (recent[ago] - mean).magnitude
      if recent[ago] != recent[0] { isFlat = false }
    }
    guard !isFlat, deviation > 0 else { return 0 }
    return (recent[0] - mean) / (0.015 * deviation / Double(recent.window))
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) { update((high + low + close) / 3) }

  /// Takes the next typical price.
  @inlinable
  public mutating func update(_ value: Double) {
    recent.update(value)
    average.update(value)
  }
}
