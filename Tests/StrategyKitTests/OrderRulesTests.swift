import Exchange
import StrategyKit
import TestSupport
import Testing

@Suite("Rules of orders") struct OrderRulesTests {
  private func rules(_ setup: ExchangeSetup) throws -> OrderRules { OrderRules(try setup.configuration(), 0) }

  private var coarse: ExchangeSetup {
    ExchangeSetup(
      priceStep: "0.05", quantityStep: "0.002", minQuantity: "0.004", maxQuantity: "10", maxMarketQuantity: "3",
      minNotional: "5")
  }

  @Test("prices go to a whole step, nearest or as said")
  func prices() throws {
    let rules = try rules(coarse)
    #expect(rules.rounded(Price(1_007)) == Price(1_005))
    #expect(rules.rounded(Price(1_008)) == Price(1_010))
    #expect(rules.limitPrice(Price(1_009), for: .buy) == Price(1_005))
    #expect(rules.limitPrice(Price(1_006), for: .sell) == Price(1_010))
    #expect(rules.price(10.1) == Price(1_010))
    #expect(rules.price(10.1, .down) == Price(1_010))
    #expect(rules.price(10.0749, .up) == Price(1_010))
    #expect(rules.price(.nan) == nil)
    #expect(rules.price(-3) == nil)
    #expect(rules.price(1e300) == nil)
    #expect(rules.price(0.01) == nil)
    #expect(rules.double(Price(1_005)) == 10.05)
  }

  @Test("quantities go toward zero, and no further than the greatest")
  func quantities() throws {
    let rules = try rules(coarse)
    #expect(rules.rounded(Quantity(7)) == Quantity(6))
    #expect(rules.rounded(Quantity(-7)) == Quantity(-6))
    #expect(rules.rounded(Quantity(20_000)) == Quantity(10_000))
    #expect(rules.rounded(Quantity(20_000), for: .market) == Quantity(3_000))
    #expect(rules.rounded(Quantity(.min)) == Quantity(-10_000))
    #expect(rules.quantity(0.0079) == Quantity(6))
    #expect(rules.quantity(.infinity) == .zero)
  }

  @Test("a market order's own step counts beside the common one")
  func marketStep() throws {
    let setup = coarse.with { $0.specifications[0].rules.marketQuantityStep = "0.003" }
    let rules = try rules(setup)
    #expect(rules.step() == Quantity(2))
    #expect(rules.step(of: .market) == Quantity(6))
  }

  @Test(
    "the largest quantity that cash buys leaves nothing that a step more would fit, and the exchange takes it",
    arguments: ["4.99", "5", "7.3", "29.95", "30", "31", "100000"] as [FixedDecimal])
  func largest(cash: FixedDecimal) throws {
    for fee in ["0", "0.001"] as [FixedDecimal] {
      for asset in [FeeAsset.received, .quote] {
        let setup = coarse.with { setup in
          setup.taker = fee
          setup.feeAsset = asset
          setup.balances = [("usdt", cash)]
        }
        let rules = try rules(setup)
        let price = Price(1_000)
        let money = Money(try #require(cash.units(atScale: rules.moneyScale)))
        let quantity = rules.largestQuantity(for: money, at: price)
        let cost = { (quantity: Quantity) -> Int128 in
          let notional = rules.notional(quantity, at: price).units
          return asset == .quote
            ? notional + notional * Int128(rules.takerFee.units) / Int128(Rate.one.units) : notional
        }
        if quantity == .zero {
          #expect(cost(Quantity(500)) > money.units)
        } else {
          #expect(cost(quantity) <= money.units)
          #expect(quantity == Quantity(3_000) || cost(quantity + Quantity(2)) > money.units)
          let tape = "0:00 10 10 10 10 ?\n1:00 10 10 10 10 ?"
          let run = try AuthorRun(
            BuysOnce.self, setup, tapes: [tape], values: ["quantity": .integer(quantity.units)])
          #expect(run.lines.count == 2 && run.lines[1].hasPrefix("1:00 filled 1"), "\(run.lines)")
        }
      }
    }
  }

  @Test("the smallest quantity is worth the least notional")
  func smallest() throws {
    let rules = try rules(coarse)
    // 5 / 10.05 = 0.4975...
    #expect(rules.smallestQuantity(at: Price(1_005)) == Quantity(498))
    #expect(rules.smallestQuantity(at: Price(500_000)) == Quantity(4))
    #expect(rules.smallestQuantity(at: Price(5)) == nil)
    #expect(rules.smallestQuantity(at: Price(5), type: .limit) == nil)
  }

  @Test("names the rule that the exchange would", arguments: [0, 1, 3, 4, 500, 3_002, 10_002] as [Int64])
  func refusals(units: Int64) throws {
    let rules = try rules(coarse)
    for price in [0, 3, 5, 1_000, 1_003] as [Int64] {
      let run = try AuthorRun(
        LimitsOnce.self, coarse, tapes: ["0:00 10 10 10 10 ?\n1:00 10 10 10 10 ?"],
        values: ["quantity": .integer(units), "price": .integer(price)])
      let said = rules.refusal(Quantity(units), at: Price(price))
      #expect(run.lines.first == said.map { "1:00 rejected 1 \($0)" } ?? "1:00 accepted 1")
    }
  }

  @Test("what is left after the fee can be sold")
  func netOfFee() throws {
    let setup = coarse.with { $0.taker = "0.001" }
    #expect(try rules(setup).netOfFee(Quantity(1_000)) == Quantity(998))
    #expect(try rules(coarse).netOfFee(Quantity(1_000)) == Quantity(1_000))
    #expect(try rules(setup.with { $0.feeAsset = .quote }).netOfFee(Quantity(1_000)) == Quantity(1_000))
  }

  @Test("a rule that is switched off holds for every order")
  func switches() throws {
    let rules = try rules(
      coarse.with { setup in
        setup.rules.minNotional = false
        setup.rules.quantityStep = false
      })
    #expect(rules.refusal(Quantity(5), at: Price(1_000)) == nil)
    #expect(rules.quantityStep == Quantity(1))
  }
}

private struct BuysOnce: Strategy {
  static let summary = "Buys at the first close."
  private let quantity: Quantity
  private var isDone = false

  init(_ setup: StrategySetup) { quantity = Quantity(Int64(setup.integer("quantity"))) }

  mutating func onKline(_ kline: Kline, _ context: inout Context) {
    if !isDone { context.buy(kline.instrument, quantity) }
    isDone = true
  }
}

private struct LimitsOnce: Strategy {
  static let summary = "Sends one limit order at the first close."
  private let quantity: Quantity
  private let price: Price
  private var isDone = false

  init(_ setup: StrategySetup) {
    quantity = Quantity(Int64(setup.integer("quantity")))
    price = Price(Int64(setup.integer("price")))
  }

  mutating func onKline(_ kline: Kline, _ context: inout Context) {
    if !isDone { context.limit(.sell, kline.instrument, quantity, at: price) }
    isDone = true
  }
}
