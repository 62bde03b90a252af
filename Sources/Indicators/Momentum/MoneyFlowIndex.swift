/// MFI: the share of turnover that came with a rising typical price, 0 to 100, over the last `window` changes.
///
/// Typical price: (high + low + close) / 3; its product with the volume counts as up or down by the change from the bar before, not at all
/// where there is none. 50 where nothing counts. Each update is constant work. Source: Quong and Soudack, Technical Analysis of
/// Stocks & Commodities, March 1989.
@frozen
public struct MoneyFlowIndex: Sendable {
  @usableFromInline var up: RollingTotal
  @usableFromInline var down: RollingTotal
  @usableFromInline var last: Double?

  /// An empty window of `window` changes, one at least.
  public init(window: Int = 14) {
    up = RollingTotal(window: window)
    down = RollingTotal(window: window)
    last = nil
  }

  /// The index; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Double? {
    guard let rising = up.value, let falling = down.value else { return nil }
    let all = rising + falling
    return all > 0 ? 100 * rising / all : 50
  }

  /// Takes the next bar; its volume isn't negative.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double, volume: Double) {
    let typical = (high + low + close) / 3
    if let last {
      let flow = typical * volume
      up.update(typical > last ? flow : 0)
      down.update(typical < last ? flow : 0)
    }
    last = typical
  }
}
