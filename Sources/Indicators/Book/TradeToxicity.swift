/// VPIN: how one-sided trading is, 0 (balanced) to 1, counted in buckets of equal volume instead of time.
///
/// Trades fill a bucket; what is too much goes into the next. The figure is the mean over the last `buckets` full ones of |bought - sold| /
/// bucket volume, by the side that took. (The authors guess the side from price changes; prints of crypto exchanges name it.) An update is
/// constant work but for trades larger than a bucket, at most `buckets` steps for those. Source: Easley, López de Prado and O'Hara, Review
/// of Financial Studies 25, 2012.
@frozen
public struct TradeToxicity: Sendable {
  /// Volume of a bucket.
  public let bucketVolume: Double
  @usableFromInline var imbalances: RollingTotal
  @usableFromInline var bought: Double
  @usableFromInline var sold: Double

  /// Empty buckets; `bucketVolume` is above zero, `buckets` one at least.
  public init(bucketVolume: Double, buckets: Int = 50) {
    precondition(bucketVolume > 0, "a bucket holds something")
    self.bucketVolume = bucketVolume
    imbalances = RollingTotal(window: buckets)
    bought = 0
    sold = 0
  }

  /// The mean imbalance; nil until `buckets` buckets are full.
  @inlinable
  public var value: Double? { imbalances.mean }

  /// Takes the next trade's volume, finite and not negative: bought if the taker was the buyer, else sold.
  @inlinable
  public mutating func update(bought newBought: Double = 0, sold newSold: Double = 0) {
    fill(newBought, side: 1)
    fill(newSold, side: -1)
  }

  @inlinable
  mutating func fill(_ volume: Double, side: Double) {
    var left = volume
    let room = bucketVolume - (bought + sold)
    guard left >= room else {
      if side > 0 { bought += left } else { sold += left }
      return
    }
    left -= room
    if side > 0 { bought += room } else { sold += room }
    imbalances.update(min(1, (bought - sold).magnitude / bucketVolume))
    bought = 0
    sold = 0
    // Whole buckets of one side; more than the window holds change nothing any more.
    let whole = (left / bucketVolume).rounded(.down)
    for _ in 0..<Int(min(whole, Double(imbalances.window))) { imbalances.update(1) }
    left = max(0, left - whole * bucketVolume)
    if side > 0 { bought = left } else { sold = left }
  }
}
