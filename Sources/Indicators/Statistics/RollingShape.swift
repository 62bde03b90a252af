/// Skewness and excess kurtosis of the last `window` numbers: how lopsided and how heavy-tailed they are.
///
/// Those of a population: m3 / m2^(3/2) and m4 / m2^2 - 3 with central moments m; both 0 where all numbers are the same. Sums of powers are
/// kept of differences from an origin near the numbers and taken anew once a window. Each update is constant work.
@frozen
public struct RollingShape: Sendable {
  @usableFromInline var values: RecentValues
  @usableFromInline var origin: Double
  /// Sums of the differences and of their second, third and fourth powers.
  @usableFromInline var sums: SIMD4<Double>
  @usableFromInline var nextOrigin: Double
  @usableFromInline var nextSums: SIMD4<Double>
  /// Numbers gathered for the next round.
  @usableFromInline var gathered: Int
  /// How many of the newest numbers are the same.
  @usableFromInline var equal: Int

  /// An empty window of `window` numbers, two at least.
  public init(window: Int) {
    precondition(window > 1, "a shape takes two values at least")
    values = RecentValues(window: window)
    origin = 0
    sums = .zero
    nextOrigin = 0
    nextSums = .zero
    gathered = 0
    equal = 0
  }

  /// The skewness; nil until `window` numbers have come.
  @inlinable
  public var skewness: Double? {
    moments.map { $0.second > 0 ? $0.third / ($0.second * $0.second.squareRoot()) : 0 }
  }

  /// The kurtosis over that of a normal distribution; nil until `window` numbers have come.
  @inlinable
  public var kurtosis: Double? { moments.map { $0.second > 0 ? $0.fourth / ($0.second * $0.second) - 3 : 0 } }

  @inlinable
  var moments: (second: Double, third: Double, fourth: Double)? {
    guard values.isFull else { return nil }
    if equal >= values.window { return (0, 0, 0) }
    let raw = sums / Double(values.window)
    let mean = raw[0]
    let square = mean * mean
    let second = max(0, raw[1] - square)
    let third = raw[2] - 3 * mean * raw[1] + 2 * mean * square
    let fourth = raw[3] - 4 * mean * raw[2] + 6 * square * raw[1] - 3 * square * square
    return (second, third, fourth)
  }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    equal = values.count > 0 && values[0] == value ? equal + 1 : 1
    if values.count == 0 {
      origin = value
      nextOrigin = value
    }
    let full = values.isFull
    let leaving = values.update(value)
    sums += Self.powers(value - origin)
    if full { sums -= Self.powers(leaving - origin) }
    nextSums += Self.powers(value - nextOrigin)
    gathered += 1
    guard gathered == values.window else { return }
    origin = nextOrigin
    sums = nextSums
    nextOrigin = origin + sums[0] / Double(values.window)
    nextSums = .zero
    gathered = 0
  }

  @inlinable
  static func powers(_ x: Double) -> SIMD4<Double> {
    let square = x * x
    return SIMD4(x, square, square * x, square * square)
  }
}
