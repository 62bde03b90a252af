import Dialects
import History
import Market
import Providers
import Tape
import Testing

@Suite("Bulk files of every kind") struct ArchiveTests {
  @Test(
    "Binance: files and pages of bars have the same columns with the same values",
    arguments: [SeriesKind.klines, .mark, .index, .premium])
  func sameBars(kind: SeriesKind) throws {
    let played = try PlayedExchange()
    var options = played.options([kind])
    let filed = try played.fetch("binance", ["BTCUSDT-PERP"], options)
    options.usesArchives = false
    let paged = try played.fetch("binance", ["BTCUSDT-PERP"], options, tape: "pages.tape")
    #expect(filed.streams.first?.files == 3 && paged.streams.first?.files == 0)
    let entity = "cryptoperp_binance_btcusdt"
    let one = try #require(try played.info(entity, kind))
    let other = try #require(try played.info(entity, kind, tape: "pages.tape"))
    #expect(one.rows == other.rows)
    #expect(one.digest == other.digest)
  }

  @Test("Binance: single and aggregated trades", arguments: ["BTCUSDT", "BTCUSDT-PERP"])
  func binanceTrades(symbol: String) throws {
    let played = try PlayedExchange()
    let isPerpetual = symbol.hasSuffix("PERP")
    let market = isPerpetual ? played.perpetual : played.spot
    let entity = isPerpetual ? "cryptoperp_binance_btcusdt" : "cryptopair_binance_btcusdt"
    let summary = try played.fetch("binance", [symbol], played.options([.trades, .aggTrades]))
    #expect(summary.isComplete)
    // Single trades end with the last published day, aggregated ones go on by pages.
    let midnight = PlayedExchange.start + 3 * TimeSpan.day
    #expect(
      try played.rows(entity, .trades, columns: ExpectedRows.trades) == ExpectedRows.trades(market, until: midnight))
    #expect(try played.rows(entity, .aggTrades, columns: ExpectedRows.trades) == ExpectedRows.trades(market))
    #expect(summary.streams.map(\.files) == [3, 3])
    #expect(summary.streams.map(\.rejected) == [0, 0])
  }

  @Test("OKX: trades by days of UTC+8, the rest by pages", arguments: ["BTC-USDT", "BTC-USDT-SWAP"])
  func okxTrades(symbol: String) throws {
    let played = try PlayedExchange()
    let isPerpetual = symbol.hasSuffix("SWAP")
    let market = isPerpetual ? played.perpetual : played.spot
    let summary = try played.fetch("okx", [symbol], played.options([.trades]))
    #expect(summary.isComplete)
    #expect(summary.streams.first?.files ?? 0 > 0)
    #expect(
      try played.rows(
        isPerpetual ? "cryptoperp_okx_btcusdt" : "cryptopair_okx_btcusdt", .trades, columns: ExpectedRows.trades)
        == ExpectedRows.trades(market, quantityScale: isPerpetual ? 3 : 5))
  }

  @Test("Bybit: trades by days, up to the last one published")
  func bybitTrades() throws {
    let played = try PlayedExchange()
    let summary = try played.fetch("bybit", ["BTCUSDT", "BTCUSDT-PERP"], played.options([.trades]))
    #expect(summary.isComplete)
    let midnight = PlayedExchange.start + 3 * TimeSpan.day
    #expect(
      try played.rows("cryptopair_bybit_btcusdt", .trades, columns: ExpectedRows.trades)
        == ExpectedRows.trades(played.spot, until: midnight))
    // Perpetuals' files have no whole numbers for ids: a row's place among those of its time stands in.
    let columns = ["time", "price", "quantity", "side"]
    let expected = ExpectedRows.trades(played.perpetual, until: midnight).map { row in
      let parts = row.split(separator: " ")
      return "\(parts[0]) \(parts[2]) \(parts[3]) \(parts[4])"
    }
    #expect(try played.rows("cryptoperp_bybit_btcusdt", .trades, columns: columns) == expected)
  }

  @Test("files of two kinds have one name at Binance, and do not meet while both are under way")
  func sameNames() throws {
    let played = try PlayedExchange()
    played.faults.set([FaultRule(".zip", every: 1, .delay(60))])
    let summary = try played.fetch("binance", ["BTCUSDT-PERP"], played.options([.klines, .mark, .premium]))
    #expect(summary.streams.map(\.problem) == [nil, nil, nil])
    #expect(summary.streams.map(\.files) == [3, 3, 3])
    #expect(
      try played.rows("cryptoperp_binance_btcusdt", .mark, columns: ExpectedRows.prices)
        == ExpectedRows.bars(played.perpetual, .mark, volumes: false))
  }

  @Test("what was asked for up to a time and is not published yet is missing, and said so")
  func notPublished() throws {
    let played = try PlayedExchange()
    var options = played.options([.trades])
    options.to = PlayedExchange.now
    let summary = try played.fetch("bybit", ["BTCUSDT"], options)
    #expect(!summary.isComplete)
    let outcome = try #require(summary.streams.first)
    #expect(outcome.problem == nil)
    #expect(outcome.missing.map(\.lowerBound) == [(PlayedExchange.start + 3 * TimeSpan.day).nanoseconds])
  }
}

@Suite("A tape that is played") struct PlayedTapeTests {
  @Test("what was fetched, played again and fetched anew, is the same to the digest")
  func closed() throws {
    let played = try PlayedExchange()
    _ = try played.fetch("binance", ["BTCUSDT", "BTCUSDT-PERP"], played.options([.klines, .aggTrades]))
    _ = try played.fetch("binance", ["BTCUSDT-PERP"], played.options([.mark, .funding]))
    let tape = try TapeFile(path: played.folder.file("fetched.tape"), access: .readOnly)
    let entities = ["cryptopair_binance_btcusdt", "cryptoperp_binance_btcusdt"]
    let markets = try entities.map { text in
      let entity = try #require(EntityID(text))
      return try #require(try PlayedMarket(entity, of: tape, now: PlayedExchange.now))
    }
    let again = try PlayedExchange(markets: markets)
    _ = try again.fetch("binance", ["BTCUSDT", "BTCUSDT-PERP"], played.options([.klines, .aggTrades]))
    _ = try again.fetch("binance", ["BTCUSDT-PERP"], played.options([.mark, .funding]))
    for (entity, kinds) in zip(entities, [[SeriesKind.klines, .aggTrades], [.klines, .aggTrades, .mark, .funding]]) {
      for kind in kinds {
        let first = try #require(try played.info(entity, kind))
        let second = try #require(try again.info(entity, kind))
        #expect(first.rows == second.rows, "\(entity) \(kind)")
        #expect(first.digest == second.digest, "\(entity) \(kind)")
      }
    }
  }
}
