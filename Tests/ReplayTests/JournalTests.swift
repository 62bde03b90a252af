import Exchange
import Market
import Replay
import StrategyKit
import TestSupport
import Testing

@Suite("Journal") struct JournalTests {
  private static let tape = "0:00 100 110 90 105 1000"

  private static func lines(_ orders: String, _ setup: ExchangeSetup = ExchangeSetup()) throws -> [String] {
    try LoopRun(setup, tapes: [tape], orders: orders).journal.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "|")
    }
  }

  @Test("each kind of event has its line")
  func kinds() throws {
    let lines = try Self.lines(
      """
      0:00 entry buy limit 0.5 @ 95 parent nobody
      0:00 entry buy limit 0.50 @ 95
      0:00 exit sell stop_limit parent stop 92.5 @ 107 parent entry oco pair
      0:00 other sell limit 0.25 @ 120 GTX oco pair
      0:01 amend entry price 96.5
      0:02 amend entry price 96.3
      0:03 cancel nobody
      0:03 amend nobody price 1
      0:30 fast buy market 0.4 IOC
      0:31 early sell stop 1 stop 120
      0:45 gone buy limit 1 @ 50 IOC
      0:50 cancel other
      """,
      ExchangeSetup(priceStep: "0.5", quantityStep: "0.01").with {
        $0.balances = [("usdt", "1000"), ("btc", "2")]
        $0.taker = "0.001"
      })
    let second: Int64 = 1_000_000_000
    func at(_ tenths: Int64) -> String { String(TapeTime.origin + tenths * second / 10) }
    #expect(
      lines == [
        "1|\(at(0))|rejected|1|entry|cryptopair_binance_btcusdt|buy|limit|GTC|0.5|95||CRYPTO_ORDER_NOT_FOUND",
        "2|\(at(0))|accepted|2|entry|cryptopair_binance_btcusdt|buy|limit|GTC|0.5|95|||",
        "3|\(at(0))|accepted|3|exit|cryptopair_binance_btcusdt|sell|stop_limit|GTC|0.5|107|92.5|pair|2",
        "4|\(at(0))|accepted|4|other|cryptopair_binance_btcusdt|sell|limit|GTX|0.25|120||pair|",
        "5|\(at(10))|amended|2|cryptopair_binance_btcusdt|buy|limit|GTC|0.5|96.5|",
        "6|\(at(20))|amend_rejected|2|CRYPTO_PRECISION_ERROR",
        "7|\(at(30))|cancel_rejected||CRYPTO_ORDER_NOT_FOUND",
        "8|\(at(30))|amend_rejected||CRYPTO_ORDER_NOT_FOUND",
        "9|\(at(80))|filled|1|2|cryptopair_binance_btcusdt|buy|96.5|0.5|0|btc|maker|0|order",
        "10|\(at(80))|released|3|96",
        "11|\(at(150))|triggered|3|92.5",
        "12|\(at(150))|canceled|4|0|CRYPTO_ORDER_GROUP_ENDED",
        "13|\(at(300))|accepted|5|fast|cryptopair_binance_btcusdt|buy|market|IOC|0.4||||",
        "14|\(at(300))|filled|2|5|cryptopair_binance_btcusdt|buy|100|0.4|0.0004|btc|taker|0|order",
        "15|\(at(310))|rejected|6|early|cryptopair_binance_btcusdt|sell|stop_market|GTC|1||120|CRYPTO_WOULD_TRIGGER_IMMEDIATELY",
        "16|\(at(375))|filled|3|3|cryptopair_binance_btcusdt|sell|107|0.5|0|usdt|maker|3.80172414|order",
        "17|\(at(450))|accepted|7|gone|cryptopair_binance_btcusdt|buy|limit|IOC|1|50|||",
        "18|\(at(450))|expired|7|0|CRYPTO_NOT_FILLED_AT_ONCE",
        "19|\(at(500))|cancel_rejected||CRYPTO_ORDER_NOT_FOUND",
        "20|\(at(600))|balance|btc|2.3996|0",
        "21|\(at(600))|balance|usdt|965.25|0",
      ])
  }

  @Test("a cancel by request says so, and what would break a line is written as a question mark")
  func names() throws {
    let script = Probe.Script()
    script.onStart = { context in
      context.submit(
        OrderTerms(
          instrument: InstrumentID(0), side: .buy, type: .limit, quantity: Quantity(1), price: Price(80)),
        clientID: "a\tb\nc\u{7F}é")
      context.cancel(clientID: "a\tb\nc\u{7F}é")
    }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.tape], script: script)
    let lines = run.journal.split(separator: "\n")
    #expect(lines[0].hasSuffix("\taccepted\t1\ta?b?c?é\tcryptopair_binance_btcusdt\tbuy\tlimit\tGTC\t1\t80\t\t\t"))
    #expect(lines[1].hasSuffix("\tcanceled\t1\t0\trequest"))
  }

  @Test("the plain SHA-256 of the tests is SHA-256")
  func hash() {
    #expect(
      Journal.hex(PlainSHA256.digest(Array("abc".utf8)))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      Journal.hex(PlainSHA256.digest([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test(
    "the fingerprint is the chain over blocks of 4,096 lines, recomputed from the journal's bytes",
    arguments: [0, 1, 2_045, 2_046, 2_047, 4_500])
  func chain(pairs: Int) throws {
    // Each pair is an accepted and a cancelled order; three final balances are the last lines.
    let script = Probe.Script()
    script.onStart = { context in
      for _ in 0..<pairs {
        let tag = context.limit(.buy, InstrumentID(0), Quantity(1), at: Price(1))
        context.cancel(tag)
      }
    }
    let run = try LoopRun(ExchangeSetup(), tapes: [Self.tape], script: script)
    let lines = run.journal.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count == pairs * 2 + 3)
    var last = [UInt8](repeating: 0, count: 32)
    var chain: [[UInt8]] = []
    for start in stride(from: 0, to: lines.count, by: 4_096) {
      var block = last
      for line in lines[start..<Swift.min(start + 4_096, lines.count)] { block += Array(line.utf8) + [10] }
      last = PlainSHA256.digest(block)
      chain.append(last)
    }
    #expect(run.chain == chain)
    #expect(run.fingerprint == Journal.hex(last))
    for (index, line) in lines.enumerated() where !line.hasPrefix("\(index + 1)\t") {
      Issue.record("line \(index + 1) begins with another number")
      return
    }
  }

  @Test("two runs of one plan write the same bytes, whatever the size of the chunks")
  func sameBytes() throws {
    for seed in RandomSeeds.seeds(60_000, count: 300) {
      RandomSeeds.begin(seed)
      func run(_ rowsPerChunk: Int) throws -> LoopRun {
        let scene = RandomCase(seed: seed)
        let script = Probe.Script()
        script.commands = scene.commands
        script.names = scene.names
        var latency = LatencyModel()
        var random = SplitMix(seed: seed)
        latency.order = TimeSpan(nanoseconds: random.pick([0, 1, scene.span.nanoseconds / 2]))
        latency.response = TimeSpan(nanoseconds: random.pick([0, 1, scene.span.nanoseconds]))
        latency.jitter = TimeSpan(nanoseconds: random.pick([0, 0, 3]))
        let streams = scene.setup.specifications.indices.map { index in
          TapeStream(
            index, KlineLevel(scene.span), bars: scene.bars.filter { $0.instrument == InstrumentID(index) })
        }
        return try LoopRun(scene.setup, streams, script, latency: latency, seed: seed, rowsPerChunk: rowsPerChunk)
      }
      let first = try run(1)
      let second = try run(4_096)
      var history = OrderHistory()
      for event in first.events { history.take(event) }
      let isSame = first.journal == second.journal && first.calls == second.calls
      if !isSame || first.error != nil || history.fault != nil || first.brokenInvariant != nil {
        Issue.record(
          "same bytes: \(isSame), \(history.fault ?? first.brokenInvariant ?? ""); \(RandomSeeds.hint(seed))")
        return
      }
    }
  }

  @Test("the loop and a driver of the bare exchange make the same events")
  func loopAndDriver() throws {
    for (place, seed) in RandomSeeds.seeds(70_000, count: 600).enumerated() {
      RandomSeeds.begin(seed)
      var scene = RandomCase(seed: seed, onPrints: place % 2 == 1)
      // A run lasts from its first row to the end of its last.
      let begin = (scene.bars.map(\.openTime) + scene.prints.map(\.time)).min() ?? .distantFuture
      let end = (scene.bars.map(\.closeTime) + scene.prints.map(\.time)).max() ?? .distantPast
      scene.commands.removeAll { $0.time < begin || $0.time > end }
      // An order that ends at the very instant of the last row does so in the loop; the driver stops with its last input.
      scene.commands.removeAll { command in
        guard case .submit(let request) = command.command, let expiry = request.expireTime else { return false }
        return expiry >= end
      }
      let configuration = try scene.setup.configuration()
      let driver = VenueDriver(
        Venue(configuration), bars: scene.bars, prints: scene.prints, commands: scene.commands)
      driver.run()
      var writer = EventLines(configuration)
      let direct = driver.events.compactMap { writer.line($0, names: scene.names) }
      let script = Probe.Script()
      script.commands = scene.commands
      script.names = scene.names
      let streams = scene.setup.specifications.indices.map { index in
        scene.bars.isEmpty
          ? TapeStream(index, prints: scene.prints.filter { $0.instrument == InstrumentID(index) })
          : TapeStream(index, KlineLevel(scene.span), bars: scene.bars.filter { $0.instrument == InstrumentID(index) })
      }
      let run = try LoopRun(scene.setup, streams, script)
      if run.lines != direct {
        let place = zip(run.lines, direct).first { $0 != $1 }
        let longer = run.lines.count > direct.count ? run.lines : direct
        let more = "more from \(run.lines.count > direct.count ? "the loop" : "the driver"): "
        let rest = longer.dropFirst(Swift.min(run.lines.count, direct.count)).first ?? "nothing"
        Issue.record("\(place.map { "\($0.0), directly \($0.1)" } ?? more + rest); \(RandomSeeds.hint(seed))")
        return
      }
    }
  }
}
