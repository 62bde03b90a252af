import Exchange
import StrategyKit
import TestSupport
import Testing

@Suite("What a strategy sees of its account") struct ViewTests {
  @Test("position changes come after their fills, for pairs and perpetuals")
  func positions() throws {
    let tape = """
      0:00 100 100 100 100 ?
      1:00 100 100 100 100 ?
      2:00 100 100 100 100 ?
      3:00 100 100 100 100 ?
      """
    let spot = try AuthorRun(
      Turner.self, ExchangeSetup().with { $0.balances = [("usdt", "1000"), ("btc", "1")] }, tapes: [tape])
    #expect(
      spot.log == [
        "1:00 fill 3", "1:00 position 1 > 4", "2:00 fill 4", "2:00 position 4 > 0 closing", "3:00 fill 3",
        "3:00 position 0 > 3 opening",
      ])
    let perpetual = try AuthorRun(
      Turner.self, ExchangeSetup().asPerpetuals(leverage: 5), tapes: [tape])
    #expect(
      perpetual.log == [
        "1:00 fill 3", "1:00 position 0 > 3 opening", "2:00 fill 3", "2:00 position 3 > 0 closing", "3:00 fill 3",
        "3:00 position 0 > 3 opening",
      ])
  }

  private struct Turner: Strategy {
    static let summary = "Buys and sells in turn."
    private var isLong = false

    init(_ setup: StrategySetup) {}

    mutating func onKline(_ kline: Kline, _ context: inout Context) {
      if isLong { context.closePosition(kline.instrument) } else { context.buy(kline.instrument, Quantity(3)) }
      isLong.toggle()
    }
    mutating func onFill(_ fill: Fill, _ context: inout Context) { context.log("fill \(fill.quantity.units)") }
    mutating func onPosition(_ change: PositionChange, _ context: inout Context) {
      var text = "position \(change.before.units) > \(change.after.units)"
      if change.isOpening { text += " opening" }
      if change.isClosing { text += " closing" }
      if change.isReversing { text += " reversing" }
      context.log(text)
    }
  }

  @Test("equity is what the exchange says it is, with fees, shorts, foreign assets and positions to start from")
  func equity() throws {
    let bars = """
      0:00 100 110 90 105 ?
      1:00 105 120 100 117 ?
      2:00 117 118 101 103 ?
      """
    for setup in [
      ExchangeSetup(["btcusdt", "ethusdt"]).with { $0.taker = "0.003" },
      ExchangeSetup(["btcusdt", "ethusdt"]).asPerpetuals(leverage: 3).with { $0.taker = "0.003" },
    ] {
      let plain = try setup.configuration()
      var accounts = plain.accounts
      if plain.hasPerpetuals {
        accounts[0].marginMode = .isolated
        accounts[0].positions = [
          StartingPosition(
            entity: plain.instruments[1].entity, side: .short, quantity: "7", entryPrice: "111")
        ]
      }
      let configuration = try VenueConfiguration(
        accounts: accounts, instruments: plain.instruments, fees: plain.fees, currency: "usdt")
      var streams: [TapeStream] = []
      for (index, instrument) in plain.instruments.enumerated() {
        streams.append(TapeStream(index, bars: try TextTape(bars, instrument, id: InstrumentID(index)).bars))
      }
      let run = try AuthorRun(Worth.self, ExchangeSetup(), streams, configuration: configuration)
      #expect(run.log.last == "3:00 \(run.finalEquity)")
      #expect(run.lines.contains { $0.contains("filled") })
    }
  }

  private struct Worth: Strategy {
    static let summary = "Buys one, sells the other, and says what it is worth."
    init(_ setup: StrategySetup) {}

    mutating func onKline(_ kline: Kline, _ context: inout Context) {
      if kline.instrument == InstrumentID(0) {
        context.buy(kline.instrument, Quantity(4))
      } else {
        context.sell(kline.instrument, Quantity(2))
      }
    }
    mutating func onStop(_ context: inout Context) {
      let equity = context.equity(InstrumentID(0))
      context.log("\(FixedDecimal(units: equity.units, scale: context.rules(InstrumentID(0)).moneyScale))")
    }
  }

  @Test("marks, funding, last bars and last trades are there once they have come, and not before")
  func last() throws {
    let setup = ExchangeSetup().asPerpetuals(leverage: 5)
    let configuration = try setup.configuration()
    func time(_ text: String) -> Timestamp { Timestamp(nanoseconds: TapeTime.nanoseconds(text) ?? 0) }
    let id = InstrumentID(0)
    let bars = try TextTape("0:00 100 110 90 105 ?\n1:00 105 120 100 117 ?", configuration.instruments[0]).bars
    let run = try AuthorRun(
      Looker.self, setup,
      [
        TapeStream(bars: bars),
        TapeStream(prints: [Print(time: time("0:30"), instrument: id, price: Price(103), quantity: Quantity(1))]),
        TapeStream(ticks: [PriceTick(time: time("1:30"), instrument: id, source: .mark, price: Price(107))]),
        TapeStream(funding: [FundingRow(time: time("1:00"), instrument: id, rate: Rate(units: 5))]),
      ])
    #expect(run.log == ["1:00 mark - funding - kline 0:00 trade 103", "2:00 mark 107 funding 5 kline 1:00 trade 103"])
  }

  private struct Looker: Strategy {
    static let summary = "Looks at what came last."
    static var remembers: ContextMemory { [.klines, .trades] }
    init(_ setup: StrategySetup) {}

    mutating func onKline(_ kline: Kline, _ context: inout Context) {
      let id = kline.instrument
      let mark = context.markPrice(id).map { "\($0.ticks)" } ?? "-"
      let funding = context.lastFunding(id).map { "\($0.rate.units)" } ?? "-"
      let bar = context.lastKline(id, .minute).map { TapeTime.text($0.openTime) } ?? "-"
      let trade = context.lastTrade(id).map { "\($0.price.ticks)" } ?? "-"
      context.log("mark \(mark) funding \(funding) kline \(bar) trade \(trade)")
    }
  }

  @Test("bars that end together are all remembered before the first callback")
  func together() throws {
    let tape = "0:00 100 110 90 105 ?\n1:00 105 120 100 117 ?"
    let run = try AuthorRun(Pair.self, ExchangeSetup(["btcusdt", "ethusdt"]), tapes: [tape, tape])
    #expect(run.log == ["1:00 0:00 0:00", "1:00 0:00 0:00", "2:00 1:00 1:00", "2:00 1:00 1:00"])
  }

  private struct Pair: Strategy {
    static let summary = "Looks at both."
    static var remembers: ContextMemory { .klines }
    init(_ setup: StrategySetup) {}

    mutating func onKline(_ kline: Kline, _ context: inout Context) {
      let times = [0, 1].map { index in
        context.lastKline(InstrumentID(index)).map { TapeTime.text($0.openTime) } ?? "-"
      }
      context.log(times.joined(separator: " "))
    }
  }
}
