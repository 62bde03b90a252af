import Dialects
import History
import Market
import Providers
import Tape
import Testing

@Suite("Fetching from played exchanges over TLS") struct FetchTests {
  @Test("Binance spot: days from the archive, the rest by pages, and nothing is asked twice")
  func binanceSpot() throws {
    let played = try PlayedExchange()
    let summary = try played.fetch("binance", ["BTC/USDT"], played.options([.klines]))
    let outcome = try #require(summary.streams.first)
    #expect(summary.isComplete)
    #expect(outcome.files == 3)
    #expect(outcome.pages == 1)
    #expect(summary.instruments == 1)
    let expected = ExpectedRows.bars(played.spot, .klines, volumes: true)
    #expect(try played.rows("cryptopair_binance_btcusdt", .klines, columns: ExpectedRows.klines) == expected)
    #expect(outcome.added == expected.count)

    played.faults.forget()
    let again = try played.fetch("binance", ["BTC/USDT"], played.options([.klines]))
    #expect(again.isComplete)
    #expect(again.added == 0)
    #expect(again.instruments == 0)
    #expect(played.faults.requests == ["/api/v3/exchangeInfo?symbol=BTCUSDT"])
    // Nothing is left of the files.
    #expect(!played.folder.names().contains("files"))
  }

  @Test("pages alone give the same tape as the archive")
  func withoutArchive() throws {
    let played = try PlayedExchange()
    var options = played.options([.klines])
    _ = try played.fetch("binance", ["btcusdt"], options)
    options.usesArchives = false
    let summary = try played.fetch("binance", ["btcusdt"], options, tape: "pages.tape")
    #expect(summary.streams.first?.files == 0)
    #expect(summary.streams.first?.pages == 5)
    let whole = try #require(try played.info("cryptopair_binance_btcusdt", .klines))
    let pages = try #require(try played.info("cryptopair_binance_btcusdt", .klines, tape: "pages.tape"))
    #expect(whole.rows == pages.rows)
    #expect(whole.digest == pages.digest)
  }

  @Test("a perpetual brings bars, mark prices and settlements without being asked for each")
  func perpetual() throws {
    let played = try PlayedExchange()
    let summary = try played.fetch("binance", ["BTC/USDT:USDT"], played.options([]))
    #expect(summary.isComplete)
    let entity = "cryptoperp_binance_btcusdt"
    #expect(
      try played.rows(entity, .klines, columns: ExpectedRows.klines)
        == ExpectedRows.bars(played.perpetual, .klines, volumes: true))
    #expect(
      try played.rows(entity, .mark, columns: ExpectedRows.prices)
        == ExpectedRows.bars(played.perpetual, .mark, volumes: false))
    #expect(
      try played.rows(entity, .funding, columns: ["time", "rate", "mark"])
        == ExpectedRows.fundings(played.perpetual, mark: true))
  }

  @Test("aggregated trades, index and premium bars and open interest of a perpetual")
  func otherKinds() throws {
    let played = try PlayedExchange()
    var options = played.options([.aggTrades, .index, .premium, .openInterest])
    options.usesArchives = false
    // Pages of aggregated trades reach two days back.
    options.from = PlayedExchange.now - 40 * TimeSpan.hour
    let summary = try played.fetch("binance", ["BTCUSDT-PERP"], options)
    #expect(summary.isComplete)
    let entity = "cryptoperp_binance_btcusdt"
    let since = (PlayedExchange.now - 40 * TimeSpan.hour).nanoseconds
    let trades = ExpectedRows.trades(played.perpetual).filter { Int64($0.split(separator: " ")[0]) ?? 0 >= since }
    #expect(try played.rows(entity, .aggTrades, columns: ExpectedRows.trades) == trades)
    let bars = ExpectedRows.bars(played.perpetual, .index, volumes: false)
      .filter { Int64($0.split(separator: " ")[0]) ?? 0 >= since }
    #expect(try played.rows(entity, .index, columns: ExpectedRows.prices) == bars)
    #expect(try played.info(entity, .premium)?.rows == bars.count)
    #expect(
      try played.info(entity, .openInterest)?.rows == played.perpetual.openInterest.filter { $0.time >= since }.count)
  }

  @Test("OKX: candles without the one that forms, marks, settlements as they were realised, trades")
  func okx() throws {
    let played = try PlayedExchange()
    var options = played.options([.klines, .mark, .funding, .trades])
    options.usesArchives = false
    let summary = try played.fetch("okx", ["BTC-USDT-SWAP"], options)
    #expect(summary.isComplete)
    let entity = "cryptoperp_okx_btcusdt"
    #expect(
      try played.rows(entity, .klines, columns: ExpectedRows.klines)
        == ExpectedRows.bars(played.perpetual, .klines, volumes: true, quantityScale: 3))
    #expect(
      try played.rows(entity, .mark, columns: ExpectedRows.prices)
        == ExpectedRows.bars(played.perpetual, .mark, volumes: false))
    #expect(
      try played.rows(entity, .funding, columns: ["time", "rate", "mark"])
        == ExpectedRows.fundings(played.perpetual, mark: false))
    #expect(
      try played.rows(entity, .trades, columns: ExpectedRows.trades)
        == ExpectedRows.trades(played.perpetual, quantityScale: 3))
  }

  @Test("Bybit: klines, marks, settlements, open interest")
  func bybit() throws {
    let played = try PlayedExchange()
    let summary = try played.fetch(
      "bybit", ["BTCUSDT-PERP"], played.options([.klines, .mark, .funding, .openInterest]))
    #expect(summary.isComplete)
    let entity = "cryptoperp_bybit_btcusdt"
    #expect(
      try played.rows(entity, .klines, columns: ExpectedRows.klines)
        == ExpectedRows.bars(played.perpetual, .klines, volumes: true))
    #expect(
      try played.rows(entity, .funding, columns: ["time", "rate", "mark"])
        == ExpectedRows.fundings(played.perpetual, mark: false))
    #expect(try played.info(entity, .openInterest)?.rows == played.perpetual.openInterest.count)
  }

  @Test("Coinbase: candles with their holes, trades by number from a time in the past")
  func coinbase() throws {
    let played = try PlayedExchange()
    var options = played.options([.klines, .trades])
    options.to = PlayedExchange.start + 50 * TimeSpan.hour
    let summary = try played.fetch("coinbase", ["BTC-USDT"], options)
    #expect(summary.isComplete)
    let entity = "cryptopair_coinbase_btcusdt"
    let end = PlayedExchange.start + 50 * TimeSpan.hour
    let bars = ExpectedRows.bars(played.spot, .klines, volumes: true, quote: false, isSparse: true)
      .filter { Int64($0.split(separator: " ")[0]) ?? 0 < end.nanoseconds }
    #expect(try played.rows(entity, .klines, columns: ExpectedRows.klines) == bars)
    #expect(
      try played.rows(entity, .trades, columns: ExpectedRows.trades) == ExpectedRows.trades(played.spot, until: end))
    // Minutes that were never traded are not asked for again.
    played.faults.forget()
    _ = try played.fetch("coinbase", ["BTC-USDT"], options)
    #expect(played.faults.requests.allSatisfy { $0.hasPrefix("/api/v3/brokerage/market/products?") })
  }

  @Test("several symbols go into one tape, and each list is asked for once")
  func severalSymbols() throws {
    let played = try PlayedExchange()
    var options = played.options([.klines])
    options.from = PlayedExchange.now - 3 * TimeSpan.hour
    let summary = try played.fetch("okx", ["BTC-USDT", "BTC-USDT-SWAP", "cryptopair_okx_btcusdt"], options)
    #expect(summary.streams.count == 2)
    #expect(summary.isComplete)
    #expect(played.faults.requests.filter { $0.contains("/public/instruments") }.count == 2)
  }

  @Test("a longer stretch adds only what is new, on both sides")
  func extension_() throws {
    let played = try PlayedExchange()
    var options = played.options([.klines])
    options.from = PlayedExchange.start + 30 * TimeSpan.hour
    options.to = PlayedExchange.start + 40 * TimeSpan.hour
    let first = try played.fetch("bybit", ["BTCUSDT"], options)
    #expect(first.added == 600)
    let second = try played.fetch("bybit", ["BTCUSDT"], played.options([.klines]))
    let expected = ExpectedRows.bars(played.spot, .klines, volumes: true)
    #expect(second.added == expected.count - 600)
    #expect(second.streams.first?.alreadyThere == 0)
    #expect(try played.rows("cryptopair_bybit_btcusdt", .klines, columns: ExpectedRows.klines) == expected)
  }
}
