/// Where ``WilderRSI`` stands in its own range: a ``Stochastic`` whose bars are the index.
///
/// Constant work an update on average. Source: Chande and Kroll, The New Technical Trader, 1994.
@frozen
public struct StochasticRSI: Sendable {
  @usableFromInline var index: WilderRSI
  @usableFromInline var stochastic: Stochastic

  /// One that has seen nothing: the index over `index` changes, its range over `window` values, k their mean over `smooth`, d that of
  /// k over `signal`.
  public init(index: Int = 14, window: Int = 14, smooth: Int = 3, signal: Int = 3) {
    self.index = WilderRSI(window: index)
    stochastic = Stochastic(window: window, smooth: smooth, signal: signal)
  }

  /// Place and mean place in the range, 0 to 100; nil until `index` + `window` + `smooth` + `signal` - 2 values have come.
  @inlinable
  public var value: Stochastic.Value? { stochastic.value }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    index.update(value)
    if let strength = index.value { stochastic.update(high: strength, low: strength, close: strength) }
  }
}
