import Exchange
import StrategyKit
import TestSupport
import Testing

@Suite("Brackets and pairs of orders") struct BracketTests {
  private let btc = InstrumentID(0)

  private func lines(_ setup: ExchangeSetup, _ tape: String, _ step: @escaping (inout Context) -> Void) throws
    -> [String]
  {
    let script = Probe.Script()
    var isDone = false
    script.onKline = { _, context in
      if !isDone { step(&context) }
      isDone = true
    }
    let run = try LoopRun(setup, tapes: [tape], script: script)
    #expect(run.brokenInvariant == nil)
    return run.lines
  }

  private static let start = "0:00 100 100 100 100 ?\n"

  @Test(
    "the exits of a pair offer what the fee leaves; the one that is reached ends the other",
    arguments: [
      ("1:00 100 112 100 110 ?", "1:38.333333334 filled 2 9 @ 110 maker"),
      ("1:00 100 100 88 90 ?", "1:28.333333334 filled 3 9 @ 95 taker fee 8.55 usdt"),
    ])
  func pair(bar: String, exit: String) throws {
    let setup = ExchangeSetup().with { setup in
      setup.taker = "0.01"
      setup.balances = [("usdt", "5000")]
    }
    let lines = try lines(setup, Self.start + bar) {
      $0.bracket(.buy, btc, Quantity(10), takeProfit: Price(110), stopLoss: Price(95))
    }
    #expect(
      lines.prefix(4) == [
        "1:00 accepted bracket-1", "1:00 accepted 2", "1:00 accepted 3",
        "1:00 filled bracket-1 10 @ 100 taker fee 0.1 btc",
      ])
    #expect(
      lines.contains(exit), "\(lines)")
    #expect(lines.contains { $0.contains("canceled") })
  }

  @Test("a perpetual's exits are reduce-only, for a short as well")
  func perpetual() throws {
    let lines = try lines(
      ExchangeSetup().asPerpetuals(leverage: 5), Self.start + "1:00 100 100 88 90 ?\n2:00 90 120 90 120 ?"
    ) { context in
      let tags = context.bracket(.sell, btc, Quantity(10), takeProfit: Price(90), stopLoss: Price(105))
      #expect(tags.takeProfit.flatMap { context.order($0)?.terms.reduceOnly } == true)
      #expect(tags.stopLoss.flatMap { context.order($0)?.terms.reduceOnly } == true)
    }
    #expect(lines.filter { $0.contains("filled") }.count == 2)
    #expect(lines.contains { $0.contains("filled 2 10 @ 90 maker") })
  }

  @Test("an entry that is cancelled ends its exits")
  func entryEnds() throws {
    let script = Probe.Script()
    var tags: BracketTags?
    var open: [Int] = []
    script.onKline = { _, context in
      if let entry = tags?.entry {
        context.cancel(entry)
      } else {
        tags = context.bracket(.buy, btc, Quantity(10), limit: Price(50), takeProfit: Price(110))
      }
      open.append(context.openOrders.count)
    }
    let run = try LoopRun(
      ExchangeSetup(), tapes: [Self.start + "1:00 100 100 100 100 ?\n2:00 100 100 100 100 ?"], script: script)
    #expect(run.lines.filter { $0.contains("canceled") }.count == 2)
    #expect(open == [2, 2, 0])
  }

  @Test("of two tied orders one ends the other")
  func oco() throws {
    let lines = try lines(
      ExchangeSetup().with { $0.balances = [("btc", "10")] }, Self.start + "1:00 100 111 100 111 ?"
    ) { $0.oco(.sell, btc, Quantity(10), limit: Price(110), stop: Price(90)) }
    #expect(lines.contains { $0.contains("filled 1 10 @ 110 maker") })
    #expect(lines.contains { $0.contains("canceled 2") })
  }

  @Test("stops, take-profits and trailing stops go out as said")
  func conditional() throws {
    let lines = try lines(
      ExchangeSetup(), Self.start + "1:00 100 120 90 100 ?\n2:00 100 130 100 110 ?"
    ) { context in
      context.stop(.sell, btc, Quantity(1), at: Price(95))
      context.stop(.buy, btc, Quantity(1), at: Price(105), limit: Price(106))
      context.takeProfit(.sell, btc, Quantity(1), at: Price(115))
      context.trailingStop(.sell, btc, Quantity(1), callback: "0.05", activation: Price(110))
      context.trailingStop(.sell, btc, Quantity(1), callback: "0.0500000000001")
    }
    #expect(lines.filter { $0.contains("triggered") }.count == 4)
    #expect(lines.contains { $0.contains("rejected 5 invalidParameter") })
  }
}
