/// CMO: rises less falls over rises plus falls of the last `window` changes, -100 to 100; 0 where nothing moved.
///
/// Plain sums, as Chande has them. Each update is constant work. Source: Chande and Kroll, The New Technical Trader, 1994.
@frozen
public struct ChandeMomentumOscillator: NumberIndicator {
  @usableFromInline var rises: RollingTotal
  @usableFromInline var falls: RollingTotal
  @usableFromInline var last: Double?

  /// An oscillator that has seen nothing; `window` is one at least.
  public init(window: Int) {
    rises = RollingTotal(window: window)
    falls = RollingTotal(window: window)
    last = nil
  }

  /// The oscillator; nil until `window` + 1 values have come.
  @inlinable
  public var value: Double? {
    guard let up = rises.value, let down = falls.value else { return nil }
    let movement = up + down
    return movement > 0 ? 100 * (up - down) / movement : 0
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    if let last {
      rises.update(max(0, value - last))
      falls.update(max(0, last - value))
    }
    last = value
  }
}
