import CZstd
import Imports
import Market
import Tape
import Testing

/// Each source in a few rows: what its columns become, and what comes out again.
@Suite("Sources") struct SourceTests {
  private let scratch = Scratch()

  /// Imports a file; the result, and the export of every series by kind.
  private func imported(
    _ path: String, _ set: (inout ImportOptions) -> Void = { _ in }
  ) throws -> (FileImport, [String: String]) {
    var options = ImportOptions()
    set(&options)
    var tape = try TapeFile(path: "\(scratch.path)/t.tape", access: .readWrite)
    let summary = try TapeImport(options).run(files: [path], into: &tape) { _ in }
    let result = try #require(summary.files.first)
    #expect(result.failure == nil, "\(result.failure?.message ?? "")")
    var texts: [String: String] = [:]
    for info in try tape.series() {
      let target = try TextTarget(path: "\(scratch.path)/out.csv")
      _ = try SeriesExport().run(info.key, of: tape, to: target)
      try target.finish()
      texts[info.key.kind.rawValue] = scratch.text("out.csv")
    }
    return (result, texts)
  }

  @Test(
    "tables of prints, funding, quotes, depth and open interest",
    arguments: [
      // Binance's archives.
      (
        "data/futures/um/daily/trades/BTCUSDT/BTCUSDT-trades-2024-08-01.csv",
        "id,price,qty,quote_qty,time,is_buyer_maker\n10,64321.1,0.002,128.6422,1722470400001,true\n11,64321.2,0.010,643.212,1722470400001,false\n",
        "trades", "cryptoperp_binance_btcusdt",
        "time,price,quantity,side,id,quote_quantity\n1722470400001,64321.1,0.002,sell,10,128.6422\n1722470400001,64321.2,0.010,buy,11,643.212\n"
      ),
      (
        "data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2025-08-01.csv",
        "10,64321.10000000,0.00200000,128.64220000,1754006400000123,True,True\n11,64321.20000000,0.01000000,643.21200000,1754006400000124,False,True\n",
        "trades", "cryptopair_binance_btcusdt",
        "time,price,quantity,side,id,quote_quantity,flags\n1754006400000123,64321.10000000,0.00200000,sell,10,128.64220000,2\n1754006400000124,64321.20000000,0.01000000,buy,11,643.21200000,2\n"
      ),
      (
        "data/futures/um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-01.csv",
        "calc_time,funding_interval_hours,last_funding_rate\n1704067200000,8,0.00037409\n1704096000003,8,-0.00001000\n",
        "funding", "cryptoperp_binance_btcusdt",
        "time,rate,interval\n1704067200000,0.00037409,8h\n1704096000003,-0.00001000,8h\n"
      ),
      (
        "data/futures/um/daily/bookTicker/BTCUSDT/BTCUSDT-bookTicker-2023-05-16.csv",
        "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time\n1,27077.3,19.35,27077.4,8.6,1684237787209,1684237787214\n",
        "quotes", "cryptoperp_binance_btcusdt",
        "time,bid,bid_quantity,ask,ask_quantity,id,event_time\n1684237787209,27077.3,19.35,27077.4,8.6,1,1684237787214\n"
      ),
      (
        "data/futures/um/daily/bookDepth/BTCUSDT/BTCUSDT-bookDepth-2023-01-01.csv",
        "timestamp,percentage,depth,notional\n2023-01-01 00:00:09,-5,8205.36,134221478.27\n2023-01-01 00:00:09,1,1205.5,20013100.1\n",
        "book_depth", "cryptoperp_binance_btcusdt",
        "time,band,depth,notional\n1672531209000,-5,8205.36,134221478.27\n1672531209000,1,1205.5,20013100.1\n"
      ),
      (
        "data/futures/um/daily/metrics/BTCUSDT/BTCUSDT-metrics-2024-01-01.csv",
        "create_time,symbol,sum_open_interest,sum_open_interest_value,count_toptrader_long_short_ratio\n2024-01-01 00:05:00,BTCUSDT,77453.1230000000000000,3275512345.1200000000000000,1.5\n",
        "open_interest", "cryptoperp_binance_btcusdt",
        "time,open_interest,value\n1704067500000,77453.1230000000000000,3275512345.1200000000000000\n"
      ),
      (
        "data/futures/um/daily/premiumIndexKlines/BTCUSDT/1h/BTCUSDT-1h-2024-01-01.csv",
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n1704067200000,-0.00031,0.00012,-0.00077,-0.00005,0,1704070799999,0,720,0,0,0\n",
        "premium", "cryptoperp_binance_btcusdt",
        "open_time,open,high,low,close,volume,close_time,quote_volume,trades,taker_buy_volume,taker_buy_quote_volume\n1704067200000,-0.00031,0.00012,-0.00077,-0.00005,0,1704070799999,0,720,0,0\n"
      ),
      // Bybit's: seconds with a fraction, a UUID for a number.
      (
        "BTCUSDT2024-01-04.csv",
        "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional\n1704326400.1000,BTCUSDT,Buy,0.010,42500.10,PlusTick,8d9b7b6a-2f9f-5d9c-9f0a-0a6e1c9f7e21,4.25001e+10,0.010,425.001\n1704326401,BTCUSDT,Sell,0.1,42500.1,MinusTick,18d9b7b6-2f9f-5d9c-9f0a-0a6e1c9f7e22,4.25e+11,0.1,4250.01\n",
        "trades", "cryptoperp_bybit_btcusdt",
        "time,price,quantity,side,id,quote_quantity,first_id,last_id,flags\n1704326400.1000,42500.10,0.010,buy,8d9b7b6a-2f9f-5d9c-9f0a-0a6e1c9f7e21,425.001,,,0\n1704326401,42500.1,0.1,sell,18d9b7b6-2f9f-5d9c-9f0a-0a6e1c9f7e22,4250.01,,,0\n"
      ),
      // OKX's, of today and of old.
      (
        "BTC-USDT-SWAP-trades-2025-09-01.csv",
        "instrument_name,trade_id,side,price,size,created_time\nBTC-USDT-SWAP,501,buy,108200.1,0.01,1756656000123\n",
        "trades", "cryptoperp_okx_btcusdt",
        "time,price,quantity,side,id\n1756656000123,108200.1,0.01,buy,501\n"
      ),
      (
        "BTC-USDT-SWAP-candlesticks-2025-09-01.csv",
        "instrument_name,open,high,low,close,vol,vol_ccy,vol_quote,open_time,confirm\nETH-USDT-SWAP,3839.44,3843.58,3836.71,3838.16,23503.2,2350.32,9024127.30277,1761148800000,1\nETH-USDT-SWAP,3838.16,3838.16,3838.16,3838.16,1,0.1,383.8,1761148860000,1\n",
        "klines", "cryptoperp_okx_ethusdt",
        "open_time,open,high,low,close,volume,quote_volume\n1761148800000,3839.44,3843.58,3836.71,3838.16,23503.2,9024127.30277\n1761148860000,3838.16,3838.16,3838.16,3838.16,1,383.8\n"
      ),
      // LEAN's prints of a day, in its milliseconds.
      (
        "crypto/coinbase/tick/btcusd/20180404_trade.csv", "37,7412.53,0.0125\n37,7412.53,0.5\n", "trades",
        "cryptopair_coinbase_btcusd",
        "time,price,quantity,side,id\n1522800000037,7412.53,0.0125,,0\n1522800000037,7412.53,0.5,,1\n"
      ),
      (
        "crypto/binance/daily/btcusdt_trade.csv", "20180501 00:00,9244.32,9255,8840.99,9067.715,25281.5\n", "klines",
        "cryptopair_binance_btcusdt",
        "open_time,open,high,low,close,volume\n1525132800000,9244.32,9255,8840.99,9067.715,25281.5\n"
      ),
      (
        "cryptofuture/binance/margin_interest/btcusd.csv", "20201229 00:00:00,0.00020030\n", "funding",
        "cryptoperp_binance_btcusd", "time,rate\n1609200000000,0.00020030\n"
      ),
    ])
  func tables(path: String, text: String, kind: String, entity: String, expected: String) throws {
    let (result, exports) = try imported(scratch.file(path, text))
    #expect(result.rejected == 0, "\(result.rejectedByReason)")
    #expect(result.entity?.description == entity)
    #expect(exports == [kind: expected])
    // What came out comes in again as the same.
    let again = try imported(scratch.file("again/x-\(kind).csv", expected)) {
      $0.entity = EntityID(entity)
      $0.kind = ImportKind(rawValue: kind)
      $0.level = result.level
    }
    #expect(again.0.added == 0)
    #expect(again.0.rejected == 0, "\(again.0.rejectedByReason)")
  }

  @Test("LEAN's bars of bid and ask are a series a side, in a day's milliseconds")
  func leanQuotes() throws {
    let path = scratch.file(
      "crypto/binance/minute/btcusdt/20221213_quote.csv",
      "0,17203.9,17207.5,17203.9,17207.5,1565,17204,17207.6,17204,17207.6,221\n60000,,,,,0,17207.6,17219.9,17207.6,17219.9,511\n"
    )
    let (result, exports) = try imported(path)
    #expect(result.rejected == 0, "\(result.rejectedByReason)")
    #expect(result.added == 2)
    #expect(
      exports == [
        "bid": "open_time,open,high,low,close,volume\n1670889600000,17203.9,17207.5,17203.9,17207.5,1565\n",
        "ask":
          "open_time,open,high,low,close,volume\n1670889600000,17204,17207.6,17204,17207.6,221\n1670889660000,17207.6,17219.9,17207.6,17219.9,511\n",
      ])
    let tape = try TapeFile(path: "\(scratch.path)/t.tape", access: .readOnly)
    let target = try TextTarget(path: "\(scratch.path)/both.csv")
    let level = try #require(KlineLevel("1m"))
    let rows = try QuoteBarExport().run(
      EntityID(kind: .pair, provider: "binance", code: "btcusdt"), level: level, of: tape, to: target)
    try target.finish()
    #expect(rows == 2)
    #expect(
      scratch.text("both.csv") == """
        open_time,bid_open,bid_high,bid_low,bid_close,bid_size,ask_open,ask_high,ask_low,ask_close,ask_size
        1670889600000,17203.9,17207.5,17203.9,17207.5,1565,17204,17207.6,17204,17207.6,221
        1670889660000,,,,,,17207.6,17219.9,17207.6,17219.9,511

        """)
  }

  @Test(
    "rows in JSON, with and without envelope",
    arguments: [
      (
        "klines.json",
        "[[1499040000000,\"0.01634790\",\"0.80000000\",\"0.01575800\",\"0.01577100\",\"148976.11427815\",1499644799999,\"2434.19055334\",308,\"1756.87402397\",\"28.46694368\",\"0\"]]",
        "open_time,open,high,low,close,volume,close_time,quote_volume,trades,taker_buy_volume,taker_buy_quote_volume\n1499040000000,0.01634790,0.80000000,0.01575800,0.01577100,148976.11427815,1499644799999,2434.19055334,308,1756.87402397,28.46694368\n"
      ),
      (
        "bybit.json",
        "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"symbol\":\"BTCUSD\",\"category\":\"inverse\",\"list\":[[\"1670608800000\",\"17071\",\"17073\",\"17027\",\"17055.5\",\"268611\",\"15.74462667\"]]},\"retExtInfo\":{},\"time\":1672025956592}",
        "open_time,open,high,low,close,volume,quote_volume\n1670608800000,17071,17073,17027,17055.5,268611,15.74462667\n"
      ),
      (
        "okx.json",
        "{\"code\":\"0\",\"msg\":\"\",\"data\":[[\"1597026383085\",\"3.721\",\"3.743\",\"3.677\",\"3.708\",\"8422410\",\"22698348.04828491\",\"12698348.04828491\",\"0\"]]}",
        "open_time,open,high,low,close,volume,quote_volume\n1597026383085,3.721,3.743,3.677,3.708,8422410,12698348.04828491\n"
      ),
      (
        "coinbase.json", "[ [1415398768, 0.32, 4.2, 0.35, 4.2, 12.3] ]",
        "open_time,open,high,low,close,volume\n1415398768,0.35,4.2,0.32,4.2,12.3\n"
      ),
      (
        "freqtrade.json", "[[1570752000000,0.00141342,0.00141342,0.00141266,0.00141266,77.0]]",
        "open_time,open,high,low,close,volume\n1570752000000,0.00141342,0.00141342,0.00141266,0.00141266,77.0\n"
      ),
    ])
  func json(name: String, text: String, expected: String) throws {
    let (result, exports) = try imported(scratch.file(name, text)) {
      $0.entity = EntityID(kind: .pair, provider: "x", code: "y")
      $0.level = KlineLevel(name == "okx.json" || name == "coinbase.json" ? "1s" : "1m")
      if name == "okx.json" { $0.level = KlineLevel("1ms") }
    }
    #expect(result.rejected == 0, "\(result.rejectedByReason)")
    #expect(exports["klines"] == expected)
  }

  @Test("prints and rates in JSON: objects of an exchange, lists of freqtrade")
  func jsonRows() throws {
    let prints = scratch.file(
      "t.json",
      "[{\"a\":26129,\"p\":\"0.01633102\",\"q\":\"4.70443515\",\"f\":27781,\"l\":27781,\"T\":1498793709153,\"m\":true,\"M\":true}]"
    )
    let (_, joined) = try imported(prints) {
      $0.entity = EntityID(kind: .pair, provider: "x", code: "a")
      $0.kind = .aggTrades
    }
    #expect(
      joined["agg_trades"]
        == "time,price,quantity,side,id,first_id,last_id\n1498793709153,0.01633102,4.70443515,sell,26129,27781,27781\n")
    let own = scratch.file(
      "data/binance/XRP_ETH-trades.json", "[[1570752011620,\"13519807\",null,\"sell\",0.00141342,23.0,0.03250866]]")
    let (result, trades) = try imported(own)
    #expect(result.entity == EntityID(kind: .pair, provider: "binance", code: "xrpeth"))
    #expect(
      trades["trades"]
        == "time,price,quantity,side,id,quote_quantity\n1570752011620,0.00141342,23.0,sell,13519807,0.03250866\n")
    let rates = scratch.file(
      "data/binance/futures/XRP_USDT_USDT-8h-funding_rate.json", "[[1637193600000,0.0001,0.0,0.0,0.0,0.0]]")
    let (funding, texts) = try imported(rates)
    #expect(funding.entity == EntityID(kind: .perpetual, provider: "binance", code: "xrpusdt"))
    #expect(texts["funding"] == "time,rate\n1637193600000,0.0001\n")
  }

  @Test("books of Tardis, change by change, are messages by their time of arrival")
  func incremental() throws {
    let path = scratch.file(
      "binance-futures_incremental_book_L2_2020-09-01_BTCUSDT.csv",
      """
      exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount
      binance-futures,BTCUSDT,1598918400000000,1598918400100000,true,bid,11657.07,10.896
      binance-futures,BTCUSDT,1598918400000000,1598918400100000,true,ask,11657.08,1.714
      binance-futures,BTCUSDT,1598918400200000,1598918400300000,false,bid,11657.07,0
      binance-futures,BTCUSDT,1598918400200000,1598918400400000,false,ask,11657.1,2

      """)
    let (result, exports) = try imported(path)
    #expect(result.rowsByKind == [.book: 3])
    #expect(result.entity == EntityID(kind: .perpetual, provider: "binance", code: "btcusdt"))
    let expected = """
      time,last_id,flags,received,side,price,quantity
      1598918400000000,0,1,1598918400100000,bid,11657.07,10.896
      1598918400000000,0,1,1598918400100000,ask,11657.08,1.714
      1598918400200000,0,0,1598918400300000,bid,11657.07,0
      1598918400200000,1,0,1598918400400000,ask,11657.1,2

      """
    #expect(exports == ["book": expected])
    let again = try imported(scratch.file("again/book.csv", expected)) {
      $0.entity = EntityID(kind: .perpetual, provider: "binance", code: "btcusdt")
    }
    #expect(again.0.added == 0)
    #expect(again.0.alreadyThere == 3)
  }

  @Test("zstd and tar are read like the rest; a window of more than 8 MiB and cut frames are refused")
  func packings() throws {
    let text = "time,price,quantity\n1722470400000,1,2\n"
    let packed = Self.zstandard(Array(text.utf8))
    let entity = EntityID(kind: .pair, provider: "x", code: "y")
    #expect(try imported(scratch.file("a.zst", packed)) { $0.entity = entity }.0.added == 1)
    var options = ImportOptions()
    options.entity = entity
    var tape = try TapeFile(path: "\(scratch.path)/z.tape", access: .readWrite)
    let cut = try TapeImport(options).run(
      files: [scratch.file("b.zst", Array(packed.dropLast(3)))], into: &tape
    ) { _ in }
    guard case .source(let problem, kept: 0) = cut.files[0].failure, problem.problem == .cutShort else {
      Issue.record("\(String(describing: cut.files[0].failure))")
      return
    }
    var header = [UInt8](repeating: 0, count: 512)
    for (index, byte) in "book.data".utf8.enumerated() { header[index] = byte }
    for (index, byte) in "00000000046\0".utf8.enumerated() { header[124 + index] = byte }
    header[156] = 0x30
    for (index, byte) in "ustar".utf8.enumerated() { header[257 + index] = byte }
    let body = Array(text.utf8)
    #expect(body.count == 0o46)
    let archive = header + body + [UInt8](repeating: 0, count: 512 - body.count + 1_024)
    #expect(
      try imported(scratch.file("a.tar.gz", Packing.gzip(archive))) {
        $0.entity = EntityID(kind: .pair, provider: "x", code: "z")
      }.0.added == 1)
  }

  static func zstandard(_ bytes: [UInt8]) -> [UInt8] {
    let bound = ZSTD_compressBound(bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      count = bytes.withUnsafeBytes { ZSTD_compress(buffer.baseAddress, bound, $0.baseAddress, $0.count, 3) }
    }
  }

  @Test("quantities of cheap coins fit though eight zeros stand behind them, and come out with the zeros")
  func cheapCoins() throws {
    let text = """
      open_time,open,high,low,close,volume
      1722470400000,0.00001000,0.00002000,0.00001000,0.00001500,123.00000000
      1722556800000,0.00001000,0.00002000,0.00001000,0.00001500,5123456789012.00000000
      1722643200000,0.00001000,0.00002000,0.00001000,0.00001500,77.00000000
      1722729600000,0.00001000,0.00002000,0.00001000,0.00001500,0.50000000

      """
    let (result, exports) = try imported(scratch.file("data/spot/SHIBUSDT-1d-2024-08.csv", text))
    #expect(result.added == 4)
    #expect(exports["klines"] == text)
  }

  @Test("conflicting rows fail, stay out or take the place of those on the tape", arguments: ConflictPolicy.allCases)
  func conflicts(policy: ConflictPolicy) throws {
    let entity = EntityID(kind: .pair, provider: "x", code: "y")
    let first = scratch.file("a.csv", "time,price,quantity,id\n1722470400000,1,2,7\n1722470400000,1,2,8\n")
    let second = scratch.file(
      "b.csv", "time,price,quantity,id\n1722470400000,1,2,7\n1722470400000,1,3,8\n1722470400001,1,1,9\n")
    var options = ImportOptions()
    options.entity = entity
    options.onConflict = policy
    var tape = try TapeFile(path: "\(scratch.path)/c.tape", access: .readWrite)
    let results = try TapeImport(options).run(files: [first, second], into: &tape) { _ in }.files
    #expect(results[0].added == 2)
    let key = SeriesKey(entity: entity, kind: .trades)
    switch policy {
    case .fail:
      #expect(
        results[1].failure
          == .conflict(
            file: second, line: 3, series: key, time: try #require(Timestamp(milliseconds: 1_722_470_400_000))))
      #expect(results[1].added == 0)
    case .keep:
      #expect(results[1].added == 1)
      #expect(results[1].alreadyThere == 1)
      #expect(results[1].rejections == [Rejection(line: 3, reason: .conflict, text: "1722470400000,1,3,0,8")])
    case .replace:
      #expect(results[1].added == 1)
      #expect(results[1].replaced == 1)
      #expect(results[1].rejected == 0)
    }
    let target = try TextTarget(path: "\(scratch.path)/out.csv")
    _ = try SeriesExport().run(key, of: tape, to: target)
    try target.finish()
    #expect(scratch.text("out.csv").contains(policy == .replace ? "1,3,,8" : "1,2,,8"))
  }

  @Test("what floating point left behind is taken off and noted, or rejected where that is asked for")
  func residue() throws {
    let text = "time,price,quantity\n1722470400000,0.00005330000000000001,2\n1722470400001,0.1234567890123456789,2\n"
    let path = scratch.file("r.csv", text)
    let (mended, exports) = try imported(path) { $0.entity = EntityID(kind: .pair, provider: "x", code: "y") }
    #expect(mended.added == 1)
    #expect(mended.mended == 1)
    #expect(mended.rejectedByReason == ["too_many_digits": 1])
    #expect(exports["trades"] == "time,price,quantity,side,id\n1722470400000,0.0000533,2,,0\n")
    let (exact, _) = try imported(path) {
      $0.entity = EntityID(kind: .pair, provider: "x", code: "z")
      $0.mendsResidue = false
    }
    #expect(exact.rejectedByReason == ["too_many_digits": 2])
  }
}
