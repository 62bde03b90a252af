import Exchange
import Market
import Replay
import StrategyKit
import TestSupport
import Testing

@Suite("Order of an instant") struct OrderOfInstantTests {
  private static let flat = """
    0:00 100 100 100 100 1000
    1:00 110 110 110 110 1000
    2:00 120 120 120 120 1000
    """

  @Test("an order sent at a bar's open time pays its open")
  func paysItsOpen() throws {
    let run = try LoopRun(
      ExchangeSetup(), tapes: [Self.flat],
      orders: """
        0:00 a buy market 1
        1:00 b buy market 1
        """)
    #expect(
      run.lines == [
        "0:00 accepted a", "0:00 filled a 1 @ 100 taker", "1:00 accepted b", "1:00 filled b 1 @ 110 taker",
      ])
  }

  @Test("bars that close together are all visible before the first callback; a command sent there meets the opens")
  func closesTogether() throws {
    let configuration = try ExchangeSetup(["btcusdt", "ethusdt"]).configuration()
    let script = Probe.Script()
    var seen: [String] = []
    script.onKline = { kline, context in
      let prices = (0..<2).map { context.lastPrice(InstrumentID($0)).map { String($0.ticks) } ?? "-" }
      seen.append(prices.joined(separator: " "))
      if TapeTime.text(context.now) == "2:00", kline.instrument == InstrumentID(0), kline.span == .minute {
        context.buy(InstrumentID(1), Quantity(1))
      }
    }
    func bars(_ text: String, _ index: Int, _ span: TimeSpan = .minute) throws -> [Kline] {
      try TextTape(text, configuration.instruments[index], id: InstrumentID(index), span: span).bars
    }
    let two = TimeSpan(nanoseconds: 120_000_000_000)
    let run = try LoopRun(
      ExchangeSetup(["btcusdt", "ethusdt"]),
      [
        TapeStream(0, KlineLevel(two), bars: try bars("0:00 100 110 100 110 1000", 0, two), drivesMatching: false),
        TapeStream(0, bars: try bars(Self.flat, 0)),
        TapeStream(1, bars: try bars("0:00 7 7 7 7 9\n1:00 8 8 8 8 9\n2:00 9 9 9 9 9", 1)),
      ], script)
    #expect(
      run.calls.filter { $0.contains("kline") } == [
        "1:00 kline btcusdt 1m of 0:00", "1:00 kline ethusdt 1m of 0:00", "2:00 kline btcusdt 2m of 0:00",
        "2:00 kline btcusdt 1m of 1:00", "2:00 kline ethusdt 1m of 1:00", "3:00 kline btcusdt 1m of 2:00",
        "3:00 kline ethusdt 1m of 2:00",
      ])
    #expect(seen == ["100 7", "100 7", "110 8", "110 8", "110 8", "120 9", "120 9"])
    #expect(run.lines == ["2:00 accepted 1", "2:00 filled 1 1 @ 9 taker"])
  }

  @Test("at one instant: closes, then arrivals, then responses, then timers, then opens")
  func ranks() throws {
    // Sent at 0:40 with 20 s on either leg: arrives at 1:00, is answered at 1:20. Sent at 0:20: answered at 1:00.
    var latency = LatencyModel()
    latency.order = TimeSpan(nanoseconds: 20_000_000_000)
    latency.response = TimeSpan(nanoseconds: 20_000_000_000)
    let script = Probe.Script()
    script.onStart = { context in
      context.setTimer(at: Timestamp(nanoseconds: TapeTime.origin + 60_000_000_000))
      context.setTimer(at: Timestamp(nanoseconds: TapeTime.origin + 60_000_000_000))
    }
    let run = try LoopRun(
      ExchangeSetup(), tapes: [Self.flat],
      orders: """
        0:40 a buy limit 1 @ 50
        0:20 b buy limit 1 @ 60
        0:40 c buy market 1
        """, script: script, latency: latency)
    #expect(
      run.lines == [
        "0:40 accepted b", "1:00 accepted a", "1:00 accepted c", "1:00 filled c 1 @ 110 taker",
      ])
    #expect(
      run.calls == [
        "1:00 kline btcusdt 1m of 0:00", "1:00 sees 0:40 accepted b", "1:00 timer 4", "1:00 timer 5",
        "1:20 sees 1:00 accepted a", "1:20 sees 1:00 accepted c", "1:20 sees 1:00 filled c 1 @ 110 taker",
        "2:00 kline btcusdt 1m of 1:00", "3:00 kline btcusdt 1m of 2:00",
      ])
  }

  @Test("a crossing comes before the close, the arrival and the timer of its instant")
  func crossingFirst() throws {
    // 100 to 90 by 0:20, 110 by 0:40, 100 at 1:00: the stop at 100 is reached at the close itself.
    let script = Probe.Script()
    script.onStart = { context in context.setTimer(at: Timestamp(nanoseconds: TapeTime.origin + 20_000_000_000)) }
    let run = try LoopRun(
      ExchangeSetup(), tapes: ["0:00 100 110 90 100 1000\n1:00 100 100 100 100 10"],
      orders: """
        0:10 a sell stop 1 stop 90
        0:20 b buy limit 1 @ 91
        0:45 c sell stop 1 stop 100
        """, script: script)
    #expect(
      run.calls.map { $0.split(separator: " ").dropFirst().joined(separator: " ") } == [
        "sees 0:10 accepted a", "sees 0:20 triggered a at 90", "sees 0:20 filled a 1 @ 90 taker",
        "sees 0:20 accepted b", "sees 0:20 filled b 1 @ 90 taker", "timer 4", "sees 0:45 accepted c",
        "sees 1:00 triggered c at 100", "sees 1:00 filled c 1 @ 100 taker", "kline btcusdt 1m of 0:00",
        "kline btcusdt 1m of 1:00",
      ])
  }

  @Test("crossings of one instant go by the list of instruments")
  func crossingsByList() throws {
    let run = try LoopRun(
      ExchangeSetup(["btcusdt", "ethusdt"]), tapes: ["0:00 100 110 90 105 1000", "0:00 100 110 90 105 1000"],
      orders: """
        0:01 b buy limit 1 @ 95 on ethusdt
        0:02 a buy limit 1 @ 95
        """)
    #expect(
      run.lines == [
        "0:01 accepted b", "0:02 accepted a", "0:12 filled a 1 @ 95 maker", "0:12 filled b 1 @ 95 maker",
      ])
  }

  @Test("timers go by time, then by creation, also for one set at its own instant and one set in the past")
  func timers() throws {
    let script = Probe.Script()
    func at(_ text: String) -> Timestamp { Timestamp(nanoseconds: TapeTime.nanoseconds(text) ?? 0) }
    script.onStart = { context in
      context.setTimer(at: at("0:30"))
      context.setTimer(at: at("0:20"))
      context.setTimer(at: at("0:30"))
    }
    script.onTimer = { timer, context in
      if timer.number == 1 {
        context.setTimer(at: at("0:30"))
        context.setTimer(at: at("0:10"))
        context.buy(InstrumentID(0), Quantity(1))
      }
    }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.flat], script: script)
    #expect(
      run.calls.filter { $0.contains("timer") } == [
        "0:20 timer 2", "0:30 timer 1", "0:30 timer 5", "0:30 timer 3", "0:30 timer 4",
      ])
    #expect(run.lines == ["0:30 accepted 1", "0:30 filled 1 1 @ 100 taker"])
  }

  @Test("a command sent by a timer in the past arrives now, not then")
  func pastTimer() throws {
    let script = Probe.Script()
    script.onKline = { kline, context in
      if TapeTime.text(context.now) == "1:00" { context.setTimer(at: Timestamp(nanoseconds: TapeTime.origin)) }
    }
    script.onTimer = { _, context in context.buy(InstrumentID(0), Quantity(1)) }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.flat], script: script)
    #expect(run.lines == ["1:00 accepted 1", "1:00 filled 1 1 @ 110 taker"])
  }

  @Test("timers after the last row do not fire, one at its very end does")
  func lastTimers() throws {
    let script = Probe.Script()
    script.onStart = { context in
      context.setTimer(at: Timestamp(nanoseconds: TapeTime.origin + 180_000_000_000))
      context.setTimer(at: Timestamp(nanoseconds: TapeTime.origin + 180_000_000_001))
    }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.flat], script: script)
    #expect(run.calls.filter { $0.contains("timer") } == ["3:00 timer 1"])
  }

  @Test("more than a thousand rounds at one instant fail the run")
  func endlessRounds() throws {
    let script = Probe.Script()
    script.onKline = { _, context in context.cancel(clientID: "nobody") }
    script.onOrder = { _, context in context.cancel(clientID: "nobody") }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.flat], script: script)
    #expect(run.error == .endlessRounds(Timestamp(nanoseconds: TapeTime.origin + 60_000_000_000)))
    #expect(run.lines.count == 1_000)
  }

  @Test("a timer that sets itself again at its own instant fails the run", .timeLimit(.minutes(1)))
  func endlessTimers() throws {
    let script = Probe.Script()
    script.onKline = { _, context in context.setTimer(at: context.now) }
    script.onTimer = { _, context in context.setTimer(at: context.now) }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.flat], script: script)
    #expect(run.error == .endlessRounds(Timestamp(nanoseconds: TapeTime.origin + 60_000_000_000)))
  }

  @Test("fills that set off fills at one instant fail the run", .timeLimit(.minutes(1)))
  func endlessFills() throws {
    let script = Probe.Script()
    script.onFill = { fill, context in context.limit(fill.side.opposite, fill.instrument, fill.quantity, at: fill.price)
    }
    let run = try LoopRun(
      ExchangeSetup().with {
        $0.matching.limitFill = .touch
        $0.matching.participation = nil
      }, tapes: [Self.flat], orders: "0:30 a buy market 1", script: script)
    #expect(run.error == .endlessRounds(Timestamp(nanoseconds: TapeTime.origin + 30_000_000_000)))
  }

  @Test("many orders that arrive at one instant are no rounds")
  func manyArrivals() throws {
    var latency = LatencyModel()
    latency.order = .second
    let script = Probe.Script()
    var isSent = false
    script.onKline = { _, context in
      guard !isSent else { return }
      isSent = true
      for _ in 0..<1_500 { context.limit(.buy, InstrumentID(0), Quantity(1), at: Price(1)) }
    }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.flat], script: script, latency: latency)
    #expect(run.error == nil)
    #expect(run.lines.count == 1_500)
  }
}
