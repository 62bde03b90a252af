package import Market

/// The steps, ranges and counts that orders of one instrument are checked against, flat; what a scenario switches off holds for every
/// order.
package struct OrderLimits: BitwiseCopyable, Sendable {
  package let priceStep: Int64
  package let quantityStep: Int64
  /// Prices of orders; open ends where the exchange sets none.
  package let leastPrice: Int64
  package let greatestPrice: Int64
  package let leastQuantity: Quantity
  package let greatestQuantity: Quantity
  package let marketStep: Int64
  package let leastMarketQuantity: Quantity
  package let greatestMarketQuantity: Quantity
  /// In quote money; zero: none.
  package let leastNotional: Int128
  package let leastNotionalAppliesToMarket: Bool
  /// In quote money.
  package let greatestNotional: Int128
  package let greatestNotionalAppliesToMarket: Bool
  /// The band around the reference price, as rates; zero: no bound.
  package let buyBand: Band
  package let sellBand: Band
  package let hasBand: Bool
  /// Counts with the new order; `Int.max`: none.
  package let mostOrders: Int
  package let mostAlgoOrders: Int
  /// Most that may be held, open buys included, in base money; `Int128.max`: none.
  package let greatestPosition: Int128

  /// Factors of the reference price within which a price must lie, bounds included.
  package struct Band: BitwiseCopyable, Sendable {
    package var down: Int64
    package var up: Int64

    /// Whether `price` lies within the band around `reference`.
    func holds(_ price: Int64, reference: Int64) -> Bool {
      let scaled = Int128(price) * Int128(Rate.one.units)
      if up > 0, scaled > Int128(reference) * Int128(up) { return false }
      return down <= 0 || scaled >= Int128(reference) * Int128(down)
    }
  }

  package init(_ configuration: VenueConfiguration, _ index: Int) {
    let instrument = configuration.instruments[index]
    let rules = configuration.rules(of: index)
    let more = instrument.specification.rules
    priceStep = rules.priceStep ? instrument.priceStep.ticks : 1
    quantityStep = rules.quantityStep ? instrument.quantityStep.units : 1
    func limit(_ quantity: Quantity) -> Quantity {
      rules.quantityRange && quantity.units > 0 ? quantity : Quantity(.max)
    }
    leastQuantity = rules.quantityRange ? instrument.minQuantity : Quantity(.min)
    greatestQuantity = limit(instrument.maxQuantity)
    greatestMarketQuantity = limit(instrument.maxMarketQuantity)
    let quantityScale = instrument.quantityScale
    let leastMarket = more.minMarketQuantity.int64Units(atScale: quantityScale) ?? 0
    leastMarketQuantity = rules.quantityRange && leastMarket > 0 ? Quantity(leastMarket) : Quantity(.min)
    let step = more.marketQuantityStep.int64Units(atScale: quantityScale) ?? 0
    marketStep = rules.quantityStep && step > 0 ? step : 1
    // A bound between two price units holds for those inside it.
    leastPrice = rules.priceRange ? Self.units(more.minPrice, instrument.priceScale, .up) ?? 0 : 0
    let greatest = rules.priceRange ? Self.units(more.maxPrice, instrument.priceScale, .down) ?? 0 : 0
    greatestPrice = greatest > 0 ? greatest : .max
    let scale = configuration.assets[Int(configuration.quoteAssets[index].index)].scale
    leastNotional = rules.minNotional ? Self.money(instrument.specification.minNotional, scale, .up) : 0
    leastNotionalAppliesToMarket = instrument.specification.minNotionalAppliesToMarket
    let mostNotional = rules.maxNotional ? Self.money(more.maxNotional, scale, .down) : 0
    greatestNotional = mostNotional > 0 ? mostNotional : .max
    greatestNotionalAppliesToMarket = more.maxNotionalAppliesToMarket
    func rate(_ value: FixedDecimal) -> Int64 { value.int64Units(atScale: Rate.scale) ?? 0 }
    if rules.priceBand, let band = more.priceBand {
      buyBand = Band(down: rate(band.buyDown), up: rate(band.buyUp))
      sellBand = Band(down: rate(band.sellDown), up: rate(band.sellUp))
      hasBand = true
    } else {
      buyBand = Band(down: 0, up: 0)
      sellBand = buyBand
      hasBand = false
    }
    mostOrders = rules.maxOrders && more.maxOpenOrders > 0 ? more.maxOpenOrders : .max
    mostAlgoOrders = rules.maxOrders && more.maxAlgoOrders > 0 ? more.maxAlgoOrders : .max
    let baseScale = configuration.assets[Int(configuration.baseAssets[index].index)].scale
    let most = rules.positionLimit ? Self.money(more.maxPosition, baseScale, .down) : 0
    greatestPosition = most > 0 ? most : .max
  }

  private static func units(_ value: FixedDecimal, _ scale: Int, _ rounding: Rounding) -> Int64? {
    value.scale > scale
      ? Int64(exactly: divide(value.units, by: PowerOfTen.int128(value.scale - scale), rounding))
      : value.int64Units(atScale: scale)
  }

  /// An amount at `scale`; a fraction of the last digit is rounded so that the rule stays as it is said.
  private static func money(_ value: FixedDecimal, _ scale: Int, _ rounding: Rounding) -> Int128 {
    guard value.units > 0 else { return 0 }
    if value.scale > scale { return divide(value.units, by: PowerOfTen.int128(value.scale - scale), rounding) }
    return value.units(atScale: scale) ?? .max
  }
}
