/// A dense number for an instrument within one run: its place in the run's list.
@frozen
public struct InstrumentID: BitwiseCopyable, Hashable, Sendable {
  public var index: UInt16

  @inlinable
  public init(_ index: UInt16) { self.index = index }
  @inlinable
  public init(_ index: Int) { self.index = UInt16(index) }
}

/// A dense number for an asset within one account: its place in the account's list.
@frozen
public struct AssetID: BitwiseCopyable, Hashable, Sendable {
  public var index: UInt16

  @inlinable
  public init(_ index: UInt16) { self.index = index }
  @inlinable
  public init(_ index: Int) { self.index = UInt16(index) }
}

/// What an exchange says about an instrument, in exact decimals and free of any run's scales.
///
/// A limit of zero means that the exchange sets none (Binance writes `0.00000000` for a filter part that is off).
public struct InstrumentSpecification: Hashable, Sendable {
  public var entity: EntityID
  /// Base asset, lower case: `btc`.
  public var base: String
  /// Quote asset, lower case: `usdt`.
  public var quote: String
  /// Asset in which profit and margin are held; for spot the quote asset.
  public var settlement: String
  public var priceStep: FixedDecimal
  public var quantityStep: FixedDecimal
  public var minQuantity: FixedDecimal
  public var maxQuantity: FixedDecimal
  /// Greatest quantity of a market order; zero: as `maxQuantity`.
  public var maxMarketQuantity: FixedDecimal
  public var minNotional: FixedDecimal
  /// Whether `minNotional` holds for market orders too.
  public var minNotionalAppliesToMarket: Bool
  /// Value of one contract (perpetuals); one for spot.
  public var contractSize: FixedDecimal
  /// Whether the contract is quoted in the asset it does not settle in.
  public var isInverse: Bool
  /// Rules beyond those above, and what a perpetual has.
  public var rules = InstrumentRules()

  /// A spot pair with its rules.
  public init(
    pair entity: EntityID, base: String, quote: String, priceStep: FixedDecimal, quantityStep: FixedDecimal,
    minQuantity: FixedDecimal = .zero, maxQuantity: FixedDecimal = .zero, maxMarketQuantity: FixedDecimal = .zero,
    minNotional: FixedDecimal = .zero, minNotionalAppliesToMarket: Bool = true
  ) {
    self.entity = entity
    self.base = base
    self.quote = quote
    settlement = quote
    self.priceStep = priceStep
    self.quantityStep = quantityStep
    self.minQuantity = minQuantity
    self.maxQuantity = maxQuantity
    self.maxMarketQuantity = maxMarketQuantity
    self.minNotional = minNotional
    self.minNotionalAppliesToMarket = minNotionalAppliesToMarket
    contractSize = .one
    isInverse = false
  }
}

/// An instrument within one run: the specification brought to the run's scales.
///
/// The scales are the least that hold both the exchange's steps and the data, so every price and quantity is exact.
public struct Instrument: Sendable {
  public let specification: InstrumentSpecification
  /// Decimals of ``Price``.
  public let priceScale: Int
  /// Decimals of ``Quantity``.
  public let quantityScale: Int
  public let priceStep: Price
  public let quantityStep: Quantity
  /// Zero: no limit.
  public let minQuantity: Quantity
  /// Zero: no limit.
  public let maxQuantity: Quantity
  /// Zero: no limit.
  public let maxMarketQuantity: Quantity

  public var entity: EntityID { specification.entity }
  public var base: String { specification.base }
  public var quote: String { specification.quote }

  /// The instrument at scales that hold its steps and data of up to `dataPriceScale` and `dataQuantityScale` decimals.
  ///
  /// Nil when a step is not positive or a limit does not fit 64 bits at that scale.
  public init?(_ specification: InstrumentSpecification, dataPriceScale: Int = 0, dataQuantityScale: Int = 0) {
    let priceScale = Swift.max(specification.priceStep.reduced.scale, dataPriceScale)
    let quantityScale = Swift.max(
      specification.quantityStep.reduced.scale, specification.minQuantity.reduced.scale,
      specification.maxQuantity.reduced.scale, dataQuantityScale)
    guard priceScale <= PowerOfTen.greatestInt64Exponent, quantityScale <= PowerOfTen.greatestInt64Exponent,
      let priceStep = specification.priceStep.int64Units(atScale: priceScale), priceStep > 0,
      let quantityStep = specification.quantityStep.int64Units(atScale: quantityScale), quantityStep > 0,
      let minQuantity = specification.minQuantity.int64Units(atScale: quantityScale),
      let maxQuantity = Self.limit(specification.maxQuantity, scale: quantityScale),
      let maxMarketQuantity = Self.limit(specification.maxMarketQuantity, scale: quantityScale)
    else { return nil }
    self.specification = specification
    self.priceScale = priceScale
    self.quantityScale = quantityScale
    self.priceStep = Price(priceStep)
    self.quantityStep = Quantity(quantityStep)
    self.minQuantity = Quantity(minQuantity)
    self.maxQuantity = Quantity(maxQuantity)
    self.maxMarketQuantity = Quantity(maxMarketQuantity)
  }

  /// An upper limit in units, rounded down; one that no 64-bit quantity can reach is none.
  private static func limit(_ value: FixedDecimal, scale: Int) -> Int64? {
    if value.scale <= scale {
      guard let units = value.units(atScale: scale) else { return 0 }
      return Int64(exactly: units) ?? 0
    }
    return Int64(exactly: value.units / PowerOfTen.int128(value.scale - scale)) ?? 0
  }
}
