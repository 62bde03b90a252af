/// How lately the highest high and the lowest low of a window came, each 0 (at its old end) to 100 (now).
///
/// 100 x (window - bars since) / window, among the last `window` + 1 bars; of equal extremes the newest counts. Constant work an update on
/// average. Source: Chande, Technical Analysis of Stocks & Commodities, September 1995.
@frozen
public struct Aroon: Sendable {
  /// What it shows after a bar.
  @frozen
  public struct Value: Sendable, Equatable {
    /// How lately the highest high came.
    public let up: Double
    /// How lately the lowest low came.
    public let down: Double

    @inlinable
    init(up: Double, down: Double) {
      self.up = up
      self.down = down
    }

    /// Up less down, -100 to 100.
    @inlinable
    public var oscillator: Double { up - down }
  }

  @usableFromInline let window: Int
  @usableFromInline var range: RollingRange

  /// An empty window of `window` changes, one at least.
  public init(window: Int = 25) {
    precondition(window > 0, "a window holds one value at least")
    self.window = window
    range = RollingRange(window: window + 1)
  }

  /// Both figures; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Value? {
    guard let high = range.highs.age, let low = range.lows.age else { return nil }
    return Value(up: 100 * Double(window - high) / Double(window), down: 100 * Double(window - low) / Double(window))
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double) { range.update(high: high, low: low) }
}
