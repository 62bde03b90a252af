/// Kalman's filter for a level that wanders and is seen through noise.
///
/// The level moves by `drift` (variance a step), what is seen of it is off by `noise` (variance). Begins at the first number with the
/// uncertainty of the noise. Each update is constant work. Source: Durbin and Koopman, Time Series Analysis by State Space Methods, 2.2.
@frozen
public struct LocalLevelFilter: NumberIndicator {
  @usableFromInline let drift: Double
  @usableFromInline let noise: Double
  @usableFromInline var level: Double
  @usableFromInline var spread: Double
  @usableFromInline var surprise: Double
  @usableFromInline var isStarted: Bool

  /// One that has seen nothing; `drift` is zero at least, `noise` above zero.
  public init(drift: Double, noise: Double) {
    precondition(drift >= 0 && noise > 0, "variances: of a step zero at least, of the noise above zero")
    self.drift = drift
    self.noise = noise
    level = 0
    spread = 0
    surprise = 0
    isStarted = false
  }

  /// The level, given all numbers so far; nil before the first.
  @inlinable
  public var value: Double? { isStarted ? level : nil }

  /// The variance of the level's error; nil before the first number.
  @inlinable
  public var variance: Double? { isStarted ? spread : nil }

  /// The last number less the level expected before it; nil before the first.
  @inlinable
  public var innovation: Double? { isStarted ? surprise : nil }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    guard isStarted else {
      level = value
      spread = noise
      isStarted = true
      return
    }
    let expected = spread + drift
    let gain = expected / (expected + noise)
    surprise = value - level
    level += gain * surprise
    spread = (1 - gain) * expected
  }
}
