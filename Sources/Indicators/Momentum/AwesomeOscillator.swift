/// The mean of the last `fast` bars' middles less that of the last `slow`.
///
/// Middle: (high + low) / 2. Each update is constant work. Source: Williams, Trading Chaos, 1995.
@frozen
public struct AwesomeOscillator: Sendable {
  @usableFromInline var quick: SimpleMovingAverage
  @usableFromInline var calm: SimpleMovingAverage

  /// Empty windows; `fast` is below `slow`.
  public init(fast: Int = 5, slow: Int = 34) {
    precondition(fast < slow, "the fast average is the shorter one")
    quick = SimpleMovingAverage(window: fast)
    calm = SimpleMovingAverage(window: slow)
  }

  /// The difference; nil until `slow` bars have come.
  @inlinable
  public var value: Double? {
    guard let near = quick.value, let far = calm.value else { return nil }
    return near - far
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double) {
    let middle = (high + low) / 2
    quick.update(middle)
    calm.update(middle)
  }
}
