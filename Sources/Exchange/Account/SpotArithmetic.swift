public import Market

/// Money arithmetic of one spot instrument: notional and fee, each with its named rounding.
///
/// Commission = received amount x rate, eight decimals (Binance, commission_faq); its rounding mode is not documented there, so fees go
/// toward zero at the asset's scale.
@frozen
public struct SpotArithmetic: BitwiseCopyable, Sendable {
  /// Factor from price units x quantity units to quote money, when that is exact; else zero.
  @usableFromInline var notionalFactor: Int128
  /// Divisor in the other case: data finer than the exchange's own steps.
  @usableFromInline var notionalDivisor: Int128
  /// Factor from quantity units to base money (base scale is never less than the quantity step's).
  @usableFromInline var baseFactor: Int128
  @usableFromInline var baseDivisor: Int128
  /// The most price units x quantity units whose money fits with its fee, and with room for a price a thousand times as high.
  private let greatestProduct: Int128

  package init(instrument: Instrument, baseScale: Int, quoteScale: Int) {
    let shift = quoteScale - instrument.priceScale - instrument.quantityScale
    notionalFactor = shift >= 0 ? PowerOfTen.int128(shift) : 0
    notionalDivisor = shift >= 0 ? 1 : PowerOfTen.int128(-shift)
    greatestProduct = Int128.max / (Int128(Rate.one.units) * 1_000) / Swift.max(notionalFactor, 1)
    let baseShift = baseScale - instrument.quantityScale
    baseFactor = baseShift >= 0 ? PowerOfTen.int128(baseShift) : 0
    baseDivisor = baseShift >= 0 ? 1 : PowerOfTen.int128(-baseShift)
  }

  /// Quote money of `quantity` at `price`: a buyer's is rounded up, a seller's down, where the data is finer than the asset's scale.
  @inlinable
  public func notional(_ price: Price, _ quantity: Quantity, side: Side) -> Money {
    let product = Int128(price.ticks) * Int128(quantity.units)
    if notionalDivisor == 1 { return Money(multiply(product, notionalFactor)) }
    return Money(divide(product, by: notionalDivisor, side == .buy ? .up : .down))
  }

  /// Whether the money of `quantity` at `price` fits 128 bits with its fee, and with room for a price a thousand times as high.
  func fits(_ price: Price, _ quantity: Quantity) -> Bool {
    Int128(price.ticks) * Int128(quantity.units) <= greatestProduct
  }

  /// Base money of `quantity`; exact, since an order's quantity is a whole number of steps or was refused.
  @inlinable
  public func base(_ quantity: Quantity) -> Money {
    if baseDivisor == 1 { return Money(multiply(Int128(quantity.units), baseFactor)) }
    return Money(divide(Int128(quantity.units), by: baseDivisor, .down))
  }

  /// The whole quantity units in `money` of the base asset, rounded down.
  @inlinable
  public func quantity(_ money: Money) -> Quantity {
    let units = baseDivisor == 1 ? divide(money.units, by: baseFactor, .down) : multiply(money.units, baseDivisor)
    return Quantity(Int64(clamping: units))
  }

  /// `amount` x `rate`, toward zero at the amount's own scale.
  @inlinable
  public static func fee(on amount: Money, _ rate: Rate) -> Money {
    Money(divide(multiply(amount.units, Int128(rate.units)), by: Int128(Rate.one.units), .towardZero))
  }
}
