import Exchange
import Market
import Replay
import StrategyKit
import TestSupport
import Testing

@Suite("Warm-up") struct WarmUpTests {
  private static let tape = """
    0:00 100 100 100 100 1000
    1:00 110 110 110 110 1000
    2:00 120 120 120 120 1000
    3:00 130 130 130 130 1000
    """

  @Test("commands before the start are dropped and counted, one at the start meets its open")
  func dropped() throws {
    let script = Probe.Script()
    script.onKline = { _, context in context.buy(InstrumentID(0), Quantity(1)) }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.tape], script: script, start: "2:00")
    #expect(run.droppedCommands == 1)
    #expect(
      run.lines == [
        "2:00 accepted 1", "2:00 filled 1 1 @ 120 taker", "3:00 accepted 2", "3:00 filled 2 1 @ 130 taker",
        "4:00 accepted 3",
      ])
    #expect(run.calls.count == 4 + 5)
  }

  @Test("what onStart sends leaves when trading begins")
  func onStart() throws {
    let script = Probe.Script()
    script.onStart = { $0.buy(InstrumentID(0), Quantity(1)) }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.tape], script: script, start: "2:00")
    #expect(run.lines == ["2:00 accepted 1", "2:00 filled 1 1 @ 120 taker"])
    #expect(run.droppedCommands == 0)
  }

  @Test("timers run during the warm-up at their own times, what they send is dropped")
  func timers() throws {
    let script = Probe.Script()
    script.onStart = { $0.setTimer(at: Timestamp(nanoseconds: TapeTime.origin + 30_000_000_000)) }
    script.onTimer = { _, context in context.buy(InstrumentID(0), Quantity(1)) }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.tape], script: script, start: "2:00")
    #expect(run.calls.first == "0:30 timer 1")
    #expect(run.lines == [])
    #expect(run.droppedCommands == 1)
  }

  @Test("positions and initial equity are those of the start", arguments: MarketFill.allCasesForTests)
  func initialEquity(marketFill: MarketFill) throws {
    let script = Probe.Script()
    script.onStart = { $0.buy(InstrumentID(0), Quantity(2)) }
    let run = try LoopRun(
      ExchangeSetup().with {
        $0.balances = [("usdt", "1000"), ("btc", "10")]
        $0.matching.marketFill = marketFill
      }, tapes: [Self.tape], script: script, start: "2:00")
    let price = marketFill == .last ? 110 : 120
    #expect(run.lines == ["2:00 accepted 1", "2:00 filled 1 2 @ \(price) taker"])
    // 10 at the price in force when trading begins, 110, and what was bought.
    #expect(run.positions == ["12 cost \(10 * 110 + 2 * price) realized 0"])
    #expect(run.initialEquity == "2100")
    #expect(run.finalEquity == (marketFill == .last ? "2340" : "2320"))
  }

  @Test("without a warm-up the first open is the start")
  func noWarmUp() throws {
    let run = try LoopRun(
      ExchangeSetup().with { $0.balances = [("usdt", "1000"), ("btc", "10")] }, tapes: [Self.tape],
      orders: "0:00 a buy market 2")
    #expect(run.lines == ["0:00 accepted a", "0:00 filled a 2 @ 100 taker"])
    #expect(run.initialEquity == "2000")
    #expect(run.finalEquity == "2360")
    #expect(run.positions == ["12 cost 1200 realized 0"])
  }
}

extension MarketFill {
  fileprivate static let allCasesForTests: [MarketFill] = [.next, .last]
}
