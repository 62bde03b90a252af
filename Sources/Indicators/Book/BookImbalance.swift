/// What stands on the bids less what stands on the asks, over both, -1 to 1; 0 for an empty book.
///
/// Of the best level, or of as many as the caller adds up, with `decay` each level counting so much of the one before it. Constant work a
/// level. Source: Cartea, Jaimungal and Penalva, Algorithmic and High-Frequency Trading, 2015, 3.4.
@frozen
public struct BookImbalance: Sendable {
  /// How much a level counts of the one before it.
  public let decay: Double
  @usableFromInline var latest: Double?

  /// One that has seen nothing; `decay` is from 0 (the best level alone) to 1 (all alike).
  public init(decay: Double = 1) {
    precondition(decay >= 0 && decay <= 1, "a farther level counts no more than a nearer one")
    self.decay = decay
    latest = nil
  }

  /// The imbalance after the last book; nil before the first.
  @inlinable
  public var value: Double? { latest }

  /// Takes the next sums of quantities.
  @inlinable
  public mutating func update(bidQuantity: Double, askQuantity: Double) {
    let all = bidQuantity + askQuantity
    latest = all > 0 ? (bidQuantity - askQuantity) / all : 0
  }

  /// Takes the quantities of the next book's levels, the best first on both sides.
  @inlinable
  public mutating func update(bids: Span<Double>, asks: Span<Double>) {
    update(bidQuantity: weigh(bids), askQuantity: weigh(asks))
  }

  @inlinable
  func weigh(_ quantities: Span<Double>) -> Double {
    var sum = 0.0
    var weight = 1.0
    for place in quantities.indices {
      sum += weight * quantities[place]
      weight *= decay
    }
    return sum
  }
}
