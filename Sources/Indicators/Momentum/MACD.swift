/// Moving average convergence and divergence: a quick exponential average less a slow one, and an average of that difference.
///
/// The line is a ``PriceOscillator``, the signal the ``ExponentialMovingAverage`` of the line. Each update is constant work. Source: Appel,
/// 1979.
@frozen
public struct MACD: Sendable {
  /// What it shows after a value.
  @frozen
  public struct Value: Sendable, Equatable {
    /// The quick average less the slow one.
    public let line: Double
    /// The average of the line.
    public let signal: Double

    @inlinable
    init(line: Double, signal: Double) {
      self.line = line
      self.signal = signal
    }

    /// Line less signal.
    @inlinable
    public var histogram: Double { line - signal }
  }

  @usableFromInline var difference: PriceOscillator
  @usableFromInline var average: ExponentialMovingAverage

  /// One that has seen nothing; `fast` is below `slow`.
  public init(fast: Int = 12, slow: Int = 26, signal: Int = 9) {
    difference = PriceOscillator(fast: fast, slow: slow)
    average = ExponentialMovingAverage(window: signal)
  }

  /// The line alone; nil until `slow` values have come.
  @inlinable
  public var line: Double? { difference.value }

  /// Line and signal; nil until `slow` + `signal` - 1 values have come.
  @inlinable
  public var value: Value? {
    guard let line = difference.value, let signal = average.value else { return nil }
    return Value(line: line, signal: signal)
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    difference.update(value)
    average.update(ifAny: difference.value)
  }
}
