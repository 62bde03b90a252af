/// ADOSC: a quick exponential average of the ``AccumulationDistribution`` line less a slow one.
///
/// Each average begins with the mean of its own first values. Each update is constant work. Source: Chaikin.
@frozen
public struct ChaikinOscillator: Sendable {
  @usableFromInline var line: AccumulationDistribution
  @usableFromInline var difference: PriceOscillator

  /// One that has seen nothing; `fast` is below `slow`.
  public init(fast: Int = 3, slow: Int = 10) {
    line = AccumulationDistribution()
    difference = PriceOscillator(fast: fast, slow: slow)
  }

  /// The difference; nil until `slow` bars have come.
  @inlinable
  public var value: Double? { difference.value }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double, volume: Double) {
    line.update(high: high, low: low, close: close, volume: volume)
    difference.update(ifAny: line.value)
  }
}
