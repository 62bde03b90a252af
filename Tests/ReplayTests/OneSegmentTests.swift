import Exchange
import Market
import Replay
import StrategyKit
import TestSupport
import Testing

@Suite("A stop, an averaging limit and the liquidation price in one segment of a bar") struct OneSegmentTests {
  /// A cross long of 2 entered at 100 on a wallet of 30: maintenance 1 %, so that it is liquidated where
  /// 30 + 2 (p - 100) = 0.02 p, at 85.86; with 0.5 more at 95 where 30 + 2 (p - 100) + 0.5 (p - 95) = 0.025 p, at 87.87.
  private static func configuration() throws -> VenueConfiguration {
    var specification = InstrumentSpecification(
      pair: EntityID(kind: .perpetual, provider: "binance", code: "btcusdt"), base: "btc", quote: "usdt",
      priceStep: "0.01", quantityStep: "0.1")
    specification.rules.tiers = [
      MarginTier(upTo: "1000000", maintenanceRate: "0.01", amount: "0", maxLeverage: "50")
    ]
    guard let instrument = Instrument(specification) else { throw TableError("btcusdt", "its steps fit") }
    var account = AccountConfiguration(
      exchange: "binance", balances: [StartingBalance(asset: "usdt", amount: "30")])
    account.leverage = Leverage(hundredths: 1_000)
    return try VenueConfiguration(
      accounts: [account], instruments: [instrument],
      fees: [FeeSchedule(maker: .zero, taker: .zero, asset: .received)], currency: "usdt")
  }

  /// What happens as the price falls from 100 to 80 in the bar of 1:00, in order: filled, canceled or liquidated.
  private func falling(stop: String, limit: String, onMark: Bool) throws -> [String] {
    let configuration = try Self.configuration()
    let bars = try TextTape(
      "0:00 100 100 100 100 1000\n1:00 100 100 80 80 1000\n2:00 80 80 80 80 1000", configuration.instruments[0]
    ).bars
    let script = Probe.Script()
    script.orders = """
      0:10 e buy market 2
      0:20 s sell stop 2 stop \(stop) reduce
      0:30 l buy limit 0.5 @ \(limit)
      """
    var streams = [TapeStream(0, bars: bars)]
    if onMark { streams.append(TapeStream(0, source: .mark, bars: bars)) }
    let run = try LoopRun(ExchangeSetup(), streams, script, configuration: configuration)
    #expect(run.error == nil)
    #expect(run.brokenInvariant == nil)
    return run.lines.compactMap { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 2, !line.hasPrefix("0:") else { return nil }
      switch words[1] {
      case "filled" where words[2] == "s" || words[2] == "l": return words[2]
      case "liquidated": return "liquidated"
      case "canceled": return "canceled \(words[2])"
      default: return nil
      }
    }
  }

  @Test(
    "in all orders, on the last price and on the mark",
    arguments: [
      ("95", "90", ["s", "l"]),
      ("90", "95", ["l", "s"]),
      ("90", "84", ["s", "l"]),
      ("84", "95", ["l", "canceled s", "liquidated"]),
      ("84", "83", ["canceled s", "canceled l", "liquidated"]),
      ("83", "84", ["canceled s", "canceled l", "liquidated"]),
    ], [false, true])
  func orders(row: (stop: String, limit: String, happens: [String]), onMark: Bool) throws {
    #expect(try falling(stop: row.stop, limit: row.limit, onMark: onMark) == row.happens)
  }
}
