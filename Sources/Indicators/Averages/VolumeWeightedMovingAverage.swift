/// VWMA: the mean of the last `window` prices, each weighing its volume.
///
/// A window without any volume has no such mean. Each update is constant work.
@frozen
public struct VolumeWeightedMovingAverage: Sendable {
  @usableFromInline var turnover: RollingTotal
  @usableFromInline var volumes: RollingTotal

  /// An empty window of `window` bars, one at least.
  public init(window: Int) {
    turnover = RollingTotal(window: window)
    volumes = RollingTotal(window: window)
  }

  /// The average; nil until `window` bars have come, and while they traded nothing.
  @inlinable
  public var value: Double? {
    guard let sum = turnover.value, volumes.sum > 0 else { return nil }
    return sum / volumes.sum
  }

  /// Takes the next bar's price, its close for most, and its volume, which isn't negative.
  @inlinable
  public mutating func update(_ price: Double, volume: Double) {
    turnover.update(price * volume)
    volumes.update(volume)
  }
}
