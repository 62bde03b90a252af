package import Market

extension Scenario {
  /// How one simulated exchange is set up.
  package struct ExchangeBlock: Hashable, Sendable {
    /// Amounts at the start by asset, in the order of the file.
    package var balances: [Named<FixedDecimal>] = []
    package var instruments: [InstrumentOverride] = []
    package var fees = Fees()
    package var matching = Matching()
    package var latency = Latency()
    package var rules = Rules()
    package var rulesAsOf = RuleDate.data
  }

  /// What-if values for one instrument; nil: the tape's or the catalogue's.
  package struct InstrumentOverride: Hashable, Sendable {
    package var entity = EntityID(kind: .pair, provider: "", code: "")
    package var priceStep: FixedDecimal?
    package var quantityStep: FixedDecimal?
    package var minQuantity: FixedDecimal?
    package var maxQuantity: FixedDecimal?
    package var minNotional: FixedDecimal?
  }

  /// Fees as fractions of the notional; nil: the provider's base tier and rule.
  package struct Fees: Hashable, Sendable {
    package var maker: FixedDecimal?
    package var taker: FixedDecimal?
    package var asset: FeeAsset?
  }

  /// In which asset a fee is charged.
  package enum FeeAsset: Hashable, Sendable {
    /// The asset that the fill brings in.
    case received
    case quote
    case named(String)
  }

  /// Latencies of one exchange.
  package struct Latency: Hashable, Sendable {
    /// From the strategy to the exchange.
    package var order = TimeSpan.zero
    /// From the exchange to the strategy: answers, fills, private events.
    package var response = TimeSpan.zero
    /// Uniform in 0...jitter, added to each message.
    package var jitter = TimeSpan.zero
  }

  /// Which rules of the exchange are applied to orders.
  package struct Rules: Hashable, Sendable {
    package var priceStep = true
    package var quantityStep = true
    package var quantityRange = true
    package var minNotional = true
  }

  /// Of which day the rules are.
  package enum RuleDate: String, Word, Hashable, Sendable {
    case data, current
    package var summary: String {
      switch self {
      case .data: "valid on the day traded; before the first known: that one, with a warning"
      case .current: "the latest known"
      }
    }
  }
}

extension Scenario.ExchangeBlock: Block {
  static var keys: [Key<Self>] {
    [
      .required(
        "balances", \.balances, .balances,
        "Amounts at the start by asset: one wallet for all markets of the exchange."),
      .notYet(
        "positions", "positions", .list(.map(.parameter, .scalar(meaning: "a value", example: "0.5")), atLeast: 0),
        accepts: .emptyList, "Positions to start from."),
      .optional(
        "instruments", \.instruments, .instrumentOverrides,
        "Overrides of an instrument's rules by entity, key by key; the rest comes from the tape, then the catalogue."),
      .optional("fees", \.fees, .block(Scenario.Fees.self), "Fee rates and the asset in which they are charged."),
      .notYet(
        "position_mode", "position_mode hedge",
        .words([
          WordDeclaration(word: "one_way", summary: "one position an instrument"),
          WordDeclaration(
            word: "hedge", summary: "long and short apart", availability: .notYet("position_mode hedge")),
        ]), accepts: .oneWay, "How positions of a perpetual are kept."),
      .notYet(
        "margin_mode", "margin_mode isolated",
        .either(
          .words([
            WordDeclaration(word: "cross", summary: "all positions share the wallet"),
            WordDeclaration(
              word: "isolated", summary: "each position has its own margin",
              availability: .notYet("margin_mode isolated")),
          ]), .map(.parameter, .scalar(meaning: "cross or isolated", example: "cross"))),
        accepts: .cross, "What margins a perpetual; or `{default: cross, ENTITY: isolated}`."),
      .notYet(
        "leverage", "leverage other than 1",
        .either(
          .decimal(DecimalBounds(lower: .one, upper: "1000", decimals: 2, example: "5")),
          .map(.parameter, .scalar(meaning: "a number", example: "5"))),
        accepts: .one, "Leverage of perpetuals; or `{default: 5, ENTITY: 10}`."),
      .optional("matching", \.matching, .block(Scenario.Matching.self), "How orders meet the data."),
      .optional("latency", \.latency, .block(Scenario.Latency.self), "How long messages take."),
      .optional(
        "rules", \.rules, .rules, "Which rules of the exchange are applied to orders; or one boolean for all."),
      .optional("rules_as_of", \.rulesAsOf, .word, "Of which day the rules are."),
      .notYet(
        "funding_lock", "funding_lock", .duration(.zero...TimeSpan.hour), accepts: .zeroDuration,
        "Orders are refused this long around a funding settlement."),
      .notYet(
        "faults", "faults", .list(.map(.parameter, .scalar(meaning: "a value", example: "10m")), atLeast: 0),
        accepts: .emptyList, "Maintenance, disconnects, rejects and delays at stated times."),
    ]
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
        "Least step of a quantity, in base currency."),
      .optional(
        "min_quantity", \.minQuantity, .amount(example: "0.001"), omitted: catalogue,
        "Least quantity of an order; 0: none."),
      .optional(
        "max_quantity", \.maxQuantity, .amount(example: "100"), omitted: catalogue,
        "Greatest quantity of an order; 0: none."),
      .optional(
        "min_notional", \.minNotional, .amount(example: "5"), omitted: catalogue,
        "Least price x quantity of an order, in quote currency; 0: none."),
      .notYet(
        "contract_size", "contract_size",
        .decimal(DecimalBounds(lower: .zero, includesLower: false, decimals: 18, example: "1")),
        accepts: .one, "Value of one contract of a perpetual."),
      .notYet("inverse", "inverse contracts", .boolean, accepts: .no, "Whether a perpetual settles in its base asset."),
      .notYet(
        "funding_interval_hours", "funding_interval_hours", .integer(1...24), accepts: .nothing,
        "Hours between settlements of funding."),
      .notYet(
        "liquidation_fee", "liquidation_fee",
        .decimal(DecimalBounds(lower: .zero, upper: "0.05", decimals: 12, noun: "a fraction", example: "0.0125")),
        accepts: .zero, "Fee of a liquidation, as a fraction of the notional."),
      .notYet(
        "tiers", "tiers", .list(.map(.parameter, .scalar(meaning: "a number", example: "0.004")), atLeast: 0),
        accepts: .emptyList, "Maintenance margin by notional: `{up_to, mmr, amount, max_leverage}`, `up_to` inclusive."),
    ]
  }
}

extension Scenario.Fees: Block {
  static var keys: [Key<Self>] {
    let base = "the provider's base tier"
    return [
      .optional(
        "maker", \.maker, .feeRate, omitted: base,
        "Fee of a resting order's fill, as a fraction of the notional; negative: a rebate."),
      .optional(
        "taker", \.taker, .feeRate, omitted: base, "Fee of a taking order's fill, as a fraction of the notional."),
      .optional(
        "asset", \.asset, .feeAsset, omitted: "the provider's rule",
        "In which asset fees are charged: `received`, `quote` or an asset."),
    ]
  }
}

extension Scenario.Latency: Block {
  static var keys: [Key<Self>] {
    let range = TimeSpan.zero...TimeSpan.hour
    return [
      .notYet(
        "feed", "latency.feed",
        .either(
          .duration(range), .words([WordDeclaration(word: "recorded", summary: "receive stamp less exchange stamp")])),
        accepts: .zeroDuration, "From the exchange to the strategy: market data."),
      .optional("order", \.order, .duration(range, example: "50ms"), "From the strategy to the exchange: commands."),
      .optional(
        "response", \.response, .duration(range, example: "50ms"),
        "From the exchange to the strategy: answers, fills, private events."),
      .optional(
        "jitter", \.jitter, .duration(range, example: "10ms"),
        "Added to each message, uniform from 0 to this; one leg never overtakes itself."),
      .notYet(
        "file", "latency file", .path, accepts: .nothing, "Measured latencies: rows request,exchange,response in ns."),
    ]
  }
}

extension Scenario.Rules: Block {
  static var keys: [Key<Self>] {
    let notModelled = "Both values are accepted."
    return [
      .optional("price_step", \.priceStep, .boolean, "Prices are multiples of the price step."),
      .optional("qty_step", \.quantityStep, .boolean, "Quantities are multiples of the quantity step."),
      .optional("quantity_range", \.quantityRange, .boolean, "Quantities lie between least and greatest."),
      .optional("min_notional", \.minNotional, .boolean, "Price x quantity reaches the least notional."),
      .notYet("leverage", "rules.leverage", .boolean, accepts: .anyBoolean, "Leverage brackets. \(notModelled)"),
      .notYet("price_band", "rules.price_band", .boolean, accepts: .anyBoolean, "Price bands. \(notModelled)"),
      .notYet("max_orders", "rules.max_orders", .boolean, accepts: .anyBoolean, "Most open orders. \(notModelled)"),
      .notYet(
        "position_limit", "rules.position_limit", .boolean, accepts: .anyBoolean, "Position limits. \(notModelled)"),
    ]
  }
}

extension Codec where Value == Scenario.Rules {
  /// A block of booleans, or one for all.
  static var rules: Self {
    let block = Codec.block(Scenario.Rules.self)
    return Codec(
      shape: .either(.boolean, block.shape),
      read: { node, checker in
        guard node.scalar != nil else { return block.read(node, &checker) }
        guard let all = Codec<Bool>.boolean.read(node, &checker) else { return nil }
        return Scenario.Rules(priceStep: all, quantityStep: all, quantityRange: all, minNotional: all)
      },
      write: block.write)
  }
}

extension Codec where Value == Scenario.FeeAsset {
  /// `received`, `quote` or an asset.
  static var feeAsset: Self {
    Codec<String>.text(
      pattern: NameShape.asset.pattern, meaning: "received, quote or an asset in lower case", example: "quote",
      where: NameShape.asset.accepts
    ).converted(
      { text in
        switch text {
        case "received": .received
        case "quote": .quote
        default: .named(text)
        }
      },
      back: { asset in
        switch asset {
        case .received: "received"
        case .quote: "quote"
        case .named(let name): name
        }
      })
  }
}

extension Codec where Value == [Named<FixedDecimal>] {
  /// Amounts by asset in one wallet; wallets apart are not available yet.
  static var balances: Self {
    let flat = Codec.map(.asset, .amount(example: "10000"), example: "{usdt: 10000}")
    let wallets = ["spot", "linear", "inverse", "margin"]
    return Codec(
      shape: flat.shape,
      read: { node, checker in
        if let entry = node.entries?.first(where: { wallets.contains($0.key) && $0.value.entries != nil }) {
          checker.report(
            .notAvailable(feature: "wallets apart", accepted: "one wallet, such as {usdt: 10000}"), at: entry.keyPlace)
          return nil
        }
        return flat.read(node, &checker)
      },
      write: flat.write)
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
