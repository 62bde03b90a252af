import Market
import Providers
import Testing
import Transport

@Suite("Requests to providers") struct RequestTests {
  /// Ten minutes of 2024-01-01.
  private func page(
    _ provider: any HistoryProvider, _ stream: FetchStream, from: String = "2024-01-01T00:00:00Z",
    to: String = "2024-01-01T00:10:00Z"
  ) throws -> ProviderRequest? {
    provider.pages(stream, from: try Reading.time(from), to: try Reading.time(to)).request
  }

  @Test("bars: both ends as each provider counts them")
  func bars() throws {
    #expect(
      Reading.url(try page(BinanceHistory(), Reading.stream("BTCUSDT", .spot, .klines)))
        == "https://api.binance.com/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=1704067200000&endTime=1704067799999&limit=1000"
    )
    #expect(
      Reading.url(
        try page(BinanceHistory(), Reading.stream("BTCUSD_PERP", .inverse, .index, level: "1h", index: "BTCUSD")))
        == "https://dapi.binance.com/dapi/v1/indexPriceKlines?pair=BTCUSD&interval=1h&startTime=1704067200000&endTime=1704067799999&limit=1500"
    )
    #expect(
      Reading.url(
        try page(OKXHistory(), Reading.stream("BTC-USDT-SWAP", .linear, .klines, level: "1d", provider: "okx")))
        == "https://www.okx.com/api/v5/market/history-candles?instId=BTC-USDT-SWAP&bar=1Dutc&after=1704067800000&before=1704067199999&limit=300"
    )
    #expect(
      Reading.url(try page(BybitHistory(), Reading.stream("BTCUSDT", .linear, .mark, level: "4h", provider: "bybit")))
        == "https://api.bybit.com/v5/market/mark-price-kline?category=linear&symbol=BTCUSDT&interval=240&start=1704067200000&end=1704067799999&limit=1000"
    )
    #expect(
      Reading.url(try page(CoinbaseHistory(), Reading.stream("BTC-USD", .spot, .klines, provider: "coinbase")))
        == "https://api.coinbase.com/api/v3/brokerage/market/products/BTC-USD/candles?start=1704067200&end=1704067799&granularity=ONE_MINUTE&limit=350"
    )
  }

  @Test("Binance spot is asked for microseconds from 2025 on, as its archive has them then")
  func microseconds() throws {
    let stream = try Reading.stream("BTCUSDT", .spot, .klines)
    for (from, to, isMicro) in [
      ("2024-12-31T23:50:00Z", "2025-01-01T00:00:00Z", false), ("2025-01-01T00:00:00Z", "2025-01-01T00:10:00Z", true),
    ] {
      guard case .http(let request)? = try page(BinanceHistory(), stream, from: from, to: to)?.call else {
        Issue.record("no request")
        continue
      }
      #expect(request.headers == (isMicro ? [HTTPHeader("X-MBX-TIME-UNIT", "MICROSECOND")] : []))
    }
  }

  @Test(
    "weights of Binance: by the number of bars on futures, always the same on spot",
    arguments: [(60, 1), (480, 2), (1_000, 5), (1_440, 10)])
  func weights(minutes: Int64, weight: Int) throws {
    let from = try Reading.time("2024-01-01")
    let to = from + TimeSpan(nanoseconds: (minutes - 1) * 60_000_000_000)
    let futures = BinanceHistory().pages(try Reading.stream("BTCUSDT", .linear, .klines), from: from, to: to).request
    #expect(futures?.weight == weight)
    #expect(futures?.pool.weight == 2_400)
    let spot = BinanceHistory().pages(try Reading.stream("BTCUSDT", .spot, .klines), from: from, to: to).request
    #expect(spot?.weight == 2)
    #expect(spot?.pool.weight == 6_000)
  }

  @Test("Binance trades: by time first, by number after that, until the stretch or the trades end")
  func tradePages() throws {
    let stream = try Reading.stream("BTCUSDT", .linear, .aggTrades)
    var pager = BinanceHistory().pages(
      stream, from: try Reading.time("2024-01-01T00:00:00Z"), to: try Reading.time("2024-01-01T01:00:00Z"))
    #expect(Reading.url(pager.request)?.hasSuffix("startTime=1704067200000&endTime=1704070799999&limit=1000") == true)
    func row(_ id: Int, _ time: Int) -> String { #"{"a":\#(id),"p":"1","q":"1","f":1,"l":1,"T":\#(time),"m":true}"# }
    let full = (0..<1_000).map { row(5_000 + $0, 1_704_067_200_000 + $0) }.joined(separator: ",")
    #expect(try pager.take(Array("[\(full)]".utf8)).first?.count == 1_000)
    #expect(Reading.url(pager.request)?.hasSuffix("symbol=BTCUSDT&fromId=6000&limit=1000") == true)
    // Of the last instant there may be more.
    #expect(pager.covered.to == Timestamp(nanoseconds: 1_704_067_200_999_000_000))
    let beyond = (0..<1_000).map { row(6_000 + $0, 1_704_070_799_000 + $0 * 10) }.joined(separator: ",")
    #expect(try pager.take(Array("[\(beyond)]".utf8)).first?.count == 100)
    #expect(pager.request == nil)
    #expect(pager.covered.to == (try Reading.time("2024-01-01T01:00:00Z")))
  }

  @Test("an address can be replaced, for a part or for all of a provider")
  func addresses() throws {
    var addresses = ProviderAddresses()
    let isKnown = addresses.override("binance", with: "https://localhost:4433/")
    let isUnknown = addresses.override("kraken", with: "https://localhost:4433")
    #expect(isKnown && !isUnknown)
    #expect(addresses["binance.archive"] == "https://localhost:4433")
    #expect(addresses["okx.api"] == "https://www.okx.com")
  }

  @Test(
    "statuses and codes say what to do",
    arguments: [
      ("binance", 429, #"{"code":-1003,"msg":"Too many"}"#, AnswerVerdict.limited(seconds: 7, isBan: false)),
      ("binance", 418, "", .limited(seconds: 7, isBan: true)), ("binance", 503, "", .transient("status 503")),
      ("binance", 400, #"{"code":-1121,"msg":"Invalid symbol."}"#, .absent),
      ("binance", 400, #"{"code":-1100,"msg":"Illegal characters."}"#, .refused("Illegal characters. (-1100)")),
      ("binance", 403, "<html>", .refused("status 403")), ("binance", 404, "", .absent),
      ("okx", 200, #"{"code":"50011","msg":"Too Many Requests"}"#, .limited(seconds: nil, isBan: false)),
      ("okx", 200, #"{"code":"51001","msg":"Instrument ID does not exist"}"#, .absent),
      ("okx", 200, #"{"code":"50013","msg":"Systems are busy"}"#, .transient("Systems are busy (50013)")),
      ("okx", 200, #"{"code":"0","data":[]}"#, .good),
      ("bybit", 200, #"{"retCode":10006,"retMsg":"Too many visits!"}"#, .limited(seconds: nil, isBan: false)),
      ("bybit", 200, #"{"retCode":10001,"retMsg":"params error: Symbol Invalid"}"#, .absent),
      ("bybit", 403, "", .limited(seconds: 600, isBan: true)),
      ("coinbase", 429, "", .limited(seconds: 7, isBan: false)), ("coinbase", 404, "", .absent),
      ("coinbase", 400, #"{"message":"start is required"}"#, .refused("start is required")),
    ])
  func verdicts(provider: String, status: Int, body: String, verdict: AnswerVerdict) throws {
    let provider = try #require(ProviderCatalogue.provider(provider))
    let headers = status == 429 || status == 418 ? [HTTPHeader("retry-after", "7")] : []
    #expect(provider.verdict(HTTPResponse(status: status, headers: headers, body: Array(body.utf8))) == verdict)
  }
}
