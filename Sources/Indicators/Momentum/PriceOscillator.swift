/// A quick exponential average less a slow one (APO), also as a percentage of the slow one (PPO).
///
/// Each average begins with the mean of its own first values, as if it stood alone. Each update is constant work.
@frozen
public struct PriceOscillator: NumberIndicator {
  @usableFromInline var quick: ExponentialMovingAverage
  @usableFromInline var slow: ExponentialMovingAverage

  /// Two averages that have seen nothing; `fast` is below `slow`.
  public init(fast: Int = 12, slow: Int = 26) {
    precondition(fast < slow, "the fast average is the shorter one")
    quick = ExponentialMovingAverage(window: fast)
    self.slow = ExponentialMovingAverage(window: slow)
  }

  /// The difference (APO); nil until `slow` values have come.
  @inlinable
  public var value: Double? {
    guard let near = quick.value, let far = slow.value else { return nil }
    return near - far
  }

  /// The difference in hundredths of the slow average (PPO); 0 where that is zero.
  @inlinable
  public var percent: Double? {
    guard let near = quick.value, let far = slow.value else { return nil }
    return far == 0 ? 0 : 100 * (near - far) / far
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    quick.update(value)
    slow.update(value)
  }
}
