/// CMF: the mean place of closes in their bars' ranges, weighted by volume, -1 to 1, over the last `window` bars; 0 without any volume.
///
/// Each update is constant work. Source: Chaikin.
@frozen
public struct ChaikinMoneyFlow: Sendable {
  @usableFromInline var flows: RollingTotal
  @usableFromInline var volumes: RollingTotal

  /// An empty window of `window` bars, one at least.
  public init(window: Int = 20) {
    flows = RollingTotal(window: window)
    volumes = flows
  }

  /// The mean place; nil until `window` bars have come.
  @inlinable
  public var value: Double? {
    guard let flow = flows.value, let volume = volumes.value else { return nil }
    return volume > 0 ? flow / volume : 0
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double, volume: Double) {
    flows.update(AccumulationDistribution.place(high: high, low: low, close: close) * volume)
    volumes.update(volume)
  }
}
