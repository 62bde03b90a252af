/// Where the close stands in the range of the last `window` bars, 0 (lowest low) to 100 (highest high).
///
/// The raw figure is 100 x (close - lowest) / (highest - lowest), 50 where the range is nothing. `value.k` is its mean over `smooth` bars
/// (1 for the fast stochastic), `value.d` the mean of k over `signal` bars. Constant work an update on average. Source: Lane, 1957.
@frozen
public struct Stochastic: Sendable {
  /// What it shows after a bar.
  @frozen
  public struct Value: Sendable, Equatable {
    /// The place in the range, 0 to 100.
    public let k: Double
    /// The mean of the last places.
    public let d: Double

    @inlinable
    init(k: Double, d: Double) {
      self.k = k
      self.d = d
    }
  }

  @usableFromInline var range: RollingRange
  @usableFromInline var smoothing: SimpleMovingAverage
  @usableFromInline var signal: SimpleMovingAverage

  /// A slow stochastic that has seen nothing; every count is one at least.
  public init(window: Int = 14, smooth: Int = 3, signal: Int = 3) {
    range = RollingRange(window: window)
    smoothing = SimpleMovingAverage(window: smooth)
    self.signal = SimpleMovingAverage(window: signal)
  }

  /// The fast stochastic: k isn't smoothed.
  public static func fast(window: Int = 14, signal: Int = 3) -> Stochastic {
    Stochastic(window: window, smooth: 1, signal: signal)
  }

  /// Both figures; nil until `window` + `smooth` + `signal` - 2 bars have come.
  @inlinable
  public var value: Value? {
    guard let k = smoothing.value, let d = signal.value else { return nil }
    return Value(k: k, d: d)
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    range.update(high: high, low: low)
    guard let high = range.high, let low = range.low else { return }
    let width = high - low
    smoothing.update(width > 0 ? 100 * (close - low) / width : 50)
    signal.update(ifAny: smoothing.value)
  }
}
