import Market
import Providers
import Testing

@Suite("Answers of providers") struct AnswerTests {
  /// The rows of a page that covers 2024-01-01, read from `body`.
  private func read(_ provider: any HistoryProvider, _ stream: FetchStream, _ body: String) throws -> [String] {
    var pager = provider.pages(
      stream, from: try Reading.time("2024-01-01"), to: try Reading.time("2024-01-02"))
    return Reading.texts(try pager.take(Array(body.utf8)))
  }

  @Test("Binance klines keep every digit, and the bar outside the stretch is dropped")
  func binanceKlines() throws {
    let rows = try read(
      BinanceHistory(), Reading.stream("BTCUSDT", .spot, .klines),
      """
      [[1704067200000,"42283.58000000","42298.62000000","42261.02000000","42298.61000000","35.92724000",1704067259999,
        "1519032.07471660",1327,"23.18766000","980394.22000000","0"],
       [1704153600000,"44179.55000000","44179.55000000","44169.73000000","44170.01","6.75",1704153659999,"3.1",2,"1","2","0"]]
      """)
    #expect(
      rows == [
        "1704067200000000000 42283.58000000 42298.62000000 42261.02000000 42298.61000000 35.92724000 1704067259999000000 1519032.07471660 1327 23.18766000 980394.22000000 -"
      ])
  }

  @Test("Binance aggregated trades: the buyer's side as maker is a taker that sold")
  func binanceTrades() throws {
    let rows = try read(
      BinanceHistory(), Reading.stream("BTCUSDT", .spot, .aggTrades),
      #"[{"a":26129,"p":"0.01633102","q":"4.70443515","f":27781,"l":27782,"T":1704070000153,"m":true,"M":true},{"a":26130,"p":"0.01633103","q":"1","f":27783,"l":27783,"T":1704070000153,"m":false,"M":false}]"#
    )
    #expect(
      rows == [
        "1704070000153000000 0.01633102 4.70443515 -1 26129 - 27781 27782 2 - -",
        "1704070000153000000 0.01633103 1 1 26130 - 27783 27783 0 - -",
      ])
  }

  @Test("Binance funding: rows with a mark price and rows without come apart")
  func binanceFunding() throws {
    let rows = try read(
      BinanceHistory(), Reading.stream("BTCUSDT", .linear, .funding),
      #"[{"symbol":"BTCUSDT","fundingTime":1704067200000,"fundingRate":"0.00037000","markPrice":""},{"symbol":"BTCUSDT","fundingTime":1704096000005,"fundingRate":"-0.03750000","markPrice":"34287.54619963"}]"#
    )
    #expect(
      rows == ["1704096000005000000 -0.03750000 - 34287.54619963 -", "1704067200000000000 0.00037000 - - -"])
  }

  @Test("OKX candles: what is not confirmed is left out, volume is in contracts, quote volume the third")
  func okxCandles() throws {
    let rows = try read(
      OKXHistory(), Reading.stream("BTC-USDT-SWAP", .linear, .klines, provider: "okx"),
      #"{"code":"0","msg":"","data":[["1704067260000","3.7","3.7","3.7","3.7","1","1","1","0"],["1704067200000","3.721","3.743","3.677","3.708","8422410","22698348.04828491","12698348.04828491","1"]]}"#
    )
    #expect(rows == ["1704067200000000000 3.721 3.743 3.677 3.708 8422410 - 12698348.04828491 - - - -"])
  }

  @Test("OKX funding is the realised rate; an early row without one has the other")
  func okxFunding() throws {
    let rows = try read(
      OKXHistory(), Reading.stream("BTC-USD-SWAP", .inverse, .funding, provider: "okx"),
      #"{"code":"0","msg":"","data":[{"fundingRate":"0.0000746604960499","fundingTime":"1704067200000","realizedRate":"0.0000746572360545"},{"fundingRate":"0.0002","fundingTime":"1704096000000","realizedRate":""}]}"#
    )
    #expect(rows == ["1704067200000000000 0.0000746572360545 - - -", "1704096000000000000 0.0002 - - -"])
  }

  @Test("Bybit klines: turnover is the quote volume; mark klines have prices alone")
  func bybit() throws {
    let body =
      #"{"retCode":0,"retMsg":"OK","result":{"list":[["1704067200000","17071","17073","17027","17055.5","268611","15.74462667"]]}}"#
    let stream = try Reading.stream("BTCUSD", .inverse, .klines, provider: "bybit")
    #expect(
      try read(BybitHistory(), stream, body) == [
        "1704067200000000000 17071 17073 17027 17055.5 268611 - 15.74462667 - - - -"
      ])
    let marks = #"{"retCode":0,"result":{"list":[["1704067200000","17164.16","17164.16","17121.5","17131.64"]]}}"#
    let mark = try Reading.stream("BTCUSDT", .linear, .mark, provider: "bybit")
    #expect(
      try read(BybitHistory(), mark, marks) == ["1704067200000000000 17164.16 17164.16 17121.5 17131.64 - - - - - - -"])
  }

  @Test("Coinbase candles are in seconds; the side of a trade is the maker's and is turned round")
  func coinbase() throws {
    let candles =
      #"{"candles":[{"start":"1704067200","low":"66055.14","high":"66331.99","open":"66312.4","close":"66181.6","volume":"355.82896243"}]}"#
    #expect(
      try read(CoinbaseHistory(), Reading.stream("BTC-USD", .spot, .klines, provider: "coinbase"), candles) == [
        "1704067200000000000 66312.4 66331.99 66055.14 66181.6 355.82896243 - - - - - -"
      ])
    var pager = CoinbaseHistory().pages(
      try Reading.stream("BTC-USD", .spot, .trades, provider: "coinbase"), from: try Reading.time("2024-01-01"),
      to: try Reading.time("2024-01-02"))
    func body(_ id: Int, _ side: String) -> [UInt8] {
      Array(
        #"[{"time":"2024-01-01T00:36:59.860000Z","trade_id":\#(id),"price":"6225.32000000","size":"0.06469797","side":"\#(side)"}]"#
          .utf8)
    }
    _ = try pager.take(body(86_327_327, "sell"))
    #expect(
      Reading.texts(try pager.take(body(86_327_327, "sell"))) == [
        "1704069419860000000 6225.32000000 0.06469797 1 86327327 - - - - - -"
      ])
  }

  @Test(
    "what is not as the documents say is refused in words",
    arguments: [
      ("<html>", "no JSON"), ("{}", "no list"), (#"[["x"]]"#, "no time"), (#"[[1704067200000,"1"]]"#, "no element"),
      (#"[[1704067200000,"1","1","1","1e99","1",1,"1",1,"1","1"]]"#, "no number"),
      (#"[[99999999999999999,"1","1","1","1","1",1,"1",1,"1","1"]]"#, "no time of this age"),
    ])
  func refused(body: String, reason: String) throws {
    var pager = BinanceHistory().pages(
      try Reading.stream("BTCUSDT", .spot, .klines), from: try Reading.time("2024-01-01"),
      to: try Reading.time("2024-01-02"))
    let error = #expect(throws: AnswerError.self) { try pager.take(Array(body.utf8)) }
    #expect(error?.reason.contains(reason) == true)
  }

  @Test("any cut of an answer is an error or fewer rows, never a trap")
  func cuts() throws {
    let body = Array(
      #"[[1704067200000,"42283.5","42298.6","42261.0","42298.6","35.9",1704067259999,"1519032.0",1327,"23.1","980394.2","0"]]"#
        .utf8)
    for end in 0..<body.count {
      var pager = BinanceHistory().pages(
        try Reading.stream("BTCUSDT", .spot, .klines), from: try Reading.time("2024-01-01"),
        to: try Reading.time("2024-01-02"))
      #expect(throws: AnswerError.self) { try pager.take(Array(body[..<end])) }
      // What was refused is asked for again.
      #expect(pager.request != nil)
    }
  }
}
