/// How far highs got from the last lows, and lows from the last highs, over the last `window` bars' true range.
///
/// Up: sum of |high - last low| / sum of ``TrueRange``; down: sum of |low - last high| over the same; 1 both where nothing moved. Each update is
/// constant work. Source: Botes and Siepman, Technical Analysis of Stocks & Commodities, January 2010.
@frozen
public struct Vortex: Sendable {
  /// What it shows after a bar.
  @frozen
  public struct Value: Sendable, Equatable {
    /// Movement up, about 1.
    public let up: Double
    /// Movement down, about 1.
    public let down: Double

    @inlinable
    init(up: Double, down: Double) {
      self.up = up
      self.down = down
    }
  }

  @usableFromInline var ups: RollingTotal
  @usableFromInline var downs: RollingTotal
  @usableFromInline var ranges: RollingTotal
  @usableFromInline var last: (high: Double, low: Double, close: Double)?

  /// An empty window of `window` changes, one at least.
  public init(window: Int = 14) {
    ups = RollingTotal(window: window)
    downs = ups
    ranges = ups
    last = nil
  }

  /// Both figures; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Value? {
    guard let up = ups.value, let down = downs.value, let range = ranges.value else { return nil }
    return range > 0 ? Value(up: up / range, down: down / range) : Value(up: 1, down: 1)
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    if let last {
      ups.update((high - last.low).magnitude)
      downs.update((low - last.high).magnitude)
      ranges.update(max(high, last.close) - min(low, last.close))
    }
    last = (high, low, close)
  }
}
