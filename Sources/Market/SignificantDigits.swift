/// How a floating-point figure leaves Papertape: rounded to 12 significant digits, in its shortest text.
///
/// Rounding is that of the exact binary value, to nearest, half to even, whatever the machine. Plain decimal from 1e-7 up to 1e15,
/// with an exponent beyond (`1.5e-9`, `2e16`); minus zero is `0`. What is no number or infinite has no text: `null`.
public struct SignificantDigits: Hashable, Sendable {
  /// Digits kept.
  public static let kept = 12

  private var isNegative = false
  /// Decimal digits without leading or trailing zeros; none for zero.
  private var digits: [UInt8] = []
  /// Place of the point: the value is 0.d1d2d3... x 10^point.
  private var point = 0
  private var isFinite = true

  /// The figure `value`, rounded.
  public init(_ value: Double) {
    guard value.isFinite else {
      isFinite = false
      return
    }
    guard value != 0 else { return }
    isNegative = value < 0
    readShortest(value.magnitude)
    guard digits.count > Self.kept else { return }
    let roundsUp: Bool
    if digits.count == Self.kept + 1, digits[Self.kept] == 5 {
      // The shortest text lies on the tie; the binary value may lie beside it.
      switch Self.order(of: value.magnitude, digits: digits, point: point) {
      case 0: roundsUp = digits[Self.kept - 1] % 2 == 1
      case let order: roundsUp = order > 0
      }
    } else {
      // Elsewhere text and value are on the same side of the tie: were they not, the tie would have been the shorter text.
      roundsUp = digits[Self.kept] >= 5
    }
    digits.removeLast(digits.count - Self.kept)
    if roundsUp { increment() }
    while digits.last == 0 { digits.removeLast() }
  }

  /// The rounded value: the Double nearest to its text.
  public var value: Double { isFinite ? Double(text) ?? .nan : .nan }

  /// The shortest text of the rounded value, `null` for what has none.
  public var text: String {
    guard isFinite else { return "null" }
    guard !digits.isEmpty else { return "0" }
    var bytes: [UInt8] = isNegative ? [45] : []
    func append(_ part: some Sequence<UInt8>) { for digit in part { bytes.append(48 + digit) } }
    if point >= -6, point <= 15 {
      append(point <= 0 ? [0] : digits.prefix(point))
      if point > digits.count { bytes.append(contentsOf: repeatElement(48, count: point - digits.count)) }
      if digits.count > point {
        bytes.append(46)
        if point < 0 { bytes.append(contentsOf: repeatElement(48, count: -point)) }
        append(digits.dropFirst(Swift.max(point, 0)))
      }
    } else {
      append(digits.prefix(1))
      if digits.count > 1 {
        bytes.append(46)
        append(digits.dropFirst())
      }
      bytes.append(101)
      bytes.append(contentsOf: String(point - 1).utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Adds one unit of the last digit.
  private mutating func increment() {
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      digits.removeLast()
      point += 1
    }
  }

  /// Digits and point of the standard library's shortest text that reads back as `value`.
  private mutating func readShortest(_ value: Double) {
    var exponent = 0
    var decimals: Int?
    var bytes = value.description.utf8[...]
    if let mark = bytes.firstIndex(of: 101) {
      exponent = Int(Substring(bytes[bytes.index(after: mark)...])) ?? 0
      bytes = bytes[..<mark]
    }
    for byte in bytes {
      if byte == 46 {
        decimals = 0
      } else {
        digits.append(byte - 48)
        if let count = decimals { decimals = count + 1 }
      }
    }
    point = digits.count - (decimals ?? 0) + exponent
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    point -= zeros
    while digits.last == 0 { digits.removeLast() }
  }

  /// -1, 0 or 1 as `value` is below, at or above 0.d1d2... x 10^point, in whole numbers without bound.
  private static func order(of value: Double, digits: [UInt8], point: Int) -> Int {
    var binary = Natural(value.significandBitPattern | (value.isNormal ? 1 << 52 : 0))
    var decimal = Natural(digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1) })
    let binaryExponent = Swift.max(Int(value.exponentBitPattern), 1) - 1075
    let decimalExponent = point - digits.count
    if decimalExponent < 0 {
      binary.multiply(by: 10, times: -decimalExponent)
    } else {
      decimal.multiply(by: 10, times: decimalExponent)
    }
    if binaryExponent < 0 {
      decimal.multiply(by: 2, times: -binaryExponent)
    } else {
      binary.multiply(by: 2, times: binaryExponent)
    }
    return binary.order(to: decimal)
  }
}

/// A whole number of any size, as far as comparing needs it.
private struct Natural {
  private var limbs: [UInt32]

  init(_ value: UInt64) {
    limbs = [UInt32(truncatingIfNeeded: value), UInt32(value >> 32)]
  }

  mutating func multiply(by factor: UInt64, times: Int) {
    for _ in 0..<times {
      var carry: UInt64 = 0
      for index in limbs.indices {
        carry += UInt64(limbs[index]) * factor
        limbs[index] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      if carry > 0 { limbs.append(UInt32(carry)) }
    }
  }

  func order(to other: Natural) -> Int {
    let count = Swift.max(limbs.count, other.limbs.count)
    for index in (0..<count).reversed() {
      let a = index < limbs.count ? limbs[index] : 0
      let b = index < other.limbs.count ? other.limbs[index] : 0
      if a != b { return a < b ? -1 : 1 }
    }
    return 0
  }
}

extension TextBuffer {
  /// A floating-point figure, as ``SignificantDigits`` says.
  public mutating func append(figure value: Double) { append(SignificantDigits(value).text) }
}
