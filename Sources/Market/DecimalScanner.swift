/// Decimal text straight to fixed point: no `Double` on the way, no allocation.
public enum DecimalScanner {
  /// Reads plain decimal text (`[+-]digits[.digits]`) into units of 10^-scale.
  ///
  /// Decimals beyond the scale are accepted only when they are zeros. For text with an exponent use ``FixedDecimal``.
  @inlinable
  public static func scan(_ bytes: UnsafeBufferPointer<UInt8>, scale: Int) throws(DecimalError) -> Int64 {
    var position = 0
    let count = bytes.count
    guard count > 0 else { throw .empty }
    var isNegative = false
    if bytes[0] == 45 || bytes[0] == 43 {
      isNegative = bytes[0] == 45
      position = 1
    }
    var value: Int64 = 0
    var digits = 0
    var decimals = -1
    while position < count {
      let byte = bytes[position]
      let digit = byte &- 48
      if digit <= 9 {
        if decimals >= scale {
          guard digit == 0 else { throw .lostDigits(scale: scale) }
        } else {
          let (scaled, first) = value.multipliedReportingOverflow(by: 10)
          let (next, second) = scaled.addingReportingOverflow(Int64(digit))
          guard !first, !second else { throw .overflow }
          value = next
          if decimals >= 0 { decimals += 1 }
        }
        digits += 1
      } else if byte == 46, decimals < 0 {
        decimals = 0
      } else {
        throw .unexpected(byte: byte, offset: position)
      }
      position += 1
    }
    guard digits > 0 else { throw .empty }
    var missing = scale - Swift.max(decimals, 0)
    while missing > 0 {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      guard !overflow else { throw .overflow }
      value = scaled
      missing -= 1
    }
    return isNegative ? -value : value
  }

  /// Reads plain decimal text into units of 10^-scale.
  public static func scan(_ text: some StringProtocol, scale: Int) throws(DecimalError) -> Int64 {
    let bytes = Array(text.utf8)
    let result = bytes.withUnsafeBufferPointer { buffer -> Result<Int64, DecimalError> in
      do throws(DecimalError) {
        return .success(try scan(buffer, scale: scale))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}
