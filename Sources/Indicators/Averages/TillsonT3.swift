/// T3: six exponential averages in a row, mixed so that little lag and little noise remain.
///
/// With v = `volumeFactor` and e3 to e6 the third to the sixth average: -v^3 e6 + (3 v^2 + 3 v^3) e5 - (6 v^2 + 3 v + 3 v^3) e4
/// + (1 + 3 v + v^3 + 3 v^2) e3. Each update is constant work. Source: Tillson, Technical Analysis of Stocks & Commodities, January 1998.
@frozen
public struct TillsonT3: NumberIndicator {
  @usableFromInline var averages: InlineArray<6, ExponentialMovingAverage>
  /// Of e6, e5, e4, e3.
  @usableFromInline let weights: InlineArray<4, Double>

  /// An average that has seen nothing; `window` is one at least, `volumeFactor` is between 0 (a plain cascade) and 1.
  public init(window: Int, volumeFactor v: Double = 0.7) {
    averages = InlineArray(repeating: ExponentialMovingAverage(window: window))
    let square = v * v
    let cube = square * v
    weights = [-cube, 3 * (square + cube), -6 * square - 3 * (v + cube), 1 + 3 * v + cube + 3 * square]
  }

  /// The average; nil until 6 `window` - 5 values have come.
  @inlinable
  public var value: Double? {
    guard let six = averages[5].value, let five = averages[4].value, let four = averages[3].value,
      let three = averages[2].value
    else { return nil }
    return weights[0] * six + weights[1] * five + weights[2] * four + weights[3] * three
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    var next = value
    for place in 0..<6 {
      averages[place].update(next)
      guard let value = averages[place].value else { return }
      next = value
    }
  }
}
