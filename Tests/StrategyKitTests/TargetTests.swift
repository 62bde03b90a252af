import Exchange
import Replay
import StrategyKit
import TestSupport
import Testing

@Suite("Targets") struct TargetTests {
  private static let flat = """
    0:00 100 100 100 100 ?
    1:00 100 100 100 100 ?
    2:00 100 100 100 100 ?
    3:00 100 100 100 100 ?
    4:00 100 100 100 100 ?
    """

  /// A run of a probe that does one thing at each close: what the exchange said.
  private func lines(
    _ setup: ExchangeSetup, tapes: [String] = [flat], latency: LatencyModel = LatencyModel(),
    _ steps: [(inout Context) -> Void]
  ) throws -> [String] {
    let script = Probe.Script()
    var step = 0
    script.onKline = { kline, context in
      guard kline.instrument == InstrumentID(0) else { return }
      if step < steps.count { steps[step](&context) }
      step += 1
    }
    let run = try LoopRun(setup, tapes: tapes, script: script, latency: latency)
    #expect(run.brokenInvariant == nil)
    return run.lines
  }

  private let btc = InstrumentID(0)

  @Test("a perpetual goes from flat to long to short to flat, one order each, reduce-only where it shrinks")
  func perpetual() throws {
    let lines = try lines(
      ExchangeSetup().asPerpetuals(leverage: 5),
      [
        { $0.targetPosition(btc, Quantity(5)) }, { $0.targetPosition(btc, Quantity(-3)) },
        { $0.targetPosition(btc, Quantity(-1)) }, { $0.targetPosition(btc, .zero) },
      ])
    #expect(
      lines.filter { $0.contains("filled") } == [
        "1:00 filled 1 5 @ 100 taker", "2:00 filled 2 8 @ 100 taker", "3:00 filled 3 2 @ 100 taker",
        "4:00 filled 4 1 @ 100 taker",
      ])
  }

  @Test("said again it sends nothing, also while the order is under way")
  func again() throws {
    var latency = LatencyModel()
    latency.order = TimeSpan(nanoseconds: 70_000_000_000)
    for setup in [ExchangeSetup().asPerpetuals(leverage: 5), ExchangeSetup().with { $0.balances[1].amount = "0" }] {
      let lines = try lines(
        setup, latency: latency,
        [
          { $0.targetPosition(btc, Quantity(5)) }, { $0.targetPosition(btc, Quantity(5)) },
          { $0.targetPosition(btc, Quantity(5)) }, { $0.targetPosition(btc, Quantity(5)) },
        ])
      #expect(lines.map { $0.split(separator: " ")[1] } == ["accepted", "filled"])
    }
  }

  @Test("of a pair it is what is held of the base asset, its buy is cut to the cash, its sell to what is free")
  func pair() throws {
    let setup = ExchangeSetup().with { $0.balances = [("usdt", "250"), ("btc", "10")] }
    let lines = try lines(
      setup,
      [
        { $0.targetPosition(btc, Quantity(50)) },
        { context in
          context.limit(.sell, btc, Quantity(9), at: Price(1_000))
        },
        { $0.targetPosition(btc, Quantity(-4)) },
      ])
    #expect(
      lines == [
        "1:00 accepted 1", "1:00 filled 1 2 @ 100 taker", "2:00 accepted 2", "3:00 accepted 3",
        "3:00 filled 3 3 @ 100 taker",
      ])
  }

  @Test("what the rules do not allow is not sent: dust, and less than the least notional")
  func tooSmall() throws {
    let setup = ExchangeSetup(quantityStep: "0.001", minNotional: "5").with { setup in
      setup.balances = [("usdt", "1000"), ("btc", "1")]
      setup.taker = "0.001"
    }
    let lines = try lines(
      setup,
      [
        { $0.targetPosition(btc, Quantity(1_049)) }, { $0.targetPosition(btc, Quantity(1_000)) },
        { $0.targetPosition(btc, Quantity(2_000)) }, { $0.targetPosition(btc, Quantity(2_000)) },
      ])
    // The fee leaves 1.999: what is missing then is below the least notional.
    #expect(lines == ["3:00 accepted 1", "3:00 filled 1 1 @ 100 taker fee 0.001 btc"])
  }

  @Test("two buys of one callback share the cash that is there")
  func sharedCash() throws {
    let setup = ExchangeSetup(["btcusdt", "ethusdt"]).with { $0.balances = [("usdt", "1000")] }
    let lines = try lines(
      setup, tapes: [Self.flat, Self.flat],
      [
        { context in
          context.targetWeight(btc, "0.7")
          context.targetWeight(InstrumentID(1), "0.7")
        }
      ])
    // 7 and, of the 300 that are left, 3.
    #expect(lines.contains("1:00 filled 1 7 @ 100 taker"))
    #expect(lines.contains("1:00 filled 2 3 @ 100 taker"))
    #expect(!lines.contains { $0.contains("rejected") })
  }

  @Test("weights are fractions of the account's worth at the last prices, short ones of perpetuals too")
  func weights() throws {
    let setup = ExchangeSetup(["btcusdt", "ethusdt"]).with { $0.balances = [("usdt", "1000"), ("eth", "10")] }
    // 1000 + 10 x 100: half of it is 10 coins; at half a percent more than the tolerance nothing is sent.
    let spot = try lines(
      setup, tapes: [Self.flat, Self.flat],
      [
        { $0.targetWeight(btc, "0.5") }, { $0.targetWeight(btc, "0.45", tolerance: "0.06") },
        { $0.targetWeight(btc, "0.45", tolerance: "0.05") }, { $0.targetWeight(btc, Double.nan) },
      ])
    #expect(
      spot.filter { $0.contains("filled") } == ["1:00 filled 1 10 @ 100 taker", "3:00 filled 2 1 @ 100 taker"])
    let perpetual = try lines(
      ExchangeSetup().asPerpetuals(leverage: 5).with { $0.balances = [("usdt", "1000")] },
      [{ $0.targetWeight(btc, -2.5) }, { $0.targetWeight(btc, "0") }])
    #expect(
      perpetual.filter { $0.contains("filled") } == ["1:00 filled 1 25 @ 100 taker", "2:00 filled 2 25 @ 100 taker"])
  }

  @Test("in hedge mode a target is of one side, and leaves the other alone")
  func hedge() throws {
    let plain = try ExchangeSetup().asPerpetuals(leverage: 5).configuration()
    var accounts = plain.accounts
    accounts[0].positionMode = .hedge
    let configuration = try VenueConfiguration(
      accounts: accounts, instruments: plain.instruments, fees: plain.fees, currency: "usdt")
    let script = Probe.Script()
    var step = 0
    var held: [Int64] = []
    script.onKline = { _, context in
      held.append(context.held(btc).units)
      switch step {
      case 0:
        context.targetPosition(btc, Quantity(5))
        context.targetPosition(btc, Quantity(-2))
      case 1: context.targetPosition(btc, Quantity(3), .long)
      case 2: context.closePosition(btc, .short)
      default: context.closeAll()
      }
      step += 1
    }
    let bars = try TextTape(Self.flat + "\n5:00 100 100 100 100 ?", plain.instruments[0]).bars
    let run = try LoopRun(
      ExchangeSetup(), [TapeStream(bars: bars)], script, configuration: configuration)
    #expect(
      run.lines.filter { $0.contains("filled") }.map { $0.split(separator: " ").dropFirst(2).joined(separator: " ") }
        == ["1 5 @ 100 taker", "2 2 @ 100 taker", "3 2 @ 100 taker", "4 2 @ 100 taker", "5 3 @ 100 taker"])
    #expect(held == [0, 3, 1, 3, 0, 0])
  }

  @Test("close sends one order, and none where nothing is held")
  func close() throws {
    for setup in [
      ExchangeSetup().asPerpetuals(leverage: 5), ExchangeSetup().with { $0.balances = [("usdt", "1000")] },
    ] {
      let lines = try lines(
        setup,
        [
          { $0.closePosition(btc) }, { $0.buy(btc, Quantity(3)) },
          { context in
            context.closePosition(btc)
            context.closePosition(btc)
          }, { $0.closePosition(btc) },
        ])
      #expect(
        lines.filter { !$0.contains("accepted") } == ["2:00 filled 1 3 @ 100 taker", "3:00 filled 2 3 @ 100 taker"])
    }
  }
}
