import Exchange
import Market
import Replay
import StrategyKit
import TestSupport
import Testing

@Suite("Latency") struct LatencyTests {
  // 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00.
  private static let tape = """
    0:00 100 110 90 105 1000
    1:00 105 105 105 105 1000
    """

  private static func latency(order: Int64 = 0, response: Int64 = 0, jitter: Int64 = 0) -> LatencyModel {
    var model = LatencyModel()
    model.order = TimeSpan(nanoseconds: order * 1_000_000_000)
    model.response = TimeSpan(nanoseconds: response * 1_000_000_000)
    model.jitter = TimeSpan(nanoseconds: jitter * 1_000_000_000)
    return model
  }

  @Test("an order meets the price at its arrival, the strategy hears of it later")
  func legs() throws {
    let run = try LoopRun(
      ExchangeSetup(), tapes: [Self.tape], orders: "0:05 a buy market 1",
      latency: Self.latency(order: 5, response: 7))
    #expect(run.lines == ["0:10 accepted a", "0:10 filled a 1 @ 95 taker"])
    #expect(run.calls.prefix(2) == ["0:17 sees 0:10 accepted a", "0:17 sees 0:10 filled a 1 @ 95 taker"])
  }

  @Test(
    "all that one input changed reaches the strategy together: balances are known when the fill is",
    arguments: [0, 7] as [Int64])
  func together(response: Int64) throws {
    let script = Probe.Script()
    var seen: [String] = []
    script.onOrder = { _, context in seen.append("\(context.sellable(InstrumentID(0)).units)") }
    script.onFill = { _, context in
      seen.append("\(context.sellable(InstrumentID(0)).units) open \(context.openOrders.count)")
    }
    _ = try LoopRun(
      ExchangeSetup().with { $0.balances = [("usdt", "1000")] }, tapes: [Self.tape], orders: "0:10 a buy market 3",
      script: script, latency: Self.latency(response: response))
    #expect(seen == ["3", "3 open 0"])
  }

  @Test("an order is seen as under way until its end has been heard of")
  func ownOrders() throws {
    let script = Probe.Script()
    var seen: [String] = []
    script.onKline = { kline, context in
      seen.append(context.openOrders.map { "\($0.id.map { "\($0.number)" } ?? "?") \($0.filled.units)" }.joined())
      if seen.count == 1 { context.limit(.buy, InstrumentID(0), Quantity(5), at: Price(106)) }
    }
    _ = try LoopRun(
      ExchangeSetup(),
      tapes: [
        """
        0:00 105 105 105 105 3
        1:00 105 105 105 105 3
        2:00 105 105 105 105 3
        3:00 107 107 107 107 3
        4:00 105 105 105 105 3
        """
      ], script: script, latency: Self.latency(order: 90, response: 40))
    // Sent at 1:00, arrives at 2:30 and takes 3; heard of at 3:10. The rest fills at 4:00, heard of at 4:40.
    #expect(seen == ["", "? 0", "? 0", "1 3", ""])
  }

  @Test("a cancel that finds its order filled is refused, the fill stands")
  func lateCancel() throws {
    let run = try LoopRun(
      ExchangeSetup(), tapes: [Self.tape],
      orders: """
        0:00 a buy limit 1 @ 97
        0:05 cancel a
        """, latency: Self.latency(order: 4))
    #expect(run.lines == ["0:04 accepted a", "0:08 filled a 1 @ 97 maker", "0:09 cancel refused orderNotFound"])
  }

  @Test("jitter stays in its range, comes from the seed, and no leg overtakes itself")
  func jitter() throws {
    let orders = (0..<50).map { "0:0\($0 % 10).\($0 / 10) o\($0) buy limit 1 @ 1" }.joined(separator: "\n")
    let first = try LoopRun(
      ExchangeSetup(), tapes: [Self.tape], orders: orders, latency: Self.latency(order: 1, response: 1, jitter: 3))
    let second = try LoopRun(
      ExchangeSetup(), tapes: [Self.tape], orders: orders, latency: Self.latency(order: 1, response: 1, jitter: 3))
    #expect(first.journal == second.journal)
    #expect(first.calls == second.calls)
    var created: [Int64] = []
    for event in first.events {
      guard case .accepted(let accepted) = event else { continue }
      let delay = accepted.time.nanoseconds - accepted.created.nanoseconds
      created.append(accepted.created.nanoseconds)
      #expect(delay >= 1_000_000_000 && delay <= 4_000_000_000)
    }
    #expect(created.count == 50)
    #expect(created == created.sorted())
  }
}
