// The one door to Market: indicators need its logarithm and exponential, since the C library's differ between machines, and nothing
// else of it. They stay numbers in, number out.
public import Market

@usableFromInline
enum RealMathematics {
  /// The natural logarithm.
  @inlinable
  static func naturalLogarithm(_ x: Double) -> Double { RealFunctions.log(x) }

  /// e to the power `x`.
  @inlinable
  static func exponential(_ x: Double) -> Double { RealFunctions.exp(x) }

  /// The angle whose tangent is `x`, in radians, to about 1e-15: halved until it is small, then a series.
  @usableFromInline
  static func arcTangent(_ x: Double) -> Double {
    guard x.magnitude <= 1 else { return (x < 0 ? -1 : 1) * (Double.pi / 2) - arcTangent(1 / x) }
    // tan(a / 2) = tan a / (1 + sqrt(1 + tan^2 a)); twice, so that the square below is under 0.04.
    let half = x / (1 + (1 + x * x).squareRoot())
    let quarter = half / (1 + (1 + half * half).squareRoot())
    let square = quarter * quarter
    var sum = 0.0
    var denominator = 25.0
    while denominator > 1 {
      sum = square * (1 / denominator - sum)
      denominator -= 2
    }
    return 4 * quarter * (1 - sum)
  }
}
