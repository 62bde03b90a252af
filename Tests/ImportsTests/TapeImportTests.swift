import Imports
import Market
import Tape
import Testing

@Suite("Importing onto a tape") struct TapeImportTests {
  private let scratch = Scratch()
  private let entity = EntityID(kind: .pair, provider: "binance", code: "btcusdt")

  private func tape() throws -> TapeFile { try TapeFile(path: "\(scratch.path)/t.tape", access: .readWrite) }

  private func run(
    _ paths: [String], _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws -> ImportSummary {
    var options = ImportOptions()
    change(&options)
    var tape = try tape()
    let summary = try TapeImport(options).run(files: paths, into: &tape) { _ in }
    try tape.close()
    return summary
  }

  private func export(_ key: SeriesKey) throws -> String {
    let tape = try TapeFile(path: "\(scratch.path)/t.tape", access: .readOnly)
    let target = try TextTarget(path: "\(scratch.path)/out.csv")
    _ = try SeriesExport().run(key, of: tape, to: target)
    try target.finish()
    return scratch.text("out.csv")
  }

  /// The text of `count` one-minute bars, with seconds for prices.
  private func bars(_ count: Int, from start: Int = 1_722_470_400_000) -> String {
    (0..<count).map {
      "\(start + $0 * 60_000),\(100 + $0 % 50).50,\(160 + $0 % 7).00,90.25,\(101 + $0 % 40).75,\($0).125\n"
    }
    .joined()
  }

  @Test("the archive's folders say provider, market, symbol and level")
  func folders() throws {
    let spot = scratch.file(
      "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-08-01.zip",
      Packing.zip([("BTCUSDT-1m-2024-08-01.csv", Array(bars(1_440).utf8), true)]))
    let future = scratch.file("data/futures/um/daily/klines/ETHUSDT/1m/ETHUSDT-1m-2024-08-01.csv", bars(10))
    let coin = scratch.file("data/futures/cm/daily/klines/BTCUSD_PERP/1m/BTCUSD_PERP-1m-2024-08-01.csv", bars(10))
    let summary = try run([spot, future, coin])
    #expect(summary.failures.isEmpty)
    #expect(
      summary.files.map { "\($0.entity?.description ?? "") \($0.level?.description ?? "") \($0.added)" } == [
        "cryptopair_binance_btcusdt 1m 1440", "cryptoperp_binance_ethusdt 1m 10", "cryptoperp_binance_btcusd 1m 10",
      ])
    #expect(summary.files[0].file == "\(spot)[BTCUSDT-1m-2024-08-01.csv]")
  }

  @Test("what the name does not say is asked for before anything is read")
  func unknown() throws {
    let path = scratch.file("BTCUSDT-1m-2024-08.csv", bars(3))
    #expect(throws: ImportError.unknownInstrument(file: path, symbol: "BTCUSDT", provider: nil)) { try run([path]) }
    let error = ImportError.unknownInstrument(file: path, symbol: "BTCUSDT", provider: nil)
    #expect(error.message == "cannot tell which instrument the file holds (\(path))")
    #expect(
      error.hint == "give --entity cryptopair_binance_btcusdt, or cryptoperp_binance_btcusdt for a perpetual")
    #expect(error.isUsage)
    let other = scratch.file("prices.csv", bars(3))
    #expect(throws: ImportError.unknownInstrument(file: other, symbol: nil, provider: nil)) { try run([other]) }
    let swap = scratch.file("BTC-USDT-SWAP-1m.csv", bars(3))
    #expect(try run([swap]) { $0.provider = "okx" }.files.map(\.entity?.description) == ["cryptoperp_okx_btcusdt"])
  }

  @Test("one entity for several symbols, wrong providers, dated futures and missing paths are refused")
  func refused() throws {
    let btc = scratch.file("BTCUSDT-1m-a.csv", bars(3))
    let eth = scratch.file("ETHUSDT-1m-a.csv", bars(3))
    #expect(throws: ImportError.severalInstruments(entity: entity, symbols: ["BTCUSDT", "ETHUSDT"])) {
      try run([btc, eth]) { $0.entity = entity }
    }
    #expect(throws: ImportError.providerMismatch(given: "okx", found: "binance", file: btc)) {
      try run([btc]) {
        $0.entity = entity
        $0.provider = "okx"
      }
    }
    let dated = scratch.file("data/futures/um/daily/klines/BTCUSDT_250328/1m/BTCUSDT_250328-1m-2024-08-01.csv", bars(3))
    #expect(throws: ImportError.datedFuture(symbol: "BTCUSDT_250328", file: dated)) { try run([dated]) }
    let month = scratch.file("data/spot/monthly/klines/BTCUSDT/1mo/BTCUSDT-1mo-2024-08.csv", bars(3))
    #expect(throws: ImportError.unsupportedLevel("month", file: month)) { try run([month]) }
    #expect(throws: ImportError.unreadable(path: "/tmp/no-such-folder", reason: "there is nothing")) {
      try run(["/tmp/no-such-folder"])
    }
    #expect(throws: ImportError.noFiles(path: scratch.path + "/empty")) {
      scratch.file("empty/README.md", "x")
      return try run([scratch.path + "/empty"])
    }
  }

  @Test("a second import adds nothing, and overlapping files add what is new")
  func idempotent() throws {
    let first = scratch.file("a.csv", bars(1_000))
    let second = scratch.file("b.csv.gz", Packing.gzip(bars(1_500)))
    let options = { (options: inout ImportOptions) in options.entity = self.entity }
    #expect(try run([first], options).added == 1_000)
    let again = try run([first, second], options)
    #expect(again.files.map(\.added) == [0, 500])
    #expect(again.files.map(\.alreadyThere) == [1_000, 1_000])
    #expect(again.rejected == 0)
    #expect(again.files[0].isLevelFound)
    #expect(again.files[0].first?.iso == "2024-08-01T00:00:00Z")
  }

  @Test("rows are counted and kept with file, line and reason")
  func rejected() throws {
    let path = scratch.file(
      "a.csv", bars(3) + "1722470700000,1,0.5,1,1,1\nx\n" + "1722470460000,101.50,161.00,90.25,102.75,9\n")
    let summary = try run([path]) { $0.entity = entity }
    #expect(summary.files[0].added == 3)
    #expect(summary.rejectedByReason == ["ohlc_order": 1, "field_count": 1, "conflict": 1])
    #expect(summary.files[0].conflicts == 1)
    let tape = try tape()
    #expect(
      try tape.rejectedRows().map { "\($0.line) \($0.reason) \($0.text)" }.sorted() == [
        "4 ohlc_order 1722470700000,1,0.5,1,1,1", "5 field_count x",
        "6 conflict 1722470460000,101.50,161.00,90.25,102.75,9",
      ])
    #expect(try tape.rejectedRows().allSatisfy { $0.file == path })
    #expect(try tape.imports().map(\.rejected) == [3])
  }

  @Test("a damaged file leaves nothing behind, the files around it are imported")
  func damaged() throws {
    let packed = Packing.gzip(bars(50_000))
    let good = scratch.file("a.csv", bars(10))
    let cut = scratch.file("b.csv.gz", Array(packed.dropLast(100)))
    let after = scratch.file("c.csv", bars(10, from: 1_822_470_420_000 - 60_000 * 7))
    let summary = try run([good, cut, after]) {
      $0.entity = entity
      $0.level = .minute
    }
    #expect(summary.files.map(\.added) == [10, 0, 10])
    #expect(summary.failures.map(\.file) == [cut])
    #expect(
      summary.files[1].failure
        == .source(ByteSourceError(name: cut, offset: packed.count - 100, problem: .cutShort), kept: 0))
    #expect(try tape().info(SeriesKey(entity: entity, level: .minute))?.rows == 20)
  }

  @Test("a large damaged file says how many rows are there, and the whole one adds the rest")
  func resumed() throws {
    let text = bars(50_000)
    let cut = scratch.file("a.csv.gz", Array(Packing.gzip(text).dropLast(100)))
    let summary = try run([cut]) {
      $0.entity = entity
      $0.rowsPerTransaction = 20_000
    }
    let kept = summary.files[0].added
    #expect(kept > 0 && kept < 50_000)
    guard case .source(_, kept) = summary.files[0].failure else {
      Issue.record("the error says how many rows are kept: \(summary.files[0])")
      return
    }
    let whole = try run([scratch.file("a.csv", text)]) { $0.entity = entity }
    #expect(whole.files[0].alreadyThere == kept)
    #expect(whole.files[0].added == 50_000 - kept)
  }

  @Test("a checksum beside an archive is verified")
  func checksum() throws {
    let path = scratch.file("data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-08-01.csv", "1722470400000,1,2,1,2,3\n")
    let right = "ef537f25c895bfa782526529a9b63d97aa631564d5d789c2b765448c8635fb6c"
    scratch.file(
      "data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-08-01.csv.CHECKSUM", "\(right)  BTCUSDT-1m-2024-08-01.csv\n")
    let failure = try run([path]).files[0].failure
    guard case .wrongChecksum(path, right, let found) = failure else {
      Issue.record("a wrong checksum is a failure: \(String(describing: failure))")
      return
    }
    scratch.file("data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-08-01.csv.CHECKSUM", "\(found)  x\n")
    let summary = try run([path])
    #expect(summary.files.map(\.checksum) == ["sha256:\(found)"])
    #expect(try tape().imports().map(\.checksum) == ["sha256:\(found)"])
    #expect(summary.added == 1)
    scratch.file("data/spot/daily/klines/BTCUSDT/1m/BTCUSDT-1m-2024-08-01.csv.CHECKSUM", "nonsense\n")
    #expect(try run([path]).files[0].failure == .unusableChecksum(file: path + ".CHECKSUM"))
  }

  @Test("an interrupted import keeps what was committed and goes on with the next call")
  func interrupted() throws {
    let first = scratch.file("a.csv", bars(10))
    let second = scratch.file("b.csv", bars(60_000))
    var options = ImportOptions()
    options.entity = entity
    options.level = .minute
    var tape = try tape()
    var batches = 0
    let summary = try TapeImport(options).run(
      files: [first, second, first], into: &tape, progress: { _ in batches += 1 }, isCancelled: { batches > 2 })
    #expect(summary.files.map(\.failure) == [nil, .interrupted(file: second)])
    #expect(summary.added == 10)
    let again = try TapeImport(options).run(files: [second], into: &tape) { _ in }
    #expect(again.files.map(\.added) == [59_990])
  }

  @Test("a last line without line feed is taken and said")
  func lastLineFeed() throws {
    let options = { (options: inout ImportOptions) in options.entity = self.entity }
    #expect(try run([scratch.file("a.csv", bars(3))], options).files.map(\.lacksLastLineFeed) == [false])
    let cut = try run([scratch.file("b.csv", String(bars(5).dropLast(1)))], options)
    #expect(cut.files.map(\.lacksLastLineFeed) == [true])
    #expect(cut.added == 2)
  }

  @Test("an export has the columns and the text that came in")
  func export() throws {
    let row =
      "1735689600000000,4.15070000,4.15870000,4.15060000,4.15540000,539.23000000,1735693199999999,2240.39860900,13,401.82000000,1669.98121300"
    _ = try run([scratch.file("a.csv", row + ",0\n")]) {
      $0.entity = entity
      $0.level = .hour
    }
    #expect(
      try export(SeriesKey(entity: entity, level: .hour))
        == "open_time,open,high,low,close,volume,close_time,quote_volume,trades,taker_buy_volume,taker_buy_quote_volume\n\(row)\n"
    )
  }

  @Test("columns that only some rows have stay empty in the others, and come in again")
  func mixedColumns() throws {
    let text = """
      open_time,open,high,low,close,volume
      1722470400000,1.0,2,1,2,
      1722470460000,1,2,1,2,3.10

      """
    _ = try run([scratch.file("a.csv", text)]) { $0.entity = entity }
    #expect(try export(SeriesKey(entity: entity, level: .minute)) == text)
    #expect(try run([scratch.path + "/out.csv"]) { $0.entity = entity }.alreadyThere == 2)
  }

  @Test("text goes onto the tape and comes back the same", arguments: 0..<24)
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let text = "open_time,open,high,low,close,volume,quote_volume,trades\n" + Self.rows(&random)
    let key = SeriesKey(entity: entity, level: .minute)
    let options = { (options: inout ImportOptions) in
      options.entity = self.entity
      options.level = .minute
    }
    let first = try run([scratch.file("a.csv", text)], options)
    #expect(first.rejected == 0)
    #expect(first.failures.isEmpty)
    #expect(try export(key) == text)
    let again = try run([scratch.path + "/out.csv"], options)
    #expect(again.added == 0)
    #expect(again.alreadyThere == first.added)
  }

  /// Rows in one of several habits of writing decimals, sometimes changing in mid-file.
  private static func rows(_ random: inout SplitMix) -> String {
    var text = ""
    var habit = random.below(4)
    var places = random.below(9)
    let unit = [1, 1_000, 1_000_000][random.below(3)]
    for row in 0..<(1 + random.below(6_000)) {
      if random.below(2_000) == 0 {
        habit = random.below(4)
        places = random.below(9)
      }
      let bound = [10, 1_000, 100_000, 100_000_000][random.below(4)]
      let low = number(&random, 1, bound, habit: habit, places: places)
      let high = number(&random, bound + 1, bound, habit: habit, places: places)
      let time = (1_722_470_400 + row * 60) * unit
      let volume = number(&random, 0, bound, habit: habit, places: places)
      let quote = number(&random, 0, bound, habit: (habit + 1) % 4, places: places)
      text += "\(time),\(low),\(high),\(low),\(high),\(volume),\(quote),\(random.below(1_000))\n"
    }
    return text
  }

  private static func number(_ random: inout SplitMix, _ least: Int, _ range: Int, habit: Int, places: Int) -> String {
    let whole = least + random.below(range)
    let width = habit == 2 ? random.below(places + 1) : places
    var fraction = ""
    for _ in 0..<width { fraction += String(random.below(random.below(2) == 0 ? 1 : 10)) }
    if habit == 1 {
      while fraction.hasSuffix("0") { fraction.removeLast() }
    } else if habit == 3 {
      while fraction.hasSuffix("0"), fraction.utf8.count > 1 { fraction.removeLast() }
    }
    return fraction.isEmpty ? "\(whole)" : "\(whole).\(fraction)"
  }
}

/// Numbers that look random and are the same for a seed.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
