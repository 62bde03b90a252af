import Dialects
import Imports
import JSON
import Market
import Testing
import Transport

@Suite("A host that plays exchanges") struct ExchangeHostTests {
  /// Two days and some hours of a spot pair and a perpetual, without TLS.
  private static func host(_ faults: HostFaults = HostFaults()) throws -> (ExchangeHost, [PlayedMarket], HTTPClient) {
    let start = Timestamp(nanoseconds: 1_740_787_200_000_000_000)
    let now = start + 2 * TimeSpan.day + 5 * TimeSpan.hour
    let markets = [false, true].map { PlayedMarket.generated(seed: 3, isPerpetual: $0, from: start, now: now) }
    return (try ExchangeHost(markets: markets, identity: nil, faults: faults), markets, HTTPClient())
  }

  private func get(_ path: String, from host: ExchangeHost, by client: HTTPClient) async throws -> HTTPResponse {
    try await client.response(to: HTTPRequest(url: host.host.address + path))
  }

  @Test("bars follow from prints, and a minute without one stands at the close before it")
  func bars() throws {
    let start = Timestamp(nanoseconds: 1_740_787_200_000_000_000)
    let market = PlayedMarket.generated(seed: 3, isPerpetual: false, from: start, now: start + TimeSpan.day)
    let bars = try #require(market.bars[.klines])
    #expect(bars.count == 1_440)
    #expect(bars.reduce(0) { $0 + $1.trades } == Int64(market.trades.count))
    #expect(bars.contains { $0.trades == 0 })
    for (bar, next) in zip(bars, bars.dropFirst()) where next.trades == 0 {
      #expect([next.open, next.high, next.low, next.close].allSatisfy { $0 == bar.close })
    }
    let again = PlayedMarket.generated(seed: 3, isPerpetual: false, from: start, now: start + TimeSpan.day)
    #expect(again == market)
  }

  @Test("Binance's pages are ascending and within both ends, OKX's and Bybit's descending")
  func pages() async throws {
    let (host, markets, client) = try Self.host()
    let start = try #require(markets[0].bars[.klines]?.first?.time) / 1_000_000
    func times(_ path: String, _ list: (JSONValue) -> [JSONValue]?) async throws -> [Int64] {
      let value = try JSONValue(parsing: try await get(path, from: host, by: client).body)
      return (list(value) ?? []).compactMap { $0[0]?.numberText.flatMap { Int64($0) } }
    }
    let minutes = (0..<3).map { start + Int64($0 + 1) * 60_000 }
    let binance = "/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=\(minutes[0])&endTime=\(minutes[2])"
    #expect(try await times(binance) { $0.elements } == minutes)
    let okx =
      "/api/v5/market/history-candles?instId=BTC-USDT&bar=1m&after=\(minutes[2] + 1)&before=\(minutes[0] - 1)"
    #expect(try await times(okx) { $0["data"]?.elements } == minutes.reversed())
    let bybit = "/v5/market/kline?category=spot&symbol=BTCUSDT&interval=1&start=\(minutes[0])&end=\(minutes[2])"
    #expect(try await times(bybit) { $0["result"]?["list"]?.elements } == minutes.reversed())
  }

  @Test("what is wrong is answered in each exchange's own words")
  func refusals() async throws {
    let (host, _, client) = try Self.host()
    for (path, status, text) in [
      ("/api/v3/klines?symbol=NOPE&interval=1m", 400, "-1121"),
      ("/fapi/v1/klines?symbol=NOPE&interval=1m", 400, "-1121"),
      ("/api/v3/klines?symbol=BTCUSDT&interval=7m", 400, "-1120"),
      ("/fapi/v1/aggTrades?symbol=BTCUSDT&startTime=0&endTime=7200000", 400, "-1127"),
      ("/api/v5/market/history-candles?instId=NO-PE&bar=1m", 200, "51001"),
      ("/v5/market/kline?category=linear&symbol=NOPE&interval=1", 200, "10001"),
      ("/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=1", 200, "10001"),
      ("/api/v3/brokerage/market/products/NO-PE/candles?start=1&end=2&granularity=ONE_MINUTE", 404, "NOT_FOUND"),
      ("/data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2030-01-01.zip", 404, "NoSuchKey"), ("/nowhere", 404, "{}"),
    ] {
      let response = try await get(path, from: host, by: client)
      #expect(response.status == status, "\(path)")
      #expect(String(decoding: response.body, as: UTF8.self).contains(text), "\(path)")
    }
  }

  @Test("files are those of days that are over, their checksums theirs, and ranges give the rest of them")
  func files() async throws {
    let (host, _, client) = try Self.host()
    let path = "/data/futures/um/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2025-03-02.zip"
    let whole = try await get(path, from: host, by: client)
    #expect(whole.status == 200)
    #expect(whole.body.starts(with: [0x50, 0x4B, 3, 4]))
    let sum = try await get(path + ".CHECKSUM", from: host, by: client)
    #expect(String(decoding: sum.body, as: UTF8.self).hasSuffix("  BTCUSDT-1m-2025-03-02.zip\n"))
    #expect(sum.body.prefix { $0 != 32 }.count == 64)
    var request = HTTPRequest(url: host.host.address + path)
    request.headers = [HTTPHeader("Range", "bytes=1000-")]
    let rest = try await client.response(to: request)
    #expect(rest.status == 206)
    let isRest = rest.body == Array(whole.body[1_000...])
    #expect(isRest)
    #expect(try await get(path.replacing("03-02", with: "03-03"), from: host, by: client).status == 404)
    #expect(
      try await get("/trading/BTCUSDT/BTCUSDT2025-03-01.csv.gz", from: host, by: client).body.prefix(2) == [0x1F, 0x8B])
  }

  @Test("faults hit the requests they are meant for, on their occasions, and all requests are seen")
  func faults() async throws {
    let faults = HostFaults([FaultRule("exchangeInfo", on: [1], .status(429, body: "{}", retryAfter: 3))])
    let (host, _, client) = try Self.host(faults)
    var statuses: [Int] = []
    for _ in 0..<3 {
      statuses.append(try await get("/api/v3/exchangeInfo?symbol=BTCUSDT", from: host, by: client).status)
      statuses.append(try await get("/fapi/v1/fundingInfo", from: host, by: client).status)
    }
    #expect(statuses == [200, 200, 429, 200, 200, 200])
    #expect(faults.requests.count == 6)
    #expect(faults.requests.first == "/api/v3/exchangeInfo?symbol=BTCUSDT")
  }

  @Test("the host's clock is the market's")
  func clock() async throws {
    let (host, _, client) = try Self.host()
    let response = try await get("/fapi/v1/fundingInfo", from: host, by: client)
    #expect(response.header("Date") == "Mon, 03 Mar 2025 05:00:00 GMT")
  }
}
