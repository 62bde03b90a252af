import Exchange
import StrategyKit
import TestSupport
import Testing

@Suite("Timers") struct TimerTests {
  private static let tape = """
    0:00 100 100 100 100 ?
    1:00 100 100 100 100 ?
    2:00 100 100 100 100 ?
    3:00 100 100 100 100 ?
    """

  private func calls(_ start: @escaping (inout Context) -> Void, _ script: Probe.Script = Probe.Script()) throws
    -> [String]
  {
    script.onStart = start
    return try LoopRun(ExchangeSetup(), tapes: [Self.tape], script: script).calls.filter { $0.contains("timer") }
  }

  private static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(nanoseconds: count * 1_000_000_000) }

  @Test("a schedule begins with trading and comes again and again, its first instant included")
  func every() throws {
    let found = try calls { $0.setTimer(.every(Self.seconds(90))) }
    #expect(found == ["0:00 timer 1", "1:30 timer 1", "3:00 timer 1"])
  }

  @Test("what is due at one instant comes by creation, whenever it was set")
  func order() throws {
    let found = try calls { context in
      context.setTimer(.every(Self.seconds(60), offset: Self.seconds(60)))
      context.setTimer(after: Self.seconds(120))
      context.setTimer(.cron("* * * * *"))
    }
    #expect(
      found == [
        "0:00 timer 1", "0:00 timer 3", "1:00 timer 1", "1:00 timer 3", "2:00 timer 1", "2:00 timer 2",
        "2:00 timer 3", "3:00 timer 1", "3:00 timer 3", "4:00 timer 1", "4:00 timer 3",
      ])
  }

  @Test("one that was taken back does not come, also from its own call and at its very instant")
  func cancel() throws {
    let script = Probe.Script()
    var count = 0
    script.onTimer = { timer, context in
      count += 1
      if count == 2 {
        context.cancelTimer(TimerID(1))
        context.cancelTimer(TimerID(2))
      }
    }
    let found = try calls(
      { context in
        context.setTimer(.every(.minute))
        context.setTimer(after: .minute)
      }, script)
    #expect(found == ["0:00 timer 1", "1:00 timer 1"])
  }

  @Test("a market order of a timer pays the open of the bar that begins there")
  func beforeOpens() throws {
    let script = Probe.Script()
    script.onStart = { $0.setTimer(.every(.hour, offset: .minute)) }
    script.onTimer = { _, context in context.buy(InstrumentID(0), Quantity(1)) }
    let run = try LoopRun(ExchangeSetup(), tapes: ["0:00 100 100 100 100 ?\n1:00 107 120 90 110 ?"], script: script)
    #expect(run.lines == ["1:00 accepted 1", "1:00 filled 1 1 @ 107 taker"])
  }
}
