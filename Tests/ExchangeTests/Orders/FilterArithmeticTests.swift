import Exchange
import Market
import TestSupport
import Testing

// Filter sets and examples from Binance's spot documents (filters.md); the price is 50,000 unless a row says otherwise.

@Suite("Binance filter arithmetic") struct FilterArithmeticTests {
  /// PRICE_FILTER step 0.01, LOT_SIZE 0.00001 to 9000 by 0.00001, MARKET_LOT_SIZE at most 100, NOTIONAL at least 5.
  private static let filters = ExchangeSetup(
    priceStep: "0.01", quantityStep: "0.00001", minQuantity: "0.00001", maxQuantity: "9000", maxMarketQuantity: "100",
    minNotional: "5"
  ).with { $0.balances = [("usdt", "100000000"), ("btc", "20000")] }

  private static func outcome(_ order: String, at price: String, _ setup: ExchangeSetup) throws -> String {
    let run = try VenueRun(setup, ["0:00 \(price) \(price) \(price) \(price) ?"], orders: "0:10 a \(order)")
    #expect(run.brokenInvariant == nil)
    let words = run.lines[0].split(separator: " ")
    return words[1] == "accepted" ? "accepted" : String(words[3])
  }

  @Test(
    "orders on the borders of the filters",
    arguments: [
      ("buy limit 0.00010 @ 50000.00", "50000", "accepted"),
      ("buy limit 0.00009 @ 50000.00", "50000", "minNotional"),
      ("buy limit 0.00001 @ 50000", "50000", "minNotional"),
      ("buy limit 0.000005 @ 50000", "50000", "quantityStep"),
      ("buy limit 0.000105 @ 50000", "50000", "quantityStep"),
      ("buy limit 0.00010001 @ 50000", "50000", "quantityStep"),
      ("buy limit 0.000100001 @ 50000", "50000", "quantityStep"),
      ("buy limit 9000 @ 1000", "1000", "accepted"),
      ("buy limit 9000.00001 @ 1000", "1000", "quantityRange"),
      ("buy limit 0.001 @ 50000.005", "50000", "priceStep"),
      ("buy limit 0.001 @ 50000.010", "50000", "accepted"),
      ("buy limit 0.001 @ 10000.00", "50000", "accepted"),
      ("sell limit 0.001 @ 250000.00", "50000", "accepted"),
      ("buy market 0.0001", "50000", "accepted"),
      ("buy market 0.0001", "49999.99", "minNotional"),
      ("buy market 100", "50000", "accepted"),
      ("sell market 100", "50000", "accepted"),
      ("buy market 100.00001", "50000", "quantityRange"),
      ("sell market 0.000105", "50000", "quantityStep"),
      ("sell stop_limit 0.001 stop 49999.995 @ 49999", "50000", "priceStep"),
      ("sell stop_limit 0.001 stop 49999.99 @ 49999", "50000", "accepted"),
      ("buy limit 0.0001 @ 49999.99", "50000", "minNotional"),
    ])
  func borders(order: String, price: String, expected: String) throws {
    #expect(try Self.outcome(order, at: price, Self.filters) == expected)
  }

  @Test(
    "other pairs' steps",
    arguments: [
      ("buy market 0.02988799", "0.001" as FixedDecimal, "0.00001" as FixedDecimal, "0.07", "quantityStep"),
      ("buy limit 1.184 @ 0.002356", "0.01", "0.000001", "0.0025", "quantityStep"),
      ("buy limit 1.18 @ 0.002356", "0.01", "0.000001", "0.0025", "accepted"),
      ("sell limit 0.04749053 @ 3", "0.000001", "1", "2", "quantityStep"),
      ("sell limit 0.04749000 @ 3", "0.000001", "1", "2", "accepted"),
      ("sell limit 0.047490 @ 3", "0.000001", "1", "2", "accepted"),
    ])
  func steps(order: String, quantityStep: FixedDecimal, priceStep: FixedDecimal, price: String, expected: String) throws
  {
    #expect(
      try Self.outcome(order, at: price, ExchangeSetup(priceStep: priceStep, quantityStep: quantityStep)) == expected)
  }

  @Test("the least quantity does not offset the steps: a multiple of the step counts, not of step plus minimum")
  func offset() throws {
    let setup = ExchangeSetup(priceStep: "1", quantityStep: "0.002", minQuantity: "0.003")
    #expect(try Self.outcome("buy limit 0.005 @ 100", at: "100", setup) == "quantityStep")
    #expect(try Self.outcome("buy limit 0.004 @ 100", at: "100", setup) == "accepted")
    #expect(try Self.outcome("buy limit 0.002 @ 100", at: "100", setup) == "quantityRange")
  }

  @Test("the least notional spares market orders where the pair says so")
  func spared() throws {
    let setup = ExchangeSetup(
      priceStep: "0.01", quantityStep: "0.00001", minNotional: "10", minNotionalAppliesToMarket: false)
    #expect(try Self.outcome("buy market 0.00001", at: "50000", setup) == "accepted")
    #expect(try Self.outcome("buy limit 0.00001 @ 50000", at: "50000", setup) == "minNotional")
  }
}
