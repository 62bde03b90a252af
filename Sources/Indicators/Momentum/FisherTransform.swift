/// The place of a price in its range, stretched so that the ends stand out: ln((1 + x) / (1 - x)) / 2.
///
/// x is 0.66 x (place - 1/2) + 0.67 x last x, kept within 0.999, where place is that of the middle (high + low) / 2 among the middles of the
/// last `window` bars, 0 to 1 (a half where they are all the same); the result is itself mixed with half of the last. Constant work an update
/// on average. Source: Ehlers, Technical Analysis of Stocks & Commodities, November 2002.
@frozen
public struct FisherTransform: NumberIndicator {
  @usableFromInline var highest: RollingMaximum
  @usableFromInline var lowest: RollingMinimum
  @usableFromInline var place: Double
  @usableFromInline var state: Double

  /// An empty window of `window` bars, one at least.
  public init(window: Int = 9) {
    highest = RollingMaximum(window: window)
    lowest = RollingMinimum(window: window)
    place = 0
    state = 0
  }

  /// The transform; nil until `window` bars have come.
  @inlinable
  public var value: Double? { highest.value == nil ? nil : state }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double) { update((high + low) / 2) }

  /// Takes the next middle.
  @inlinable
  public mutating func update(_ value: Double) {
    highest.update(value)
    lowest.update(value)
    guard let high = highest.value, let low = lowest.value else { return }
    let share = high > low ? (value - low) / (high - low) : 0.5
    place = max(-0.999, min(0.999, 0.66 * (share - 0.5) + 0.67 * place))
    state = 0.5 * RealMathematics.naturalLogarithm((1 + place) / (1 - place)) + 0.5 * state
  }
}
