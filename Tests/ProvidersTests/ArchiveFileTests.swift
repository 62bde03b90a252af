import Market
import Providers
import Testing

@Suite("Files of archives") struct ArchiveFileTests {
  private func names(
    _ provider: any HistoryProvider, _ stream: FetchStream, _ from: String, _ to: String, now: String
  ) throws -> [String] {
    provider.archives(
      stream, from: try Reading.time(from), to: try Reading.time(to), now: try Reading.time(now)
    ).map(\.url)
  }

  @Test("Binance: whole months that are published, days around them, none of today's")
  func binance() throws {
    let stream = try Reading.stream("BTCUSDT", .spot, .klines)
    let base = "https://data.binance.vision/data/spot"
    #expect(
      try names(BinanceHistory(), stream, "2024-07-30", "2024-09-02T12:00:00Z", now: "2024-10-20") == [
        "\(base)/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-07-30.zip",
        "\(base)/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-07-31.zip",
        "\(base)/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-08.zip",
        "\(base)/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-09-01.zip",
      ])
    // A part of the first day is no file's worth.
    #expect(
      try names(BinanceHistory(), stream, "2024-09-01T00:00:01Z", "2024-09-03", now: "2024-10-20") == [
        "\(base)/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-09-02.zip"
      ])
  }

  @Test(
    "a month is there after the first Monday of the next, its days before that",
    arguments: [("2024-09-02T23:00:00Z", 31), ("2024-09-03T01:00:00Z", 1)])
  func months(now: String, count: Int) throws {
    let stream = try Reading.stream("BTCUSDT", .spot, .klines)
    let files = BinanceHistory().archives(
      stream, from: try Reading.time("2024-08-01"), to: try Reading.time("2024-09-01"), now: try Reading.time(now))
    #expect(files.count == count)
    #expect(files.allSatisfy { $0.checksumURL == "\($0.url).CHECKSUM" })
    if let month = files.first, count == 1 { #expect(month.parts.count == 31) }
  }

  @Test(
    "yesterday's file is there from six in the morning on",
    arguments: [("2024-09-02T05:00:00Z", 0), ("2024-09-02T06:00:00Z", 1)])
  func yesterday(now: String, count: Int) throws {
    let stream = try Reading.stream("BTCUSDT", .linear, .mark)
    let urls = try names(BinanceHistory(), stream, "2024-09-01", "2024-09-02", now: now)
    #expect(urls.count == count)
    if let url = urls.first {
      #expect(
        url == "https://data.binance.vision/data/futures/um/daily/markPriceKlines/BTCUSDT/1m/BTCUSDT-1m-2024-09-01.zip")
    }
  }

  @Test("OKX: days of UTC+8")
  func okx() throws {
    let stream = try Reading.stream("BTC-USDT-SWAP", .linear, .trades, provider: "okx")
    let files = OKXHistory().archives(
      stream, from: try Reading.time("2025-09-01"), to: try Reading.time("2025-09-03"),
      now: try Reading.time("2025-10-01"))
    #expect(files.map(\.name) == ["BTC-USDT-SWAP-trades-2025-09-01.zip", "BTC-USDT-SWAP-trades-2025-09-02.zip"])
    #expect(
      files.first?.url
        == "https://static.okx.com/cdn/okex/traderecords/trades/daily/20250901/BTC-USDT-SWAP-trades-2025-09-01.zip")
    #expect(files.first?.from == (try Reading.time("2025-08-31T16:00:00Z")))
    #expect(files.last?.to == (try Reading.time("2025-09-02T16:00:00Z")))
  }

  @Test("Bybit: perpetuals and spot lie in folders of their own")
  func bybit() throws {
    for (segment, url) in [
      (MarketSegment.linear, "https://public.bybit.com/trading/BTCUSDT/BTCUSDT2024-01-04.csv.gz"),
      (.spot, "https://public.bybit.com/spot/BTCUSDT/BTCUSDT-2024-01-04.csv.gz"),
    ] {
      let stream = try Reading.stream("BTCUSDT", segment, .trades, provider: "bybit")
      #expect(try names(BybitHistory(), stream, "2024-01-04", "2024-01-05", now: "2024-02-01") == [url])
    }
  }
}
