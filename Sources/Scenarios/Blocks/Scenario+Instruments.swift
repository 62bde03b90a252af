package import Market

extension Scenario {
  /// What-if values for one instrument; nil: the tape's or the catalogue's.
  package struct InstrumentOverride: Hashable, Sendable {
    package var entity = EntityID(kind: .pair, provider: "", code: "")
    package var priceStep: FixedDecimal?
    package var quantityStep: FixedDecimal?
    package var minQuantity: FixedDecimal?
    package var maxQuantity: FixedDecimal?
    package var minNotional: FixedDecimal?
    package var contractSize: FixedDecimal?
    package var isInverse: Bool?
    package var fundingIntervalHours: Int64?
    package var liquidationFee: FixedDecimal?
    /// Empty: the tape's or the catalogue's.
    package var tiers: [Tier] = []
  }

  /// A bracket of the maintenance margin.
  package struct Tier: Hashable, Sendable {
    /// Greatest notional of the bracket, inclusive.
    package var upTo = FixedDecimal.zero
    /// Maintenance margin as a fraction of the notional.
    package var rate = FixedDecimal.zero
    /// What is taken off the product.
    package var amount = FixedDecimal.zero
    /// Greatest leverage; nil: none set.
    package var maxLeverage: FixedDecimal?
  }
}

extension Scenario.InstrumentOverride: Block {
  static var keys: [Key<Self>] {
    let catalogue = "the tape's or the catalogue's"
    return [
      .optional(
        "price_step", \.priceStep, .amount(above: true, example: "0.01"), omitted: catalogue,
        "Least step of a price, in quote currency."),
      .optional(
        "qty_step", \.quantityStep, .amount(above: true, example: "0.001"), omitted: catalogue,
        "Least step of a quantity, in base currency (inverse: contracts)."),
      .optional(
        "min_quantity", \.minQuantity, .amount(example: "0.001"), omitted: catalogue,
        "Least quantity of an order; 0: none."),
      .optional(
        "max_quantity", \.maxQuantity, .amount(example: "100"), omitted: catalogue,
        "Greatest quantity of an order; 0: none."),
      .optional(
        "min_notional", \.minNotional, .amount(example: "5"), omitted: catalogue,
        "Least price x quantity of an order, in quote currency; 0: none."),
      .optional(
        "contract_size", \.contractSize, .amount(above: true, example: "1"), omitted: catalogue,
        "Value of one contract of a perpetual."),
      .optional(
        "inverse", \.isInverse, .boolean, omitted: catalogue, "Whether a perpetual settles in its base asset."),
      .optional(
        "funding_interval_hours", \.fundingIntervalHours, .integer(1...24, example: "8"), omitted: catalogue,
        "Hours between settlements of funding."),
      .optional(
        "liquidation_fee", \.liquidationFee, .rate(.zero, "0.05", example: "0.0125"), omitted: catalogue,
        "Fee of a liquidation, as a fraction of the notional."),
      .optional(
        "tiers", \.tiers, .list(of: .block(Scenario.Tier.self)), whenEmpty: catalogue,
        "Maintenance margin by notional, smallest first."),
    ]
  }
}

extension Scenario.Tier: Block {
  static var keys: [Key<Self>] {
    [
      .required(
        "up_to", \.upTo, .amount(above: true, example: "50000"), "Greatest notional of the bracket, inclusive."),
      .required(
        "mmr", \.rate, .rate(.zero, .one, example: "0.004"), "Maintenance margin as a fraction of the notional."),
      .optional("amount", \.amount, .amount(example: "50"), "What is taken off the product of notional and `mmr`."),
      .optional(
        "max_leverage", \.maxLeverage,
        .decimal(DecimalBounds(lower: .one, upper: "1000", decimals: 2, example: "125")), omitted: "no limit",
        "Greatest leverage in the bracket."),
    ]
  }
}

extension Codec where Value == [Scenario.InstrumentOverride] {
  /// Overrides by entity.
  static var instrumentOverrides: Self {
    Codec<[Named<Scenario.InstrumentOverride>]>.map(
      .entity, .block(Scenario.InstrumentOverride.self), example: "{cryptopair_binance_btcusdt: {price_step: 0.01}}"
    ).converted(
      { named in
        named.compactMap { item in
          guard let entity = EntityID(item.name) else { return nil }
          var value = item.value
          value.entity = entity
          return value
        }
      },
      back: { $0.map { Named(name: $0.entity.description, value: $0) } })
  }
}
