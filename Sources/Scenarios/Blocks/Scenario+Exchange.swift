package import Market

extension Scenario {
  /// How one simulated exchange is set up.
  package struct ExchangeBlock: Hashable, Sendable {
    package var balances = Balances()
    package var positions: [StartingPosition] = []
    package var instruments: [InstrumentOverride] = []
    package var fees = Fees()
    package var positionMode = PositionMode.oneWay
    package var marginMode = ByInstrument(MarginMode.cross)
    package var leverage = ByInstrument(FixedDecimal.one)
    package var matching = Matching()
    package var latency = Latency()
    package var rules = Rules()
    package var rulesAsOf = RuleDate.data
    /// Orders are refused this long before and after a settlement of funding.
    package var fundingLock = TimeSpan.zero
    package var faults: [Fault] = []
    /// Interest of what is borrowed on spot margin, an hour as a fraction; nil: 0.00001 where there is a margin wallet, else no loans.
    package var hourlyInterest: FixedDecimal?
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
    /// Market data, from the exchange to the strategy.
    package var feed = TimeSpan.zero
    /// From the strategy to the exchange.
    package var order = TimeSpan.zero
    /// From the exchange to the strategy: answers, fills, private events.
    package var response = TimeSpan.zero
    /// Uniform in 0...jitter, added to each message.
    package var jitter = TimeSpan.zero
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
        "Amounts at the start by asset: one wallet for all markets of the exchange, or wallets apart."),
      .optional(
        "positions", \.positions, .list(of: .block(Scenario.StartingPosition.self)), whenEmpty: "none",
        "Positions of perpetuals to start from."),
      .optional(
        "instruments", \.instruments, .instrumentOverrides,
        "Overrides of an instrument's rules by entity, key by key; the rest comes from the tape, then the catalogue."),
      .optional("fees", \.fees, .block(Scenario.Fees.self), "Fee rates and the asset in which they are charged."),
      .optional("position_mode", \.positionMode, .word, "How positions of a perpetual are kept."),
      .optional(
        "margin_mode", \.marginMode, .byInstrument(.word, example: "{default: cross, ENTITY: isolated}"),
        "What margins a perpetual; or `{default: cross, ENTITY: isolated}`."),
      .optional(
        "leverage", \.leverage,
        .byInstrument(
          .decimal(DecimalBounds(lower: .one, upper: "1000", decimals: 2, example: "5")),
          example: "{default: 5, ENTITY: 10}"), "Leverage of perpetuals; or `{default: 5, ENTITY: 10}`."),
      .optional("matching", \.matching, .block(Scenario.Matching.self), "How orders meet the data."),
      .optional("latency", \.latency, .block(Scenario.Latency.self), "How long messages take."),
      .optional(
        "rules", \.rules, .rules, "Which rules of the exchange are applied to orders; or one boolean for all."),
      .optional("rules_as_of", \.rulesAsOf, .word, "Of which day the rules are."),
      .optional(
        "funding_lock", \.fundingLock, .duration(.zero...TimeSpan.hour, example: "5s"),
        "Orders are refused this long before and after a settlement of funding."),
      .optional(
        "faults", \.faults, .list(of: .block(Scenario.Fault.self)), whenEmpty: "none",
        "Maintenance, disconnects, rejects and delays at stated times."),
      .optional(
        "hourly_interest", \.hourlyInterest, .rate(.zero, "0.01", example: "0.00001"),
        omitted: "0.00001 where there is a margin wallet, else nothing can be borrowed",
        "Interest an hour of what is borrowed on spot margin, as a fraction; part hours count full."),
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
      .optional(
        "feed", \.feed, .duration(range, example: "20ms"), "From the exchange to the strategy: market data."),
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
