/// The standard deviation of the last `window` logarithmic returns, per bar.
///
/// That of a sample (divided by `window` - 1), the mean taken out. A year's volatility is this times the root of the bars a year has. Each
/// update is constant work.
@frozen
public struct CloseToCloseVolatility: NumberIndicator {
  @usableFromInline var returns: LogReturn
  @usableFromInline var moments: RollingVariance

  /// An empty window of `window` returns, two at least.
  public init(window: Int) {
    precondition(window > 1, "a sample's deviation takes two values at least")
    returns = LogReturn()
    moments = RollingVariance(window: window)
  }

  /// The deviation; nil until `window` + 1 values have come.
  @inlinable
  public var value: Double? { moments.sampleVariance.map { $0.squareRoot() } }

  /// Takes the next close, above zero.
  @inlinable
  public mutating func update(_ value: Double) {
    returns.update(value)
    moments.update(ifAny: returns.value)
  }
}
