/// Exponential, logarithm, power and the normal distribution out of + - * / and square root alone, so that every machine gives the
/// same bits (the C library's functions differ from one to the next).
///
/// Operations stand in one fixed order and none is contracted. Relative error is below 1e-14, mostly below 1e-15; the tests compare
/// with tables of 25 digits.
public enum RealFunctions {
  /// ln 2 to 36 bits, so that its product with any exponent of a Double is exact.
  @usableFromInline static let ln2High = 0x1.62e42fefap-1
  /// What ``ln2High`` lacks.
  @usableFromInline static let ln2Low = 0x1.cf79abc9e3b3ap-40
  @usableFromInline static let inverseLn2 = 0x1.71547652b82fep+0
  /// 1.5 x 2^52: adding it leaves the nearest whole number in the low bits.
  @usableFromInline static let roundingShift = 6_755_399_441_055_744.0

  /// e to the power `x`: 0 below the range, infinity above it.
  @inlinable
  public static func exp(_ x: Double) -> Double { exp(high: x, low: 0) }

  /// e to the power `high + low`, where `low` is what rounding took from `high`.
  @inlinable
  static func exp(high: Double, low: Double) -> Double {
    guard high > -746 else { return high.isNaN ? high : 0 }
    guard high < 710 else { return high.isNaN ? high : .infinity }
    let shifted = high * inverseLn2 + roundingShift
    let whole = shifted - roundingShift
    let exponent = (Int64(bitPattern: shifted.bitPattern) << 52) >> 52
    let rest = ((high - whole * ln2High) - whole * ln2Low) + low
    // |rest| <= ln 2 / 2: the first term left out is below 4e-18.
    var sum = 1.0 / 6_227_020_800
    sum = sum * rest + 1.0 / 479_001_600
    sum = sum * rest + 1.0 / 39_916_800
    sum = sum * rest + 1.0 / 3_628_800
    sum = sum * rest + 1.0 / 362_880
    sum = sum * rest + 1.0 / 40_320
    sum = sum * rest + 1.0 / 5_040
    sum = sum * rest + 1.0 / 720
    sum = sum * rest + 1.0 / 120
    sum = sum * rest + 1.0 / 24
    sum = sum * rest + 1.0 / 6
    sum = sum * rest + 0.5
    let value = 1 + (rest + rest * rest * sum)
    if exponent > -1022, exponent < 1023 { return value * powerOfTwo(exponent) }
    // At the ends of the range in two steps: the first product is exact.
    let half = exponent / 2
    return value * powerOfTwo(half) * powerOfTwo(exponent - half)
  }

  /// 2^exponent for -1022 to 1023.
  @inlinable
  static func powerOfTwo(_ exponent: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: (exponent &+ 1023) << 52))
  }

  /// The natural logarithm: minus infinity at zero, not a number below it.
  @inlinable
  public static func log(_ x: Double) -> Double {
    guard x > 0, x < .infinity else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
    let (exponent, f) = splitNearOne(x)
    let s = f / (2 + f)
    let square = s * s
    let tail = s * square * artanhTail(square)
    return exponent * ln2High + (2 * s + (2 * tail + exponent * ln2Low))
  }

  /// `x` as 2^exponent x (1 + f) with 1 + f from sqrt(1/2) to sqrt(2).
  @inlinable
  static func splitNearOne(_ x: Double) -> (exponent: Double, f: Double) {
    var bits = x.bitPattern
    var exponent = -1023.0
    if bits < 0x0010_0000_0000_0000 {
      bits = (x * 0x1p54).bitPattern
      exponent -= 54
    }
    exponent += Double(bits >> 52)
    var significand = Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
    if significand > 1.414_213_562_373_095_1 {
      significand *= 0.5
      exponent += 1
    }
    return (exponent, significand - 1)
  }

  /// 1/3 + q/5 + q^2/7 + ..., where `q` is the square of an argument of artanh of at most 0.172.
  @inlinable
  static func artanhTail(_ q: Double) -> Double {
    var sum = 1.0 / 25
    sum = sum * q + 1.0 / 23
    sum = sum * q + 1.0 / 21
    sum = sum * q + 1.0 / 19
    sum = sum * q + 1.0 / 17
    sum = sum * q + 1.0 / 15
    sum = sum * q + 1.0 / 13
    sum = sum * q + 1.0 / 11
    sum = sum * q + 1.0 / 9
    sum = sum * q + 1.0 / 7
    sum = sum * q + 1.0 / 5
    return sum * q + 1.0 / 3
  }

  /// `base` to a real power: not a number for a negative base, as for `log`.
  ///
  /// The logarithm is carried in two numbers, so that large powers keep their digits too.
  public static func pow(_ base: Double, _ exponent: Double) -> Double {
    if exponent == 0 || base == 1 { return 1 }
    if base.isNaN || exponent.isNaN || base < 0 { return .nan }
    if base == 0 || base == .infinity { return (base == 0) == (exponent > 0) ? 0 : .infinity }
    let (binary, f) = splitNearOne(base)
    // s = f / (2 + f) and what its rounding left.
    let denominator = 2 + f
    let denominatorLow = f - (denominator - 2)
    let s = f / denominator
    let (product, productLow) = exactProduct(s, denominator)
    let sLow = (((f - product) - productLow) - s * denominatorLow) / denominator
    let square = s * s
    let (first, firstLow) = exactSum(binary * ln2High, 2 * s)
    let small = 2 * sLow + (2 * s * square * artanhTail(square) + binary * ln2Low)
    let (high, highLow) = exactSum(first, firstLow + small)
    let estimate = high * exponent
    if estimate > 710 { return .infinity }
    if estimate < -746 { return 0 }
    let (power, powerLow) = exactProduct(high, exponent)
    return exp(high: power, low: powerLow + highLow * exponent)
  }

  /// a + b as a rounded sum and what it lacks, exactly (Knuth).
  @inlinable
  static func exactSum(_ a: Double, _ b: Double) -> (sum: Double, rest: Double) {
    let sum = a + b
    let part = sum - a
    return (sum, (a - (sum - part)) + (b - part))
  }

  /// a x b as a rounded product and what it lacks, exactly for factors below 2^995 (Dekker, Veltkamp).
  @inlinable
  static func exactProduct(_ a: Double, _ b: Double) -> (product: Double, rest: Double) {
    let product = a * b
    let (aHigh, aLow) = halves(a)
    let (bHigh, bLow) = halves(b)
    return (product, ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow)
  }

  /// Upper 26 bits and the rest.
  @inlinable
  static func halves(_ x: Double) -> (high: Double, low: Double) {
    let scaled = x * 134_217_729
    let high = scaled - (scaled - x)
    return (high, x - high)
  }
}
