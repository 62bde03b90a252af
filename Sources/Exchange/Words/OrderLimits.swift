import Market

/// The steps and ranges that orders of one instrument are checked against, flat; what a scenario switches off holds for every order.
struct OrderLimits: BitwiseCopyable {
  let priceStep: Int64
  let quantityStep: Int64
  let leastQuantity: Quantity
  let greatestQuantity: Quantity
  let greatestMarketQuantity: Quantity
  /// In quote money; zero: none.
  let leastNotional: Int128
  let leastNotionalAppliesToMarket: Bool

  init(_ configuration: VenueConfiguration, _ index: Int) {
    let instrument = configuration.instruments[index]
    let rules = configuration.rules
    priceStep = rules.priceStep ? instrument.priceStep.ticks : 1
    quantityStep = rules.quantityStep ? instrument.quantityStep.units : 1
    func limit(_ quantity: Quantity) -> Quantity {
      rules.quantityRange && quantity.units > 0 ? quantity : Quantity(.max)
    }
    leastQuantity = rules.quantityRange ? instrument.minQuantity : Quantity(.min)
    greatestQuantity = limit(instrument.maxQuantity)
    greatestMarketQuantity = limit(instrument.maxMarketQuantity)
    let least = instrument.specification.minNotional
    let scale = configuration.assets[Int(configuration.quoteAssets[index].index)].scale
    if !rules.minNotional || least.units <= 0 {
      leastNotional = 0
    } else if least.scale > scale {
      // Below a fraction of the last digit is below the digit.
      leastNotional = divide(least.units, by: PowerOfTen.int128(least.scale - scale), .up)
    } else {
      leastNotional = least.units(atScale: scale) ?? .max
    }
    leastNotionalAppliesToMarket = instrument.specification.minNotionalAppliesToMarket
  }
}
