public import Market

/// Money arithmetic of one instrument: notional and fee, each with its named rounding. Of a pair a notional is quote money, of a
/// perpetual it is in the settlement asset: contracts x size x price, or contracts x size / price where the contract is inverse.
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
  /// Contract size over price: factor of the quantity, else zero.
  @usableFromInline var inverseFactor: Int128 = 0
  /// Whether it is a perpetual: fills move the settlement asset alone.
  public internal(set) var isContract = false
  /// The most price units x quantity units whose money fits with its fee, and with room for a price a thousand times as high.
  private let greatestProduct: Int128

  package init(instrument: Instrument, baseScale: Int, quoteScale: Int) {
    if instrument.entity.kind == .perpetual {
      // A contract has a price in the quote asset, and quantities count contracts.
      isContract = true
      baseFactor = 1
      baseDivisor = 1
      let size = instrument.specification.contractSize.reduced
      if instrument.specification.isInverse {
        // Quantity x size / price, at the settlement asset's scale.
        let shift = quoteScale + instrument.priceScale - instrument.quantityScale - size.scale
        precondition(shift >= 0 && shift <= 30, "an inverse contract's notional has digits enough")
        inverseFactor = size.units * PowerOfTen.int128(shift)
        notionalFactor = 0
        notionalDivisor = 0
        greatestProduct = Int128.max / (Int128(Rate.one.units) * 1_000)
      } else {
        let shift = quoteScale - instrument.priceScale - instrument.quantityScale - size.scale
        precondition(shift >= 0, "a linear contract's notional is exact at its settlement asset's scale")
        notionalFactor = size.units * PowerOfTen.int128(shift)
        notionalDivisor = 1
        greatestProduct = Int128.max / (Int128(Rate.one.units) * 1_000) / Swift.max(notionalFactor, 1)
      }
      return
    }
    let shift = quoteScale - instrument.priceScale - instrument.quantityScale
    notionalFactor = shift >= 0 ? PowerOfTen.int128(shift) : 0
    notionalDivisor = shift >= 0 ? 1 : PowerOfTen.int128(-shift)
    greatestProduct = Int128.max / (Int128(Rate.one.units) * 1_000) / Swift.max(notionalFactor, 1)
    let baseShift = baseScale - instrument.quantityScale
    baseFactor = baseShift >= 0 ? PowerOfTen.int128(baseShift) : 0
    baseDivisor = baseShift >= 0 ? 1 : PowerOfTen.int128(-baseShift)
  }

  /// What a contract of one unit is worth at a price of one unit: linear factor of the notional, or the inverse one; for shown prices.
  package var contractFactor: Int128 { isInverse ? inverseFactor : notionalFactor }

  /// Whether a notional is quantity over price.
  @inlinable
  public var isInverse: Bool { inverseFactor != 0 }

  /// Quote money of `quantity` at `price`: a buyer's is rounded up, a seller's down, where the data is finer than the asset's scale.
  @inlinable
  public func notional(_ price: Price, _ quantity: Quantity, side: Side) -> Money {
    let product = Int128(price.ticks) * Int128(quantity.units)
    if notionalDivisor == 1 { return Money(multiply(product, notionalFactor)) }
    if notionalDivisor == 0 { return inverseNotional(price, quantity) }
    return Money(divide(product, by: notionalDivisor, side == .buy ? .up : .down))
  }

  /// Settlement money of inverse contracts, to nearest (Binance COIN-M sample: 100 USD at 8800 are 0.01136364).
  @usableFromInline
  func inverseNotional(_ price: Price, _ quantity: Quantity) -> Money {
    guard price.ticks > 0 else { return .zero }
    return Money(divide(multiply(Int128(quantity.units), inverseFactor), by: Int128(price.ticks), .halfEven))
  }

  /// Whether the money of `quantity` at `price` fits 128 bits with its fee, and with room for a price a thousand times as high.
  package func fits(_ price: Price, _ quantity: Quantity) -> Bool {
    guard isInverse else { return Int128(price.ticks) * Int128(quantity.units) <= greatestProduct }
    // What a contract is worth grows as the price falls.
    let (product, overflow) = Int128(quantity.units).multipliedReportingOverflow(by: inverseFactor)
    return !overflow && price.ticks > 0 && product / Int128(price.ticks) <= greatestProduct
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
