/// DPO: the value half a window ago less the mean of the window now, which takes the trend out of a cycle.
///
/// The value is `window` / 2 + 1 updates old, so nothing of the future is in it. Each update is constant work.
@frozen
public struct DetrendedPriceOscillator: NumberIndicator {
  @usableFromInline var recent: RecentValues
  @usableFromInline var average: SimpleMovingAverage

  /// An empty window of `window` numbers, three at least.
  public init(window: Int = 20) {
    precondition(window > 2, "half a window and one more lie inside it")
    recent = RecentValues(window: window / 2 + 2)
    average = SimpleMovingAverage(window: window)
  }

  /// The oscillator; nil until `window` numbers have come.
  @inlinable
  public var value: Double? {
    guard let mean = average.value, let past = recent.oldest else { return nil }
    return past - mean
  }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    recent.update(value)
    average.update(value)
  }
}
