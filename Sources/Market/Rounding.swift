/// The named roundings: wherever a number loses digits, one of these is said at the place, with the source of the rule.
@frozen
public enum Rounding: BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// Toward zero: fees, funding and interest where no source says otherwise.
  case towardZero
  /// Away from zero.
  case awayFromZero
  /// Toward minus infinity: quantities (zero or more), and what a seller receives.
  case down
  /// Toward plus infinity: what a buyer pays.
  case up
  /// To nearest, half to even: what is only shown.
  case halfEven
}

/// `numerator / denominator` rounded by `rounding`; the denominator must be positive.
@inlinable
public func divide(_ numerator: Int128, by denominator: Int128, _ rounding: Rounding) -> Int128 {
  // Nearly all of ours are narrow and divide without rest.
  let narrow = Int64(truncatingIfNeeded: numerator)
  let divisor = Int64(truncatingIfNeeded: denominator)
  if narrow >= 0, divisor > 0, Int128(narrow) == numerator, Int128(divisor) == denominator {
    let (quotient, rest) = narrow.quotientAndRemainder(dividingBy: divisor)
    if rest == 0 || rounding == .towardZero || rounding == .down { return Int128(quotient) }
  }
  return divideWide(numerator, by: denominator, rounding)
}

/// ``divide(_:by:_:)`` of any numbers.
@usableFromInline
func divideWide(_ numerator: Int128, by denominator: Int128, _ rounding: Rounding) -> Int128 {
  precondition(denominator > 0, "a rounded division needs a positive denominator")
  let quotient = divideTowardZero(numerator, by: denominator)
  let remainder = numerator - quotient * denominator
  if remainder == 0 { return quotient }
  switch rounding {
  case .towardZero: return quotient
  case .awayFromZero: return remainder > 0 ? quotient + 1 : quotient - 1
  case .down: return remainder < 0 ? quotient - 1 : quotient
  case .up: return remainder > 0 ? quotient + 1 : quotient
  case .halfEven:
    let magnitude = remainder < 0 ? -remainder : remainder
    let rest = denominator - magnitude
    let away = magnitude > rest || (magnitude == rest && quotient % 2 != 0)
    guard away else { return quotient }
    return remainder > 0 ? quotient + 1 : quotient - 1
  }
}

/// `a` x `b`, trapping on overflow: one 64-bit multiplication where both are narrow, as nearly all of ours are.
@inlinable @inline(__always)
public func multiply(_ a: Int128, _ b: Int128) -> Int128 {
  let narrowA = Int64(truncatingIfNeeded: a)
  let narrowB = Int64(truncatingIfNeeded: b)
  if Int128(narrowA) == a, Int128(narrowB) == b { return Int128(narrowA) * Int128(narrowB) }
  return a * b
}

/// `numerator / denominator` toward zero: by one 64-bit division where the numbers allow it, which nearly all of ours do.
@inlinable @inline(__always)
public func divideTowardZero(_ numerator: Int128, by denominator: Int128) -> Int128 {
  guard let narrow = UInt64(exactly: denominator) else { return numerator / denominator }
  let magnitude = numerator.magnitude
  let high = UInt64(truncatingIfNeeded: magnitude >> 64)
  let low = UInt64(truncatingIfNeeded: magnitude)
  if high >= narrow { return numerator / denominator }
  let result = Int128(high == 0 ? low / narrow : narrow.dividingFullWidth((high, low)).quotient)
  return numerator < 0 ? -result : result
}

/// `numerator / denominator` in 64 bits, rounded by `rounding`; the denominator must be positive.
@inlinable
public func divide(_ numerator: Int64, by denominator: Int64, _ rounding: Rounding) -> Int64 {
  // Every quotient of two Int64 with a denominator of 1 or more fits.
  Int64(truncatingIfNeeded: divide(Int128(numerator), by: Int128(denominator), rounding))
}

/// Powers of ten, 10^0 to 10^38.
public enum PowerOfTen {
  /// The largest exponent whose power fits Int64.
  public static let greatestInt64Exponent = 18
  /// The largest exponent whose power fits Int128.
  public static let greatestInt128Exponent = 38

  /// 10^exponent for 0 to 18.
  @inlinable
  public static func int64(_ exponent: Int) -> Int64 {
    precondition(exponent >= 0 && exponent <= greatestInt64Exponent, "10^0 to 10^18 fit in 64 bits")
    var value: Int64 = 1
    for _ in 0..<exponent { value &*= 10 }
    return value
  }

  /// 10^exponent for 0 to 38.
  @inlinable
  public static func int128(_ exponent: Int) -> Int128 {
    precondition(exponent >= 0 && exponent <= greatestInt128Exponent, "10^0 to 10^38 fit in 128 bits")
    var value: Int128 = 1
    for _ in 0..<exponent { value &*= 10 }
    return value
  }
}
