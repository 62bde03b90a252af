import Exchange
import Market

/// The unrealised result of all positions in one perpetual, reckoned from events alone: both sides of a hedge in one.
struct ContractValue: Sendable {
  let arithmetic: SpotArithmetic
  /// The settlement asset.
  let settle: Int
  /// Contracts, negative: short, and what they were entered at with the same sign.
  private(set) var units: Int128 = 0
  private(set) var cost: Int128 = 0
  /// Value in the report's currency when it was last looked at.
  var seen: Int128 = 0
  /// The mark price, once there was one; until then the last price counts.
  var mark: Int64?

  init(_ configuration: VenueConfiguration, _ index: Int) {
    arithmetic = configuration.arithmetic(of: InstrumentID(index))
    settle = Int(configuration.quoteAssets[index].index)
    let account = configuration.accounts[configuration.accountIndices[index]]
    let instrument = configuration.instruments[index]
    for position in account.positions where position.entity == instrument.entity {
      let quantity = position.quantity.int64Units(atScale: instrument.quantityScale) ?? 0
      let price = position.entryPrice.int64Units(atScale: instrument.priceScale) ?? 0
      units += position.side.sign * Int128(quantity)
      cost += position.side.sign * notional(quantity, at: price)
    }
  }

  func notional(_ quantity: Int64, at price: Int64) -> Int128 {
    arithmetic.notional(Price(price), Quantity(quantity), side: .sell).units
  }

  /// What is won or lost at a price, in settlement money.
  func result(at price: Int64) -> Int128 {
    guard units != 0, price > 0 else { return 0 }
    let worth = (units < 0 ? -1 : 1) * notional(Int64(clamping: units.magnitude), at: price)
    return arithmetic.isInverse ? cost - worth : worth - cost
  }

  /// A trade that realised `realized`: the rest of the cost follows from what it is worth.
  mutating func trade(_ side: Side, _ quantity: Quantity, at price: Price, realized: Int128) {
    units += Int128(side.sign) * Int128(quantity.units)
    let traded = Int128(side.sign) * notional(quantity.units, at: price.ticks)
    cost += arithmetic.isInverse ? traded - realized : traded + realized
  }

  /// A side that is gone: it had won `atMark` at the mark.
  mutating func close(_ side: PositionSide, _ quantity: Quantity, at mark: Price, atMark: Int128) {
    let worth = side.sign * notional(quantity.units, at: mark.ticks)
    units -= side.sign * Int128(quantity.units)
    cost -= arithmetic.isInverse ? atMark + worth : worth - atMark
  }
}
