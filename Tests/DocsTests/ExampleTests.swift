import Exchange
import Market
import Replay
import StrategyKit
import Synthetic
import Testing

/// The strategy that the README shows is compiled with this target, and trades.
@Suite("The example strategy") struct ExampleTests {
  @Test("it buys after three falling closes and sells what it holds, over and over")
  func trades() throws {
    let specification = try #require(
      InstrumentCatalog.specification(for: EntityID(kind: .pair, provider: "binance", code: "btcusdt")))
    let instrument = try #require(Instrument(specification))
    let from = try #require(Timestamp(iso: "2024-01-01"))
    let to = try #require(Timestamp(iso: "2024-01-03"))
    let fees = FeeSchedule(maker: .zero, taker: .zero, asset: .received)
    let venue = try VenueConfiguration(
      instruments: [instrument], balances: [("usdt", "10000")], fees: [fees], currency: "usdt")
    let id = InstrumentID(0)
    let setup = StrategySetup(
      instruments: [instrument], streams: [StrategySetup.Stream(instrument: id, level: .minute)],
      values: ["falls": .integer(3), "quantity": .decimal("0.01")])
    let feed = try SyntheticMarket(seed: 7, startPrice: "60000").klines(
      of: instrument, level: .minute, from: from, to: to)
    let stream = RunStream(instrument: id, level: .minute, feed: feed, drivesMatching: true)
    let outcome = try StrategyEntry(ThreeDown.self).run(
      RunPlan(venue: venue, setup: setup, streams: [stream], seed: 1), [])
    let fills = outcome.venue.lastFillNumber
    let isBalanced = outcome.venue.ledger.isBalanced
    #expect(fills > 100)
    #expect(isBalanced)
  }
}
