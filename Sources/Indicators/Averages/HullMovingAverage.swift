/// HMA: a weighted average, over the root of `window`, of twice the average over half the window less that over all of it.
///
/// Half and root are rounded down, as Hull did. Each update is constant work. Source: alanhull.com/hull-moving-average.
@frozen
public struct HullMovingAverage: NumberIndicator {
  @usableFromInline var half: WeightedMovingAverage
  @usableFromInline var whole: WeightedMovingAverage
  @usableFromInline var smooth: WeightedMovingAverage

  /// An empty window of `window` numbers, two at least.
  public init(window: Int) {
    precondition(window > 1, "half a window holds one value at least")
    half = WeightedMovingAverage(window: window / 2)
    whole = WeightedMovingAverage(window: window)
    smooth = WeightedMovingAverage(window: Int(Double(window).squareRoot()))
  }

  /// The average; nil until `window` + root - 1 numbers have come.
  @inlinable
  public var value: Double? { smooth.value }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    half.update(value)
    whole.update(value)
    if let near = half.value, let far = whole.value { smooth.update(2 * near - far) }
  }
}
