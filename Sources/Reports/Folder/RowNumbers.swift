package import Market

// Numbers of rows that are not exact decimals of their own: floating-point figures and averages.

extension TextBuffer {
  /// A figure rounded to 12 significant digits, as ``Market/SignificantDigits`` writes it; nothing when undefined.
  ///
  /// Most figures go without allocation: they are scaled to twelve whole digits with an error of some 1e-4 of the last one, which
  /// decides them unless they lie within a hundredth of a tie. The others are rounded by their exact value.
  package mutating func append(significant value: Double?) {
    guard let value else { return }
    let magnitude = value.magnitude
    if magnitude >= 1e-6, magnitude < 1e12 {
      let decimals = Self.decimalsForTwelveDigits(magnitude)
      let scaled = magnitude * Double(PowerOfTen.int64(decimals))
      let whole = scaled.rounded(.down)
      let fraction = scaled - whole
      if (fraction - 0.5).magnitude > 0.01 {
        let digits = Int64(whole) + (fraction > 0.5 ? 1 : 0)
        return append(decimal: value < 0 ? -digits : digits, scale: decimals)
      }
    }
    guard value.isFinite else { return }
    append(value == 0 ? "0" : SignificantDigits(value).text)
  }

  /// Decimals with which a number from 1e-6 up to 1e12 has twelve digits.
  private static func decimalsForTwelveDigits(_ magnitude: Double) -> Int {
    if magnitude >= 1 {
      var decimals = 11
      var bound = 10.0
      while magnitude >= bound {
        decimals -= 1
        bound *= 10
      }
      return decimals
    }
    var decimals = 12
    while magnitude * Double(PowerOfTen.int64(decimals)) < 1e11 { decimals += 1 }
    return decimals
  }

  /// An average price, `amount` x 10^-`amountScale` over `quantity` x 10^-`quantityScale`, to nearest (half even) with `decimals`
  /// decimals; nothing for a quantity of zero or numbers beyond 128 bits.
  mutating func append(
    average amount: Int128, scale amountScale: Int, over quantity: Int128, scale quantityScale: Int, decimals: Int
  ) {
    let shift = decimals + quantityScale - amountScale
    guard quantity != 0, shift >= -PowerOfTen.greatestInt128Exponent, shift <= PowerOfTen.greatestInt128Exponent else {
      return
    }
    let factor = PowerOfTen.int128(shift < 0 ? -shift : shift)
    let (scaled, overflow) = (shift < 0 ? quantity : amount).multipliedReportingOverflow(by: factor)
    guard !overflow else { return }
    append(
      decimal: shift < 0 ? divide(amount, by: scaled, .halfEven) : divide(scaled, by: quantity, .halfEven),
      scale: decimals)
  }

  /// Decimals of an average price where prices have `priceScale`: as ``Metrics/RoundTripScales`` shows them.
  static func averageDecimals(_ priceScale: Int) -> Int { Swift.min(priceScale + 8, PowerOfTen.greatestInt64Exponent) }
}
