/// Why a decimal text was refused.
public enum DecimalError: Error, Hashable, Sendable {
  /// No digit at all, or nothing.
  case empty
  /// A byte that no decimal has, by its offset in the text.
  case unexpected(byte: UInt8, offset: Int)
  /// More decimals than the target scale holds, and they are not zeros.
  case lostDigits(scale: Int)
  /// The number does not fit.
  case overflow
}

/// A decimal number with its own scale: `units` x 10^-scale, exact.
///
/// What scenarios, catalogues and instrument files are read into, before an instrument's scale is known. Two of them are equal when
/// their values are, whatever the scales.
public struct FixedDecimal: Sendable {
  public var units: Int128
  /// Decimals, 0 to 38.
  public var scale: Int

  /// `units` x 10^-scale.
  public init(units: Int128, scale: Int) {
    precondition(scale >= 0 && scale <= PowerOfTen.greatestInt128Exponent, "a scale is 0 to 38")
    self.units = units
    self.scale = scale
  }

  public static let zero = FixedDecimal(units: 0, scale: 0)
  public static let one = FixedDecimal(units: 1, scale: 0)

  /// Reads `[+-]digits[.digits][e[+-]digits]`, exactly; trailing zeros of the fraction count as digits of the scale.
  public init(_ text: some StringProtocol) throws(DecimalError) {
    self = try Self.parse(Array(text.utf8))
  }

  /// The same number without trailing zeros in its fraction.
  public var reduced: FixedDecimal {
    var result = self
    while result.scale > 0, result.units % 10 == 0 {
      result.units /= 10
      result.scale -= 1
    }
    return result
  }

  /// Units at another scale; nil when digits other than zeros would be lost or the result does not fit.
  public func units(atScale target: Int) -> Int128? {
    if target >= scale {
      guard target - scale <= PowerOfTen.greatestInt128Exponent else { return units == 0 ? 0 : nil }
      let (value, overflow) = units.multipliedReportingOverflow(by: PowerOfTen.int128(target - scale))
      return overflow ? nil : value
    }
    let factor = PowerOfTen.int128(scale - target)
    guard units % factor == 0 else { return nil }
    return units / factor
  }

  /// Units at another scale in 64 bits; nil as ``units(atScale:)``.
  public func int64Units(atScale target: Int) -> Int64? {
    guard let value = units(atScale: target) else { return nil }
    return Int64(exactly: value)
  }

  /// The nearest `Double`, for display and indicators only.
  public var double: Double { Double(units) / Double(PowerOfTen.int128(scale)) }

  private static func parse(_ bytes: [UInt8]) throws(DecimalError) -> FixedDecimal {
    var position = 0
    var isNegative = false
    if let first = bytes.first, first == 45 || first == 43 {
      isNegative = first == 45
      position = 1
    }
    var value: Int128 = 0
    var scale = 0
    var digits = 0
    var seenPoint = false
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 46, !seenPoint {
        seenPoint = true
      } else if byte >= 48, byte <= 57 {
        let (scaled, first) = value.multipliedReportingOverflow(by: 10)
        let (next, second) = scaled.addingReportingOverflow(Int128(byte - 48))
        guard !first, !second, scale < PowerOfTen.greatestInt128Exponent || !seenPoint else { throw .overflow }
        value = next
        digits += 1
        if seenPoint { scale += 1 }
      } else {
        break
      }
      position += 1
    }
    guard digits > 0 else {
      if position < bytes.count { throw .unexpected(byte: bytes[position], offset: position) }
      throw .empty
    }
    var exponent = 0
    if position < bytes.count {
      guard bytes[position] == 101 || bytes[position] == 69 else {
        throw .unexpected(byte: bytes[position], offset: position)
      }
      exponent = try parseExponent(bytes, from: position + 1)
    }
    return try FixedDecimal(units: isNegative ? -value : value, scale: scale).shifted(by: exponent)
  }

  private static func parseExponent(_ bytes: [UInt8], from start: Int) throws(DecimalError) -> Int {
    var position = start
    var isNegative = false
    if position < bytes.count, bytes[position] == 45 || bytes[position] == 43 {
      isNegative = bytes[position] == 45
      position += 1
    }
    guard position < bytes.count else { throw .empty }
    var value = 0
    while position < bytes.count {
      guard bytes[position] >= 48, bytes[position] <= 57 else {
        throw .unexpected(byte: bytes[position], offset: position)
      }
      value = value * 10 + Int(bytes[position] - 48)
      guard value <= 1_000 else { throw .overflow }
      position += 1
    }
    return isNegative ? -value : value
  }

  private func shifted(by exponent: Int) throws(DecimalError) -> FixedDecimal {
    if exponent == 0 { return self }
    if units == 0 { return .zero }
    let target = scale - exponent
    if target >= 0 {
      guard target <= PowerOfTen.greatestInt128Exponent else { throw .overflow }
      return FixedDecimal(units: units, scale: target)
    }
    guard -target <= PowerOfTen.greatestInt128Exponent else { throw .overflow }
    let (value, overflow) = units.multipliedReportingOverflow(by: PowerOfTen.int128(-target))
    guard !overflow else { throw .overflow }
    return FixedDecimal(units: value, scale: 0)
  }
}

extension FixedDecimal: Hashable {
  public static func == (a: FixedDecimal, b: FixedDecimal) -> Bool {
    let x = a.reduced
    let y = b.reduced
    return x.units == y.units && x.scale == y.scale
  }

  public func hash(into hasher: inout Hasher) {
    let value = reduced
    hasher.combine(value.units)
    hasher.combine(value.scale)
  }
}

extension FixedDecimal: Comparable {
  public static func < (a: FixedDecimal, b: FixedDecimal) -> Bool {
    let scale = Swift.max(a.scale, b.scale)
    if let x = a.units(atScale: scale), let y = b.units(atScale: scale) { return x < y }
    // Only numbers of some 38 digits come here; their whole parts differ or they are compared digit by digit at the smaller scale.
    let x = a.units / PowerOfTen.int128(a.scale)
    let y = b.units / PowerOfTen.int128(b.scale)
    if x != y { return x < y }
    return FixedDecimal(units: a.units % PowerOfTen.int128(a.scale), scale: a.scale).double
      < FixedDecimal(units: b.units % PowerOfTen.int128(b.scale), scale: b.scale).double
  }
}

extension FixedDecimal: CustomStringConvertible {
  /// The shortest text: no exponent, no trailing zeros.
  public var description: String {
    var buffer = TextBuffer(capacity: 48)
    buffer.append(decimal: units, scale: scale)
    return buffer.string
  }
}

extension FixedDecimal: ExpressibleByStringLiteral {
  /// A literal in code; traps when it is no decimal, which is a mistake in the source.
  public init(stringLiteral text: StaticString) {
    do {
      self = try FixedDecimal(text.description)
    } catch {
      preconditionFailure("a decimal literal must be a decimal: \(text)")
    }
  }
}
