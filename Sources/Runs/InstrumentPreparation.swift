import Exchange
import Market
import Scenarios

extension PreparedRun {
  /// The instruments of a scenario in the order in which they are first streamed: its overrides over the tape's rules over the
  /// catalogue's.
  static func instruments(
    _ entities: [EntityID], _ sources: [SeriesSource], _ tapes: borrowing OpenTapes, _ scenario: Scenario,
    _ catalog: (EntityID) -> InstrumentSpecification?, _ warnings: inout [RunWarning]
  ) throws(RunFailure) -> [Instrument] {
    var instruments: [Instrument] = []
    for entity in entities {
      guard let block = scenario.exchange(of: entity.provider) else {
        throw failure(scenario, "no block for exchange '\(entity.provider)'", "add one", "exchange")
      }
      let specification = try specification(entity, block, tapes, scenario, catalog)
      var price = 0
      var quantity = 0
      for source in sources where source.entity == entity {
        price = Swift.max(price, source.priceScale)
        quantity = Swift.max(quantity, source.quantityScale)
      }
      // Exchanges' quantities have eight decimals at most; what a source has beyond is the noise of its floats.
      guard
        let instrument = Instrument(
          specification, dataPriceScale: price, dataQuantityScale: Swift.min(quantity, 8))
      else {
        throw failure(
          scenario, "the rules of \(entity) cannot be used: a step is not positive or a limit does not fit",
          "check exchange.\(entity.provider).instruments.\(entity)", "exchange.\(entity.provider)")
      }
      instruments.append(instrument)
    }
    return instruments
  }

  private static func specification(
    _ entity: EntityID, _ block: Scenario.ExchangeBlock, _ tapes: borrowing OpenTapes, _ scenario: Scenario,
    _ catalog: (EntityID) -> InstrumentSpecification?
  ) throws(RunFailure) -> InstrumentSpecification {
    let at = block.rulesAsOf == .data ? scenario.data.from : nil
    guard var specification = try tapes.instrument(entity, at: at) ?? catalog(entity) else {
      throw failure(
        scenario, "no rules are known for \(entity)",
        "import the exchange's instrument file into the tape (papertape tape import exchangeInfo.json), or give price_step, qty_step and the rest under exchange.\(entity.provider).instruments",
        "data.streams")
    }
    if let override = block.instruments.first(where: { $0.entity == entity }) { specification.take(override) }
    return specification
  }
}

extension InstrumentSpecification {
  /// Takes what a scenario says over what is known.
  fileprivate mutating func take(_ override: Scenario.InstrumentOverride) {
    if let value = override.priceStep { priceStep = value }
    if let value = override.quantityStep { quantityStep = value }
    if let value = override.minQuantity { minQuantity = value }
    if let value = override.maxQuantity {
      maxQuantity = value
      maxMarketQuantity = .zero
    }
    if let value = override.minNotional { minNotional = value }
    if let value = override.contractSize { contractSize = value }
    if let value = override.isInverse {
      isInverse = value
      settlement = value ? base : quote
    }
    if let hours = override.fundingIntervalHours {
      rules.fundingInterval = TimeSpan(nanoseconds: hours * TimeSpan.hour.nanoseconds)
    }
    if let value = override.liquidationFee { rules.liquidationFee = value }
    if !override.tiers.isEmpty {
      rules.tiers = override.tiers.map {
        MarginTier(
          upTo: $0.upTo, maintenanceRate: $0.rate, amount: $0.amount, maxLeverage: $0.maxLeverage ?? .zero)
      }
    }
  }
}
