import Market
import Tape

/// A number as it stood in a file: `mantissa` x 10^-decimals, with a trailing zero or not.
struct WrittenNumber: Hashable {
  var mantissa: Int64
  var decimals: Int
  var endsInZero: Bool
  /// Zeros that stood behind and were left out, as with them it did not fit.
  var zeros = 0
}

extension WrittenNumber {
  /// Nil when the number has more digits than 64 bits, or more than 18 decimals; zeros at the end of the fraction are left out for that.
  init?(_ value: FixedDecimal) {
    if value.scale > PowerOfTen.greatestInt64Exponent || Int64(exactly: value.units) == nil {
      let reduced = value.reduced
      guard reduced.scale < value.scale, value.scale <= 31, let number = WrittenNumber(reduced), number.zeros == 0
      else {
        return nil
      }
      self = number
      endsInZero = true
      zeros = value.scale - reduced.scale
      return
    }
    guard value.scale <= PowerOfTen.greatestInt64Exponent, let mantissa = Int64(exactly: value.units) else {
      return nil
    }
    self.init(mantissa: mantissa, decimals: value.scale, endsInZero: mantissa % 10 == 0)
  }
}

/// Field texts to numbers and times the careful way: signs, exponents, ISO times. For odd rows only.
enum NumberText {
  /// What kept a text from being a number of a tape.
  enum Refusal: Error, Hashable {
    case notANumber
    /// More digits than 64 bits, or more than 18 decimals.
    case tooManyDigits
  }

  /// Reads `[+-]digits[.digits][e[+-]digits]`; the decimals are those written, with an exponent those of the plain form.
  ///
  /// With `mendsResidue` a number that has too many digits, and has them from floating point only, is what it was before:
  /// `0.00005330000000000001` is 0.0000533. Whether it was mended is told.
  static func number(
    _ field: [UInt8], mendsResidue: Bool
  ) throws(Refusal) -> (number: WrittenNumber, isMended: Bool) {
    let value: FixedDecimal
    do throws(DecimalError) {
      value = try FixedDecimal(String(decoding: field, as: UTF8.self))
    } catch {
      throw error == .overflow ? .tooManyDigits : .notANumber
    }
    if let number = WrittenNumber(value) { return (number, false) }
    guard mendsResidue, let mended = withoutResidue(value), let number = WrittenNumber(mended) else {
      throw .tooManyDigits
    }
    return (number, true)
  }

  /// Reads a number whose digits all count.
  static func number(_ field: [UInt8]) throws(Refusal) -> WrittenNumber {
    try number(field, mendsResidue: false).number
  }

  /// The number at 15 significant digits, which every double holds, when twelve or fewer of them are left without zeros at the end: what
  /// floating point leaves stands in the 16th and 17th. Nil when the digits mean something.
  private static func withoutResidue(_ value: FixedDecimal) -> FixedDecimal? {
    var dropped = 0
    var rest = value.units.magnitude
    while rest >= 1_000_000_000_000_000 {
      rest /= 10
      dropped += 1
    }
    guard dropped > 0, dropped <= min(value.scale, PowerOfTen.greatestInt64Exponent) else { return nil }
    let factor = PowerOfTen.int128(dropped)
    let (quotient, remainder) = value.units.quotientAndRemainder(dividingBy: factor)
    let isUp = remainder.magnitude * 2 >= factor.magnitude
    let units = quotient + (isUp ? (value.units < 0 ? -1 : 1) : 0)
    let mended = FixedDecimal(units: units, scale: value.scale - dropped).reduced
    return mended.units.magnitude < 1_000_000_000_000 ? mended : nil
  }

  /// A time as it was read.
  struct Time: Hashable {
    var nanoseconds: Int64
    var unit: TimeUnit
    /// Decimals of the unit that were written.
    var decimals = 0
    var endsInZero = false
    /// Whether it is a number that counts, and no date.
    var isPlain = true
  }

  /// A time with the unit in which it was written; nil when it is none.
  ///
  /// Numbers count since the epoch in `unit`, or in the unit that their size tells; ones with a fraction count seconds, or the unit
  /// given. ISO 8601 texts, and dates without dashes (`20180501 12:00`), have no unit and count as milliseconds where they hold no
  /// more than that. With `keepsSeconds` a number without a fraction among others that have one is told as they are.
  static func time(_ field: [UInt8], unit: TimeUnit?, keepsSeconds: Bool = false) -> Time? {
    if field.contains(UInt8(ascii: "-")) || field.contains(UInt8(ascii: ":")) {
      guard let time = Timestamp(iso: dashed(field)) else { return nil }
      let rest = time.nanoseconds
      let unit: TimeUnit =
        rest % 1_000_000 == 0 ? .milliseconds : rest % 1_000 == 0 ? .microseconds : .nanoseconds
      return Time(nanoseconds: rest, unit: unit, isPlain: false)
    }
    guard let number = try? number(field), number.mantissa >= 0 else { return nil }
    let value = FixedDecimal(units: Int128(number.mantissa), scale: number.decimals)
    // A whole number that somebody's table program gave decimals of zero is still whole.
    if let whole = value.int64Units(atScale: 0), number.decimals == 0 || !keepsSeconds {
      let unit = unit ?? TimeUnit(sizeOf: whole)
      let (nanoseconds, overflow) = whole.multipliedReportingOverflow(by: unit.nanoseconds)
      return overflow ? nil : Time(nanoseconds: nanoseconds, unit: unit)
    }
    let whole = Int64(exactly: value.units / PowerOfTen.int128(value.scale)) ?? .max
    let unit = unit ?? TimeUnit(sizeOf: whole)
    guard number.decimals <= unit.greatestDecimals,
      let nanoseconds = value.int64Units(atScale: unit.greatestDecimals)
    else { return nil }
    return Time(
      nanoseconds: nanoseconds, unit: unit, decimals: number.decimals, endsInZero: number.endsInZero)
  }

  /// `20180501 12:00` and `20180501T120000`-like dates with the dashes that ISO 8601 has in its long form.
  private static func dashed(_ field: [UInt8]) -> String {
    let digits = field.prefix { $0 >= 48 && $0 <= 57 }.count
    guard digits == 8, field.count > 8 else { return String(decoding: field, as: UTF8.self) }
    let parts = [field[0..<4], field[4..<6], field[6..<8]].map { String(decoding: $0, as: UTF8.self) }
    return parts.joined(separator: "-") + String(decoding: field[8...], as: UTF8.self)
  }
}

extension TimeUnit {
  /// The unit in which `stamp` lies between the years 1973 and 5138: the ranges of the four units do not meet.
  init(sizeOf stamp: Int64) {
    self =
      TimeUnit.allCases.first { $0 != .nanoseconds && stamp < $0.stampRange.upperBound } ?? .nanoseconds
  }

  /// The stamps that are taken for this unit when none is given.
  var stampRange: Range<Int64> {
    switch self {
    case .seconds: 0..<100_000_000_000
    case .milliseconds: 100_000_000_000..<100_000_000_000_000
    case .microseconds: 100_000_000_000_000..<100_000_000_000_000_000
    case .nanoseconds: 100_000_000_000_000_000..<Int64.max
    }
  }

  /// Reads `s`, `ms`, `us`, `ns`.
  package init?(_ text: some StringProtocol) {
    switch text {
    case "s": self = .seconds
    case "ms": self = .milliseconds
    case "us": self = .microseconds
    case "ns": self = .nanoseconds
    default: return nil
    }
  }
}
