import Exchange
import Market
import Replay
import StrategyKit
import TestSupport
import Testing

@Suite("Order of an instant with prints, marks and settlements") struct PrintOrderTests {
  private static func prints(_ text: String) throws -> [Print] {
    let configuration = try ExchangeSetup().configuration()
    return try PrintTape(text, configuration.instruments[0]).prints
  }

  @Test("an order sent on one print meets the next of the same millisecond")
  func oneMillisecond() throws {
    let script = Probe.Script()
    var count = 0
    script.onTrade = { print, context in
      count += 1
      if count == 1 { context.buy(print.instrument, Quantity(2)) }
    }
    let run = try LoopRun(
      ExchangeSetup(), [TapeStream(prints: try Self.prints("0:01 100 9\n0:01 101 1\n0:01 102 9"))], script)
    #expect(
      run.lines == ["0:01 accepted 1", "0:01 filled 1 1 @ 101 taker", "0:01 filled 1 1 @ 102 taker"])
    #expect(
      run.calls == [
        "0:01 print 100", "0:01 sees 0:01 accepted 1", "0:01 sees 0:01 filled 1 1 @ 101 taker", "0:01 print 101",
        "0:01 sees 0:01 filled 1 1 @ 102 taker", "0:01 print 102",
      ])
  }

  /// At 1:00: the end of a bar (1), a print (2), a settlement (3), an arriving command (4), a response (5), a timer (6), an open (7).
  @Test("the seven ranks of one nanosecond, by what the strategy and the journal see")
  func ranks() throws {
    let setup = ExchangeSetup(["btcusdt", "ethusdt"])
    let configuration = try setup.configuration()
    func bars(_ text: String) throws -> [Kline] { try TextTape(text, configuration.instruments[0]).bars }
    let prints = try PrintTape("0:30 7 9\n1:00 8 9", configuration.instruments[1], id: InstrumentID(1)).prints
    var latency = LatencyModel()
    latency.order = TimeSpan(nanoseconds: 20_000_000_000)
    latency.response = TimeSpan(nanoseconds: 20_000_000_000)
    let script = Probe.Script()
    let minute = Timestamp(nanoseconds: TapeTime.origin + 60_000_000_000)
    script.onStart = { $0.setTimer(at: minute) }
    let run = try LoopRun(
      setup,
      [
        TapeStream(0, funding: [FundingRow(time: minute, instrument: InstrumentID(0), rate: Rate("0.0001"))]),
        TapeStream(1, prints: prints),
        TapeStream(0, bars: try bars("0:00 100 100 100 100 1000\n1:00 110 110 110 110 1000")),
      ],
      {
        script.orders = """
          0:20 b buy limit 1 @ 60
          0:40 a buy market 1
          """
        return script
      }(), latency: latency)
    // Both reach the exchange 20 s later: b at 0:40, answered at 1:00; a at 1:00, where it pays the open of that instant.
    #expect(run.lines == ["0:40 accepted b", "1:00 accepted a", "1:00 filled a 1 @ 110 taker"])
    #expect(
      run.calls.filter { $0.hasPrefix("1:00") } == [
        "1:00 kline btcusdt 1m of 0:00", "1:00 print 8", "1:00 funding 0.0001", "1:00 sees 0:40 accepted b",
        "1:00 timer 3",
      ])
  }

  @Test("a kline comes before prints stamped with its end, whatever the list's order")
  func klineBeforePrint() throws {
    let setup = ExchangeSetup(["btcusdt", "ethusdt"])
    let configuration = try setup.configuration()
    let bars = try TextTape("0:00 100 100 100 100 1000", configuration.instruments[0]).bars
    let prints = try PrintTape("1:00 7 9\n1:00 8 9", configuration.instruments[1], id: InstrumentID(1)).prints
    let run = try LoopRun(
      setup, [TapeStream(1, prints: prints), TapeStream(0, bars: bars)], Probe.Script())
    #expect(run.calls == ["1:00 kline btcusdt 1m of 0:00", "1:00 print 7", "1:00 print 8"])
  }

  @Test("prints of two instruments at one instant go by the list, each stream's in its order")
  func twoStreams() throws {
    let setup = ExchangeSetup(["btcusdt", "ethusdt"])
    let configuration = try setup.configuration()
    let first = try PrintTape("0:01 1 9\n0:02 2 9\n0:02 3 9\n0:03 4 9", configuration.instruments[0]).prints
    let second = try PrintTape("0:02 5 9\n0:02 6 9", configuration.instruments[1], id: InstrumentID(1)).prints
    for rows in [1, 4_096] {
      let run = try LoopRun(
        setup, [TapeStream(1, prints: second), TapeStream(0, prints: first)], Probe.Script(), rowsPerChunk: rows)
      #expect(
        run.calls == ["0:01 print 1", "0:02 print 5", "0:02 print 6", "0:02 print 2", "0:02 print 3", "0:03 print 4"])
    }
  }

  @Test("a GTD order ends before a command of its instant and after a fill there")
  func calendar() throws {
    let run = try LoopRun(
      ExchangeSetup(), [TapeStream(prints: try Self.prints("0:01 100 9\n0:05 94 2\n0:07 90 9"))],
      {
        let script = Probe.Script()
        script.orders = """
          0:02 a buy limit 5 @ 95 GTD until 0:05
          0:05 b buy limit 5 @ 93
          """
        return script
      }())
    #expect(
      run.lines == [
        "0:02 accepted a", "0:05 filled a 2 @ 95 maker", "0:05 expired a expired filled 2", "0:05 accepted b",
        "0:07 filled b 5 @ 93 maker",
      ])
  }

  @Test("bars of prints are delivered and drive nothing")
  func barsBesidePrints() throws {
    let configuration = try ExchangeSetup().configuration()
    let bars = try TextTape("0:00 100 200 50 100 1000", configuration.instruments[0]).bars
    let run = try LoopRun(
      ExchangeSetup(),
      [
        TapeStream(0, bars: bars, drivesMatching: false),
        TapeStream(prints: try Self.prints("0:01 100 9\n0:50 99 9\n1:10 99 9")),
      ],
      {
        let script = Probe.Script()
        script.orders = "0:02 a buy limit 5 @ 95"
        return script
      }())
    #expect(run.lines == ["0:02 accepted a"])
    #expect(run.calls.contains("1:00 kline btcusdt 1m of 0:00"))
  }
}

@Suite("Faults") struct FaultTests {
  private static let second: Int64 = 1_000_000_000

  private func run(_ kind: FaultKind, _ orders: String, share: Rate? = nil, seed: UInt64 = 1) throws -> LoopRun {
    let configuration = try ExchangeSetup().configuration()
    let prints = try PrintTape("0:01 100 9\n0:20 94 2\n0:40 90 9\n0:59 90 9", configuration.instruments[0]).prints
    var fault = Fault(
      kind: kind, start: Timestamp(nanoseconds: TapeTime.origin + 10 * Self.second),
      length: TimeSpan(nanoseconds: 20 * Self.second))
    if let share { fault.share = share }
    let script = Probe.Script()
    script.orders = orders
    return try LoopRun(ExchangeSetup(), [TapeStream(prints: prints)], script, seed: seed, faults: [fault])
  }

  @Test("in maintenance every command is refused, from its first instant to before its last; resting orders stay")
  func maintenance() throws {
    let run = try run(
      .maintenance,
      """
      0:05 a buy limit 1 @ 95
      0:10 b buy limit 1 @ 50
      0:15 cancel a
      0:29.999999999 c buy limit 1 @ 50
      0:30 d buy limit 1 @ 50
      """)
    #expect(
      run.lines == [
        "0:05 accepted a", "0:10 rejected b maintenance", "0:15 cancel a refused maintenance",
        "0:20 filled a 1 @ 95 maker", "0:29.999999999 rejected c maintenance", "0:30 accepted d",
      ])
  }

  @Test("out of reach: nothing gets there, answers come when it is back")
  func disconnect() throws {
    let run = try run(.disconnect, "0:05 a buy limit 1 @ 95\n0:15 b buy limit 1 @ 50")
    #expect(run.lines == ["0:05 accepted a", "0:15 rejected b unavailable", "0:20 filled a 1 @ 95 maker"])
    #expect(run.calls.filter { $0.contains("filled a") } == ["0:30 sees 0:20 filled a 1 @ 95 maker"])
  }

  @Test("answers are delayed by what the fault says")
  func delay() throws {
    let run = try run(.delay, "0:05 a buy limit 1 @ 95")
    #expect(run.calls.filter { $0.contains("filled a") } == ["0:21 sees 0:20 filled a 1 @ 95 maker"])
  }

  @Test("refusals at random are the same for the same seed, others for another; none and all are what they say")
  func random() throws {
    let orders = (11...28).map { "0:\($0) o\($0) buy limit 1 @ 50" }.joined(separator: "\n")
    func refused(_ share: Rate?, _ seed: UInt64) throws -> [String] {
      try run(.reject, orders, share: share, seed: seed).lines.filter { $0.contains("rejected") }
    }
    #expect(try refused(nil, 1) == refused(nil, 1))
    #expect(try refused(nil, 1) != refused(nil, 2))
    #expect(try refused(.zero, 1).isEmpty)
    #expect(try refused(.one, 1).count == 18)
  }
}
