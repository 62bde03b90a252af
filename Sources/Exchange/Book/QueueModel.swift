/// How much of a level's decrease lay behind an own order, where no print tells (DESIGN 4.15).
public enum QueueModel: Int8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// All of it: only prints and a level smaller than what is ahead bring an order forward.
  case riskAverse
  /// In proportion to what is there: f(x) = x.
  case proportional
  /// f(x) = ln(1 + x), so that long queues weigh less than their length.
  case log

  /// The scenario's word.
  public var name: StaticString {
    switch self {
    case .riskAverse: "risk_averse"
    case .proportional: "proportional"
    case .log: "log"
    }
  }

  /// What of a decrease lay behind: decrease x f(behind) / (f(behind) + f(ahead)), rounded up, so that what is ahead is rounded up,
  /// and never more than is behind.
  ///
  /// `scale`: units of one whole; x of f(x) is a quantity in wholes. Amounts in units, none below zero, their sum below 2^63, the
  /// decrease no more than the two together.
  public func behind(of decrease: Int64, ahead: Int64, behind: Int64, scale: Int64) -> Int64 {
    if decrease <= 0 || behind <= 0 { return 0 }
    let most = Swift.min(decrease, behind)
    switch self {
    case .riskAverse: return most
    case .proportional: return Swift.min(most, Self.share(of: decrease, Int128(behind), Int128(ahead), slackBits: nil))
    case .log:
      let weight = QueueLogarithm.ofOnePlus(behind, scale: scale)
      let other = QueueLogarithm.ofOnePlus(ahead, scale: scale)
      return Swift.min(most, Self.share(of: decrease, Int128(weight), Int128(other), slackBits: 16))
    }
  }

  /// `amount` x weight / (weight + other), rounded up; with slack a rest of no more than 2^-slackBits of a unit counts as none, being
  /// within what the logarithms are exact to.
  private static func share(of amount: Int64, _ weight: Int128, _ other: Int128, slackBits: Int128?) -> Int64 {
    let whole = weight + other
    guard whole > 0 else { return 0 }
    let (quotient, remainder) = (Int128(amount) * weight).quotientAndRemainder(dividingBy: whole)
    return Int64(quotient) + (remainder > (slackBits.map { whole >> $0 } ?? 0) ? 1 : 0)
  }
}

/// The logarithm of ``QueueModel/log``, in integers, so that every machine finds the same.
package enum QueueLogarithm {
  /// Bits after the point.
  package static let fractionBits = 54

  /// log2(1 + amount / scale) in units of 2^-54, to within two of them. The base drops out of a ratio of logarithms.
  package static func ofOnePlus(_ amount: Int64, scale: Int64) -> Int64 {
    binary(UInt64(scale) + UInt64(amount)) - binary(UInt64(scale))
  }

  /// log2 of a whole number above zero in units of 2^-54, rounded down: the exponent, then a bit for every squaring of the mantissa that
  /// passes two.
  package static func binary(_ number: UInt64) -> Int64 {
    precondition(number > 0, "a logarithm is of a number above zero")
    let exponent = 63 - number.leadingZeroBitCount
    // 1 <= mantissa / 2^63 < 2
    var mantissa = number << UInt64(63 - exponent)
    var result = Int64(exponent)
    for _ in 0..<fractionBits {
      let square = mantissa.multipliedFullWidth(by: mantissa)
      result <<= 1
      if square.high >> 63 == 1 {
        mantissa = square.high
        result |= 1
      } else {
        mantissa = square.high << 1 | square.low >> 63
      }
    }
    return result
  }
}
