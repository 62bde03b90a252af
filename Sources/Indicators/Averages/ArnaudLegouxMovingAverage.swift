/// ALMA: a mean of the last `window` numbers under a bell whose top stands near the new end.
///
/// Weight of the i-th oldest: exp(-(i - m)^2 / (2 s^2)), m = `offset` (window - 1), s = window / `sigma`. Each update is constant
/// work, each look at ``value`` takes `window` products. Source: Legoux and Kouzis-Loukas, 2009.
@frozen
public struct ArnaudLegouxMovingAverage: NumberIndicator {
  @usableFromInline var recent: RecentValues
  /// Of the newest first; they sum to one.
  @usableFromInline let weights: [Double]

  /// An empty window of `window` numbers, one at least; `offset` from 0 (old end) to 1 (new end), `sigma` above zero.
  public init(window: Int, offset: Double = 0.85, sigma: Double = 6) {
    recent = RecentValues(window: window)
    let middle = offset * Double(window - 1)
    let width = Double(window) / sigma
    let bell = (0..<window).map { ago in
      let distance = Double(window - 1 - ago) - middle
      return RealMathematics.exponential(-distance * distance / (2 * width * width))
    }
    var total = 0.0
    for weight in bell { total += weight }
    weights = bell.map { $0 / total }
  }

  /// The average; nil until `window` numbers have come.
  @inlinable
  public var value: Double? {
    guard recent.isFull else { return nil }
    var sum = 0.0
    for ago in 0..<recent.window { sum += weights[ago] * recent[ago] }
    return sum
  }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) { recent.update(value) }
}
