package import Exchange
package import Market
package import StrategyKit

/// A strategy of closures that notes what reaches it: for tests of the loop.
package struct Probe: Strategy {
  package static let summary = "Runs a test's closures and notes what it sees."

  /// What the closures and the notes live in; shared with the test.
  package final class Script {
    package var onStart: (inout Context) -> Void = { _ in }
    package var onKline: (Kline, inout Context) -> Void = { _, _ in }
    package var onTrade: (Print, inout Context) -> Void = { _, _ in }
    package var onFill: (Fill, inout Context) -> Void = { _, _ in }
    package var onOrder: (Event, inout Context) -> Void = { _, _ in }
    package var onTimer: (TimerID, inout Context) -> Void = { _, _ in }
    /// What was called, in order, with the strategy's clock.
    package var calls: [String] = []
    /// Commands to send at their times, by timers.
    package var commands: [TimedCommand] = []
    /// Order scripts need the run's names.
    package var orders = ""
    /// The names that ``commands`` refer to; nil: the run's own.
    package var names: NameTable?
    package var writer: EventLines?
    /// Why the order script could not be read.
    package var problem: (any Error)?
    var sent: [UInt32: Command] = [:]

    package init() {}
  }

  private let script: Script

  package init(_ script: Script) { self.script = script }
  package init(_ setup: StrategySetup) throws(StrategyError) { script = Script() }

  private func note(_ text: String, _ context: borrowing Context) {
    script.calls.append("\(TapeTime.text(context.now)) \(text)")
  }

  package mutating func onStart(_ context: inout Context) {
    if let names = script.names { context.names = names }
    var reader = OrderScript(context.instruments)
    do {
      script.commands += try reader.read(script.orders, names: &context.names)
    } catch {
      script.problem = error
    }
    context.lastTag += UInt32(script.commands.count)
    for command in script.commands {
      let timer = context.setTimer(at: command.time)
      script.sent[timer.number] = command.command
    }
    script.onStart(&context)
  }

  package mutating func onKline(_ kline: Kline, _ context: inout Context) {
    let code = context.instruments[Int(kline.instrument.index)].entity.code
    note("kline \(code) \(KlineLevel(kline.span)) of \(TapeTime.text(kline.openTime))", context)
    script.onKline(kline, &context)
  }

  package mutating func onTrade(_ print: Print, _ context: inout Context) {
    note("print \(print.price.ticks)", context)
    script.onTrade(print, &context)
  }

  package mutating func onMark(_ tick: PriceTick, _ context: inout Context) {
    note("\(tick.source.name) \(tick.price.ticks)", context)
  }

  package mutating func onFunding(_ row: FundingRow, _ context: inout Context) {
    note("funding \(FixedDecimal(units: Int128(row.rate.units), scale: Rate.scale).reduced)", context)
  }

  package mutating func onFill(_ fill: Fill, _ context: inout Context) {
    if let line = script.writer?.line(.filled(fill), names: context.names) { note("sees \(line)", context) }
    script.onFill(fill, &context)
  }

  package mutating func onOrder(_ event: Event, _ context: inout Context) {
    if let line = script.writer?.line(event, names: context.names) { note("sees \(line)", context) }
    script.onOrder(event, &context)
  }

  package mutating func onTimer(_ timer: TimerID, _ context: inout Context) {
    if let command = script.sent[timer.number] {
      context.post(command)
    } else {
      note("timer \(timer.number)", context)
      script.onTimer(timer, &context)
    }
  }
}
