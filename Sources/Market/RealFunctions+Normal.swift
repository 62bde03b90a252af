// The normal distribution. Near the centre the area from 0 to x is a series of positive terms, further out the upper tail is a
// continued fraction, so that both keep their relative accuracy: nothing is gained by subtracting two nearly equal numbers.

extension RealFunctions {
  /// 1 / sqrt(2 pi).
  private static let densityAtZero = 0x1.9884533d43651p-2
  private static let squareRootOfTwo = 0x1.6a09e667f3bcdp+0
  /// Where the series hands over to the continued fraction.
  private static let seriesEnd = 1.5

  /// The density of the standard normal distribution.
  public static func normalDensity(_ x: Double) -> Double {
    guard x.magnitude < 40 else { return x.isNaN ? x : 0 }
    let (square, rest) = exactProduct(x, x)
    return densityAtZero * exp(high: -0.5 * square, low: -0.5 * rest)
  }

  /// The probability that a standard normal variable is below `x`.
  public static func normalCDF(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    if x.magnitude < seriesEnd { return 0.5 + areaFromZero(x) }
    return x < 0 ? upperTail(-x) : 1 - upperTail(x)
  }

  /// The error function, 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to `x`.
  public static func erf(_ x: Double) -> Double {
    guard !x.isNaN else { return x }
    let z = x * squareRootOfTwo
    if z.magnitude < seriesEnd { return 2 * areaFromZero(z) }
    return x < 0 ? 2 * upperTail(-z) - 1 : 1 - 2 * upperTail(z)
  }

  /// The `x` below which a standard normal variable lies with probability `p`: infinite at 0 and 1, not a number beyond.
  public static func normalQuantile(_ p: Double) -> Double {
    guard p > 0, p < 1 else { return p == 0 ? -.infinity : p == 1 ? .infinity : .nan }
    if p > 0.1, p < 0.9 {
      let area = p - 0.5
      var x = area / densityAtZero
      // Halley's steps on areaFromZero(x) = area triple the digits each; four reach the last one from anywhere in this range.
      for _ in 0..<4 {
        let step = (areaFromZero(x) - area) / normalDensity(x)
        x -= step / (1 + 0.5 * x * step)
      }
      return x
    }
    let tail = p < 0.5 ? p : 1 - p
    let logTail = log(tail)
    var x = (-2 * logTail).squareRoot()
    // Newton's steps on log upperTail(x) = log tail, which is nearly a parabola.
    for _ in 0..<8 {
      let probability = upperTail(x)
      guard probability > 0 else {
        x -= 0.5
        continue
      }
      x += (log(probability) - logTail) * probability / normalDensity(x)
    }
    // One more on the probability itself, free of the logarithm's rounding.
    let density = normalDensity(x)
    if density > 0 { x += (upperTail(x) - tail) / density }
    return p < 0.5 ? -x : x
  }

  /// Area under the density from 0 to `x`, with the sign of `x`: density(x) (x + x^3/3 + x^5/(3 5) + ...).
  private static func areaFromZero(_ x: Double) -> Double {
    let square = x * x
    var term = x
    var sum = x
    var odd = 3.0
    while odd < 200 {
      term = term * square / odd
      let next = sum + term
      if next == sum { break }
      sum = next
      odd += 2
    }
    return normalDensity(x) * sum
  }

  /// Area under the density above `x` >= 1: density(x) / (x + 1/(x + 2/(x + 3/(x + ...)))) (Laplace).
  private static func upperTail(_ x: Double) -> Double {
    // The levels needed for the last digit fall with the square of x; half as many give 13 digits.
    let levels = 20 + 600 / (x * x)
    var level = levels > 600 ? 600.0 : Double(Int(levels))
    var fraction = x
    while level > 0 {
      fraction = x + level / fraction
      level -= 1
    }
    return normalDensity(x) / fraction
  }
}
