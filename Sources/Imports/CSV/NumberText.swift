import Market
import Tape

/// A number as it stood in a file: `mantissa` x 10^-decimals, with a trailing zero or not.
struct WrittenNumber: Hashable {
  var mantissa: Int64
  var decimals: Int
  var endsInZero: Bool
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
  static func number(_ field: [UInt8]) throws(Refusal) -> WrittenNumber {
    let value: FixedDecimal
    do throws(DecimalError) {
      value = try FixedDecimal(String(decoding: field, as: UTF8.self))
    } catch {
      throw error == .overflow ? .tooManyDigits : .notANumber
    }
    guard value.scale <= PowerOfTen.greatestInt64Exponent, let mantissa = Int64(exactly: value.units) else {
      throw .tooManyDigits
    }
    return WrittenNumber(mantissa: mantissa, decimals: value.scale, endsInZero: mantissa % 10 == 0)
  }

  /// A time with the unit in which it was written; nil when it is none.
  ///
  /// Whole numbers count since the epoch in `unit`, or in the unit that their size tells. ISO 8601 texts have no unit and count as
  /// milliseconds where they hold no more than that.
  static func time(_ field: [UInt8], unit: TimeUnit?) -> (nanoseconds: Int64, unit: TimeUnit)? {
    let text = String(decoding: field, as: UTF8.self)
    if field.contains(UInt8(ascii: "-")) || field.contains(UInt8(ascii: ":")) {
      guard let time = Timestamp(iso: text) else { return nil }
      let rest = time.nanoseconds
      return (rest, rest % 1_000_000 == 0 ? .milliseconds : rest % 1_000 == 0 ? .microseconds : .nanoseconds)
    }
    // A whole number that somebody's table program gave decimals of zero is still whole.
    guard let number = try? number(field), number.mantissa >= 0,
      let value = FixedDecimal(units: Int128(number.mantissa), scale: number.decimals).int64Units(atScale: 0)
    else { return nil }
    let unit = unit ?? TimeUnit(sizeOf: value)
    let (nanoseconds, overflow) = value.multipliedReportingOverflow(by: unit.nanoseconds)
    return overflow ? nil : (nanoseconds, unit)
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
