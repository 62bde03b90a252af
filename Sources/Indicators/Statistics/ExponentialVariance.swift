/// Mean and variance whose weights fall by the factor 1 - `weight` with every number.
///
/// mean += weight x d, variance = (1 - weight) (variance + weight x d^2), where d is the number less the mean before it. Begins with the
/// first number and no variance. Each update is constant work. Source: West 1979; with weight 0.06 on returns the RiskMetrics variance
/// about a moving mean.
@frozen
public struct ExponentialVariance: NumberIndicator {
  @usableFromInline let weight: Double
  @usableFromInline var center: Double
  @usableFromInline var spread: Double
  @usableFromInline var missing: Int
  @usableFromInline let window: Int

  /// One that has seen nothing; the newest number weighs `weight`, above 0 and at most 1. It has a value from the `warmUp`-th number on.
  public init(weight: Double, warmUp: Int = 2) {
    precondition(weight > 0 && weight <= 1, "a weight is a share of one")
    precondition(warmUp > 0, "a window holds one value at least")
    self.weight = weight
    window = warmUp
    missing = warmUp
    center = 0
    spread = 0
  }

  /// One whose newest number weighs 2 / (`window` + 1), as in ``ExponentialMovingAverage``, with a value from the `window`-th on.
  public init(window: Int) { self.init(weight: 2 / (Double(window) + 1), warmUp: window) }

  /// The mean; nil while warming up.
  @inlinable
  public var mean: Double? { missing == 0 ? center : nil }

  /// The variance; nil while warming up.
  @inlinable
  public var value: Double? { missing == 0 ? spread : nil }

  /// The root of the variance; nil while warming up.
  @inlinable
  public var standardDeviation: Double? { value.map { $0.squareRoot() } }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    if missing == window {
      center = value
    } else {
      let distance = value - center
      center += weight * distance
      spread = (1 - weight) * (spread + weight * distance * distance)
    }
    if missing > 0 { missing -= 1 }
  }
}
