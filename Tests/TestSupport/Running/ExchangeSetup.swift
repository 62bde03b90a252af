package import Exchange
package import Market

/// A small exchange to test with: one or two pairs with round steps, no fees, plenty of money, unless said otherwise.
package struct ExchangeSetup {
  package var specifications: [InstrumentSpecification]
  package var balances: [(asset: String, amount: FixedDecimal)] = [("usdt", "100000"), ("btc", "100"), ("eth", "100")]
  /// Maker and taker fee as fractions.
  package var maker: FixedDecimal = "0"
  package var taker: FixedDecimal = "0"
  package var feeAsset = FeeAsset.received
  package var matching = MatchingRules()
  package var rules = RuleSwitches()
  /// Of perpetuals.
  package var leverage = Leverage.one
  /// Decimals of prices and quantities in the data, where finer than the steps.
  package var dataPriceScale = 0
  package var dataQuantityScale = 0

  /// Pairs of `codes`, the quote asset usdt, with the same rules.
  package init(
    _ codes: [String] = ["btcusdt"], priceStep: FixedDecimal = "1", quantityStep: FixedDecimal = "1",
    minQuantity: FixedDecimal = "0", maxQuantity: FixedDecimal = "0", maxMarketQuantity: FixedDecimal = "0",
    minNotional: FixedDecimal = "0", minNotionalAppliesToMarket: Bool = true
  ) {
    specifications = codes.map { code in
      InstrumentSpecification(
        pair: EntityID(kind: .pair, provider: "binance", code: code), base: String(code.prefix(3)),
        quote: String(code.dropFirst(3)), priceStep: priceStep, quantityStep: quantityStep, minQuantity: minQuantity,
        maxQuantity: maxQuantity, maxMarketQuantity: maxMarketQuantity, minNotional: minNotional,
        minNotionalAppliesToMarket: minNotionalAppliesToMarket)
    }
  }

  /// The same instruments as perpetuals with one bracket of 0.4 %, at a leverage.
  package func asPerpetuals(leverage: UInt32) -> ExchangeSetup {
    with { setup in
      setup.leverage = Leverage(hundredths: leverage * 100)
      for index in setup.specifications.indices {
        setup.specifications[index].entity.kind = .perpetual
        setup.specifications[index].rules.tiers = [
          MarginTier(upTo: "1000000000", maintenanceRate: "0.004", amount: "0", maxLeverage: "125")
        ]
        setup.specifications[index].rules.fundingInterval = TimeSpan(nanoseconds: 28_800_000_000_000)
      }
    }
  }

  /// The setup changed in place, for one-line fixtures.
  package func with(_ change: (inout ExchangeSetup) -> Void) -> ExchangeSetup {
    var copy = self
    change(&copy)
    return copy
  }

  /// The venue's configuration; the report's currency is usdt.
  package func configuration() throws -> VenueConfiguration {
    var instruments: [Instrument] = []
    for specification in specifications {
      guard
        let instrument = Instrument(
          specification, dataPriceScale: dataPriceScale, dataQuantityScale: dataQuantityScale)
      else { throw TableError("\(specification.entity)", "an instrument's steps fit 64 bits") }
      instruments.append(instrument)
    }
    guard let maker = maker.int64Units(atScale: Rate.scale), let taker = taker.int64Units(atScale: Rate.scale) else {
      throw TableError("\(maker) \(taker)", "a rate has at most \(Rate.scale) decimals")
    }
    let schedule = FeeSchedule(maker: Rate(units: maker), taker: Rate(units: taker), asset: feeAsset)
    var account = AccountConfiguration(
      exchange: specifications.first?.entity.provider ?? "",
      balances: balances.map { StartingBalance(asset: $0.asset, amount: $0.amount) })
    account.matching = matching
    account.rules = rules
    account.leverage = leverage
    return try VenueConfiguration(
      accounts: [account], instruments: instruments, fees: instruments.map { _ in schedule }, currency: "usdt")
  }
}

extension Rate {
  /// A rate of an exact decimal that has at most twelve places.
  package init(_ text: FixedDecimal) {
    guard let units = text.int64Units(atScale: Rate.scale) else {
      preconditionFailure("a rate has at most \(Rate.scale) decimals")
    }
    self.init(units: units)
  }
}
