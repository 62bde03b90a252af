/// Kaufman's efficiency ratio: the way made good over the way gone, 0 (noise) to 1 (a straight move).
///
/// |value - value `window` ago| / sum of the |changes| between; 0 where nothing moved. Each update is constant work. Source: Kaufman,
/// Smarter Trading, 1995.
@frozen
public struct EfficiencyRatio: NumberIndicator {
  @usableFromInline var recent: RecentValues
  @usableFromInline var way: RollingTotal

  /// A ratio that has seen nothing; `window` is the number of changes, one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    recent = RecentValues(window: window + 1)
    way = RollingTotal(window: window)
  }

  /// The ratio; nil until `window` + 1 values have come.
  @inlinable
  public var value: Double? {
    guard let sum = way.value, let past = recent.oldest else { return nil }
    return sum > 0 ? min(1, (recent[0] - past).magnitude / sum) : 0
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    if recent.count > 0 { way.update((value - recent[0]).magnitude) }
    recent.update(value)
  }
}
