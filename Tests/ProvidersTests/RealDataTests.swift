// Glibc: the environment says where the data are; zlib unpacks them.
import CZlib
import Glibc
import JSON
import Market
import Providers
import Testing
import Transport

/// The folder of real market data; nil when `PAPERTAPE_DATA` does not name one.
private let dataFolder: String? = getenv("PAPERTAPE_DATA").map { String(cString: $0) }

@Suite("Real answers of exchanges", .enabled(if: dataFolder != nil, "PAPERTAPE_DATA names no folder of real data"))
struct RealDataTests {
  /// The bytes of a file, unpacked when it is packed.
  private func bytes(_ path: String) throws -> [UInt8] {
    let file = "\(try #require(dataFolder))/\(path)"
    let handle = try #require(gzopen(file, "rb"), "\(path) is gone")
    defer { gzclose(handle) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = gzread(handle, &buffer, UInt32(buffer.count))
      try #require(count >= 0, "\(path) is damaged")
      if count == 0 { return result }
      result += buffer[..<Int(count)]
    }
  }

  /// The bodies of a file of captured answers whose path (or source) ends with a text.
  private func bodies(_ path: String, _ isWanted: (String) -> Bool) throws -> [[UInt8]] {
    var found: [[UInt8]] = []
    for line in try bytes(path).split(separator: 10) {
      let value = try JSONValue(parsing: Array(line))
      let name = value["path"]?.text ?? value["url"]?.text ?? value["source"]?.text ?? ""
      guard isWanted(name) || isWanted(value["source"]?.text ?? "") else { continue }
      if let body = value["body"]?.text ?? value["data"]?.text { found.append(Array(body.utf8)) }
    }
    try #require(!found.isEmpty, "no such answer in \(path)")
    return found
  }

  private func rows(_ provider: any HistoryProvider, _ stream: FetchStream, _ body: [UInt8]) throws -> [String] {
    // All of time: rows are not cut off.
    var pager = provider.pages(stream, from: Timestamp(nanoseconds: 0), to: .distantFuture - TimeSpan.day)
    return Reading.texts(try pager.take(body))
  }

  @Test("Binance: ten settlements of 2026 with their mark prices")
  func binanceFunding() throws {
    let body = try #require(
      try bodies("messages/binance/rest-2026.jsonl.gz") { $0.contains("/fapi/v1/fundingRate") }.first)
    let rows = try rows(BinanceHistory(), Reading.stream("BTCUSDT", .linear, .funding), body)
    #expect(rows.count == 10)
    #expect(rows.first == "1782777600000000000 0.00006175 - 60229.35621014 -")
  }

  @Test("OKX and Bybit: documented answers read to the last digit")
  func documented() throws {
    let okx = "messages/okx/fixtures-jkorf.jsonl.gz"
    let funding = try #require(try bodies(okx) { $0.hasSuffix("/funding-rate-history") }.first)
    #expect(
      try rows(OKXHistory(), Reading.stream("BTC-USD-SWAP", .inverse, .funding, provider: "okx"), funding) == [
        "1703059200000000000 0.0000746572360545 - - -", "1703030400000000000 0.0002279755647389 - - -",
      ])
    let trades = try #require(try bodies(okx) { $0.hasSuffix("/history-trades") }.first)
    #expect(
      try rows(OKXHistory(), Reading.stream("BTC-USDT", .spot, .trades, provider: "okx"), trades).first
        == "1654161646974000000 29963.2 0.00001 -1 242720720 - - - - - -")
    let bybit = "messages/bybit/fixtures-jkorf.jsonl.gz"
    let klines = try #require(try bodies(bybit) { $0.hasSuffix("/market/kline") }.first)
    #expect(
      try rows(BybitHistory(), Reading.stream("BTCUSD", .inverse, .klines, provider: "bybit"), klines).first
        == "1670608800000000000 17071 17073 17027 17055.5 268611 - 15.74462667 - - - -")
    let interest = try #require(try bodies(bybit) { $0.hasSuffix("/market/open-interest") }.first)
    #expect(
      try rows(BybitHistory(), Reading.stream("BTCUSD", .inverse, .openInterest, provider: "bybit"), interest)
        == ["1669571400000000000 461134384.00000000 - -", "1669571100000000000 461134292.00000000 - -"])
  }

  @Test("Binance: real klines and aggregated trades as another project recorded them")
  func binanceRecorded() throws {
    let file = "messages/binance/fixtures-nautilus.jsonl.gz"
    let klines = try #require(try bodies(file) { $0.hasSuffix("http_spot_market_klines.json") }.first)
    #expect(!(try rows(BinanceHistory(), Reading.stream("BTCUSDT", .spot, .klines), klines)).isEmpty)
    let trades = try #require(try bodies(file) { $0.hasSuffix("http_spot_market_agg_trades.json") }.first)
    #expect(!(try rows(BinanceHistory(), Reading.stream("BTCUSDT", .spot, .aggTrades), trades)).isEmpty)
    let futures = try #require(try bodies(file) { $0.hasSuffix("http_futures_market_agg_trades.json") }.first)
    #expect(!(try rows(BinanceHistory(), Reading.stream("BTCUSDT", .linear, .aggTrades), futures)).isEmpty)
  }

  @Test(
    "whole lists of instruments, with the numbers that they have of each",
    arguments: [
      ("binance", "pair", "binance-spot-exchangeInfo-20211012.json.gz", "cryptopair_binance_btcusdt", "0.01"),
      ("binance", "perp", "binance-usdm-exchangeInfo-20260703.json.gz", "cryptoperp_binance_btcusdt", "0.1"),
      ("binance", "perp", "binance-coinm-exchangeInfo-20210722.json.gz", "cryptoperp_binance_btcusd", "0.1"),
      ("okx", "pair", "okx-instruments-spot-20220513.json.gz", "cryptopair_okx_btcusdt", "0.1"),
      ("okx", "perp", "okx-instruments-swap-20220513.json.gz", "cryptoperp_okx_btcusdt", "0.1"),
      ("bybit", "pair", "bybit-instruments-spot-20260809.json.gz", "cryptopair_bybit_btcusdt", "0.1"),
      ("bybit", "perp", "bybit-instruments-linear-20260809.json.gz", "cryptoperp_bybit_btcusdt", "0.1"),
      ("coinbase", "pair", "coinbase-advanced-products-20260809.json.gz", "cryptopair_coinbase_btcusd", "0.01"),
    ])
  func instruments(provider: String, market: String, file: String, entity: String, step: String) throws {
    let provider = try #require(ProviderCatalogue.provider(provider))
    let kind = market == "pair" ? EntityID.Kind.pair : .perpetual
    let found = try provider.instruments(kind, code: "btcusdt", answers: [try bytes("instruments/\(file)")])
    let wanted = try #require(found.first { $0.entity.description == entity })
    #expect(wanted.specification.priceStep == (try FixedDecimal(step)))
    #expect(found.count > 10)
    #expect(found.allSatisfy { $0.specification.priceStep > .zero && $0.specification.quantityStep > .zero })
    // Every one has a name of its own here.
    #expect(Set(found.map(\.entity)).count == found.count)
  }
}
