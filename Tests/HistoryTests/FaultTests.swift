import Dialects
import History
import Market
import Providers
import Testing

@Suite("Fetching through faults") struct FaultTests {
  /// Every fault that passes, by what it hits.
  static let passing: [(String, FaultRule)] = [
    ("a server error", FaultRule("klines", on: [0, 1, 3], .status(503))),
    ("every third request fails", FaultRule("/", every: 3, .status(500, body: "<html>"))),
    (
      "asked too much, with a time",
      FaultRule("klines", on: [0, 2], .status(429, body: #"{"code":-1003,"msg":"Too many"}"#, retryAfter: 7))
    ),
    ("asked too much, without a time", FaultRule("klines", on: [0, 1], .status(429))),
    ("shut out for a while", FaultRule("klines", on: [1], .status(418, retryAfter: 120))),
    ("cut pages", FaultRule("interval=1m", on: [0, 1], .cut(after: 1_000))),
    ("cut files", FaultRule("BTCUSDT-1m-2025-03-02.zip", on: [1, 2, 3], .cut(after: 20_000))),
    ("cut checksums", FaultRule(".CHECKSUM", every: 2, .cut(after: 10))),
    ("a damaged file", FaultRule("BTCUSDT-1m-2025-03-02.zip", on: [1], .flippedBit)),
    ("a page of maintenance", FaultRule("interval=1m", on: [0], .body("<html>maintenance</html>"))),
    ("half an answer that says it is whole", FaultRule("interval=1m", on: [0], .body("[[1740787200000,\"1\""))),
    ("slow answers", FaultRule("klines", every: 2, .delay(150))),
    ("the list fails at first", FaultRule("exchangeInfo", on: [0, 1], .status(502))),
  ]

  @Test("the tape is whole after a fault that passes", arguments: passing.map(\.0))
  func passes(name: String) throws {
    let rule = try #require(Self.passing.first { $0.0 == name }?.1)
    let played = try PlayedExchange()
    played.faults.set([rule])
    let summary = try played.fetch("binance", ["BTCUSDT"], played.options([.klines]))
    #expect(summary.streams.first?.problem == nil)
    #expect(summary.isComplete)
    #expect(
      try played.rows("cryptopair_binance_btcusdt", .klines, columns: ExpectedRows.klines)
        == ExpectedRows.bars(played.spot, .klines, volumes: true))
  }

  @Test("a cut file is taken up where it was, not begun anew")
  func resumption() throws {
    let played = try PlayedExchange()
    played.faults.set([FaultRule("BTCUSDT-1m-2025-03-02.zip", on: [1], .cut(after: 40_000))])
    let summary = try played.fetch("binance", ["BTCUSDT"], played.options([.klines]))
    #expect(summary.isComplete)
    // The checksum, the file cut short, the rest.
    #expect(played.faults.requests.filter { $0.contains("2025-03-02.zip") }.count == 3)
  }

  @Test("a silent server is left after a while and asked again")
  func silence() throws {
    let played = try PlayedExchange()
    played.faults.set([FaultRule("interval=1m", on: [0], .silence)])
    var options = played.options([.klines])
    options.answerMilliseconds = 300
    options.usesArchives = false
    let summary = try played.fetch("binance", ["BTCUSDT"], options)
    #expect(summary.isComplete)
  }

  @Test("OKX and Bybit say in the body that too much was asked; the tape is whole all the same")
  func bodies() throws {
    let played = try PlayedExchange()
    played.faults.set([
      FaultRule("history-candles", on: [0, 1], .body(#"{"code":"50011","msg":"Too Many Requests","data":[]}"#)),
      FaultRule("/v5/market/kline", on: [0, 1], .body(#"{"retCode":10006,"retMsg":"Too many visits!","result":{}}"#)),
    ])
    for (provider, entity) in [("okx", "cryptopair_okx_btcusdt"), ("bybit", "cryptopair_bybit_btcusdt")] {
      let summary = try played.fetch(provider, ["BTC-USDT"], played.options([.klines]), tape: "\(provider).tape")
      #expect(summary.isComplete)
      #expect(
        try played.rows(entity, .klines, columns: ExpectedRows.klines, tape: "\(provider).tape")
          == ExpectedRows.bars(played.spot, .klines, volumes: true))
    }
  }

  @Test("what does not pass is said with the address, the other series go on, and the next call brings the rest")
  func lasting() throws {
    let played = try PlayedExchange()
    played.faults.set([FaultRule("markPriceKlines", every: 1, .status(503))])
    var options = played.options([.klines, .mark])
    options.usesArchives = false
    let summary = try played.fetch("binance", ["BTCUSDT-PERP"], options)
    #expect(!summary.isComplete)
    #expect(summary.streams[0].problem == nil && summary.streams[0].missing.isEmpty)
    let problem = try #require(summary.streams[1].problem)
    #expect(problem.what.contains("6 tries"))
    #expect(problem.place.contains("/fapi/v1/markPriceKlines?symbol=BTCUSDT"))
    #expect(!summary.streams[1].missing.isEmpty)
    played.faults.set([])
    let again = try played.fetch("binance", ["BTCUSDT-PERP"], options)
    #expect(again.isComplete)
    #expect(again.streams[0].added == 0)
    #expect(
      try played.rows("cryptoperp_binance_btcusdt", .mark, columns: ExpectedRows.prices)
        == ExpectedRows.bars(played.perpetual, .mark, volumes: false))
  }

  @Test("a long ban ends the work at once, says how long, and nothing more is asked for")
  func ban() throws {
    let played = try PlayedExchange()
    played.faults.set([FaultRule("interval=1m", every: 1, .status(418, retryAfter: 7_200))])
    var options = played.options([.klines, .premium])
    options.usesArchives = false
    options.parallel = 1
    let summary = try played.fetch("binance", ["BTCUSDT-PERP"], options)
    for outcome in summary.streams {
      #expect(outcome.problem?.what == "binance has shut this address out for 120 minutes")
      #expect(!outcome.missing.isEmpty)
    }
    #expect(played.faults.requests.filter { $0.contains("interval=1m") }.count == 1)
  }

  @Test("a file that stays damaged is given up with its address")
  func lastingDamage() throws {
    let played = try PlayedExchange()
    played.faults.set([FaultRule("2025-03-02.zip", every: 1, .flippedBit)])
    let outcome = try #require(try played.fetch("binance", ["BTCUSDT"], played.options([.klines])).streams.first)
    #expect(outcome.problem?.place.hasSuffix("BTCUSDT-1m-2025-03-02.zip") == true)
    #expect(outcome.problem?.hint.contains("--no-archive") == true)
    #expect(!outcome.missing.isEmpty)
  }

  @Test("an interrupted call keeps what came, and the next one brings the rest", arguments: [1, 2, 3, 4])
  func interruption(answers: Int) throws {
    let played = try PlayedExchange()
    var options = played.options([.klines])
    options.parallel = 2
    var calls = 0
    let summary = try played.fetch("binance", ["BTCUSDT"], options) {
      calls += 1
      return calls > answers * 2
    }
    #expect(summary.isInterrupted)
    let again = try played.fetch("binance", ["BTCUSDT"], options)
    #expect(again.isComplete)
    let expected = ExpectedRows.bars(played.spot, .klines, volumes: true)
    #expect(summary.added + again.added == expected.count)
    #expect(again.streams.first?.alreadyThere == 0)
    #expect(try played.rows("cryptopair_binance_btcusdt", .klines, columns: ExpectedRows.klines) == expected)
  }

  @Test("files that are missing from the archive come by pages")
  func holesInArchive() throws {
    let played = try PlayedExchange()
    played.faults.set([FaultRule("2025-03-02.zip.CHECKSUM", every: 1, .status(404))])
    let summary = try played.fetch("binance", ["BTCUSDT"], played.options([.klines]))
    #expect(summary.isComplete)
    #expect(summary.streams.first?.files == 2)
    #expect(
      try played.rows("cryptopair_binance_btcusdt", .klines, columns: ExpectedRows.klines)
        == ExpectedRows.bars(played.spot, .klines, volumes: true))
  }

  @Test("a month is one file once it is published, and days where it is not there")
  func months() throws {
    let now = PlayedExchange.start + 40 * TimeSpan.day
    for isThere in [true, false] {
      let played = try PlayedExchange(from: PlayedExchange.start, now: now)
      var options = played.options([.klines])
      options.now = now
      options.to = PlayedExchange.start + 33 * TimeSpan.day
      if !isThere { played.faults.set([FaultRule("2025-03.zip", every: 1, .status(404))]) }
      let summary = try played.fetch("binance", ["BTCUSDT"], options)
      #expect(summary.isComplete)
      #expect(summary.streams.first?.files == (isThere ? 3 : 33))
      #expect(summary.added == 33 * 1_440)
    }
  }

  @Test("what nobody lists, has or answers is an error before anything is fetched")
  func errors() throws {
    let played = try PlayedExchange()
    #expect(throws: FetchError.unknownSymbol("BTCUSD", provider: "okx", nearest: "btcusdt")) {
      try played.fetch("okx", ["BTCUSD"], played.options([.klines]))
    }
    #expect(throws: FetchError.unknownSymbol("NOPE", provider: "binance", nearest: nil)) {
      try played.fetch("binance", ["NOPE"], played.options([.klines]))
    }
    #expect(
      throws: FetchError.kindNotOffered("funding of BTC-USDT", provider: "coinbase", offered: ["klines", "trades"])
    ) {
      try played.fetch("coinbase", ["BTC-USDT"], played.options([.funding]))
    }
    var options = played.options([.klines])
    options.level = KlineLevel(45 * TimeSpan.minute)
    #expect(throws: FetchError.self) { try played.fetch("bybit", ["BTCUSDT"], options) }
    options = played.options([.klines])
    options.from = PlayedExchange.now
    #expect(throws: FetchError.emptyRange) { try played.fetch("bybit", ["BTCUSDT"], options) }
  }
}
