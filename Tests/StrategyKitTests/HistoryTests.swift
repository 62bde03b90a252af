import StrategyKit
import TestSupport
import Testing

@Suite("Histories") struct HistoryTests {
  @Test("hold the last elements, the newest first, whatever the number of them", arguments: [1, 2, 3, 7])
  func order(capacity: Int) {
    var history = History<Int>(keeping: capacity)
    var all: [Int] = []
    #expect(history.newest == nil)
    for number in 1...20 {
      history.append(number)
      all.append(number)
      let expected = Array(all.suffix(capacity).reversed())
      #expect(Array(history) == expected)
      #expect(history.newest == number)
      #expect(history.oldest == expected.last)
      #expect(history.isFull == (all.count >= capacity))
      let joined = history.withPieces { Array($0) + Array($1) }
      #expect(joined == expected.reversed())
    }
    history.replaceNewest(with: -1)
    #expect(history[0] == -1)
    history.removeAll()
    #expect(history.isEmpty)
    history.append(5)
    #expect(Array(history) == [5])
  }

  @Test("an element that is not there is not made up")
  func beyond() async {
    await #expect(processExitsWith: .failure) {
      var history = History<Int>(keeping: 3)
      history.append(1)
      _ = history[1]
    }
  }
}

@Suite("Bar histories") struct BarHistoryTests {
  private static let instrument = InstrumentID(0)

  private func bars(_ text: String, span: TimeSpan = .minute) throws -> [Kline] {
    let configuration = try ExchangeSetup().configuration()
    return try TextTape(text, configuration.instruments[0], span: span).bars
  }

  private func text(_ kline: Kline) -> String {
    let parts = [kline.open.ticks, kline.high.ticks, kline.low.ticks, kline.close.ticks, kline.volume.units]
    return "\(TapeTime.text(kline.openTime)) \(parts.map { "\($0)" }.joined(separator: " "))"
  }

  @Test("minutes make bars of three, each there with its last minute")
  func minutes() throws {
    var history = BarHistory(KlineLevel(TimeSpan(nanoseconds: 180_000_000_000)), of: Self.instrument, keeping: 2)
    var seen: [String] = []
    let tape = """
      0:00 10 12 9 11 1
      1:00 11 15 11 14 2
      2:00 14 14 8 9 3
      3:00 9 9 9 9 ?
      4:00 9 10 9 10 1
      5:00 10 11 10 11 1
      6:00 20 20 20 20 1
      """
    for bar in try bars(tape) where history.update(bar) {
      seen.append("\(TapeTime.text(bar.closeTime)): \(text(history[0]))")
    }
    #expect(seen == ["3:00: 0:00 10 15 8 9 6", "6:00: 3:00 9 11 9 11 -1"])
    #expect(history.isFull)
    #expect(history.growing.map { text($0) } == "6:00 20 20 20 20 1")
  }

  @Test("a bar whose last minutes are missing ends with the first row beyond it; one may end two")
  func holes() throws {
    var history = BarHistory(KlineLevel(TimeSpan(nanoseconds: 120_000_000_000)), of: Self.instrument, keeping: 3)
    var ended: [Int] = []
    for bar in try bars("0:00 1 1 1 1 1\n5:00 5 5 5 5 1\n6:00 6 6 6 6 1\n9:00 9 9 9 9 1") {
      _ = history.update(bar)
      ended.append(history.endedByLastUpdate)
    }
    // 0:00 is ended by 5:00, which ends its own bar (4:00, whose beginning is missing); 6:00 and then 8:00 end with 9:00.
    #expect(ended == [0, 1, 0, 1])
    #expect(history.map { text($0) } == ["6:00 6 6 6 6 1", "0:00 1 1 1 1 1"])
  }

  @Test("a bar whose beginning was not seen is left out")
  func beginning() throws {
    var history = BarHistory(KlineLevel(TimeSpan(nanoseconds: 120_000_000_000)), of: Self.instrument, keeping: 3)
    for bar in try bars("1:00 1 1 1 1 1\n2:00 2 2 2 2 1\n3:00 3 3 3 3 1") { _ = history.update(bar) }
    #expect(history.map { text($0) } == ["2:00 2 3 2 3 2"])
  }

  @Test("bars of the level itself pass as they are; others of no use are passed over")
  func sameLevel() throws {
    var history = BarHistory(.minute, of: Self.instrument)
    let bar = try bars("0:00 1 3 1 2 7")[0]
    let isEnded = history.update(bar)
    #expect(isEnded)
    #expect(history[0] == bar)
    var other = bar
    other.instrument = InstrumentID(1)
    let isOther = history.update(other)
    #expect(!isOther)
    var coarse = bar
    coarse.span = .hour
    let isCoarse = history.update(coarse)
    #expect(!isCoarse)
  }

  @Test("trades make bars, each ended by the first trade beyond it or by the clock")
  func trades() {
    var history = BarHistory(.minute, of: Self.instrument, keeping: 5)
    func time(_ text: String) -> Timestamp { Timestamp(nanoseconds: TapeTime.nanoseconds(text) ?? 0) }
    func trade(_ at: String, _ price: Int64, offBook: Bool = false) -> Bool {
      history.update(
        Print(
          time: time(at), instrument: Self.instrument, price: Price(price), quantity: Quantity(2), isOffBook: offBook))
    }
    // Began in the middle of a minute: that one is left out.
    let ended = [
      trade("0:30", 1), trade("1:10", 5), trade("1:20", 7), trade("1:30", 99, offBook: true),
      trade("1:59.999999999", 6), trade("2:00", 8),
    ]
    #expect(ended == [false, false, false, false, false, true])
    #expect(history.map { text($0) } == ["1:00 5 7 5 6 6"])
    let isEarly = history.endBar(at: time("2:59"))
    let isDue = history.endBar(at: time("3:00"))
    #expect(!isEarly && isDue)
    #expect(history.map { text($0) } == ["2:00 8 8 8 8 2", "1:00 5 7 5 6 6"])
  }
}
