import Glibc
import Market
import Tape
import Testing

@Suite("Damage") struct DamageTests {
  private let folder: TemporaryFolder
  private let bars = Bars.walk(700, seed: 5, missing: 20)
  private let other = SeriesKey(
    entity: EntityID(kind: .perpetual, provider: "okx", code: "ethusdt"), level: .hour)
  private let specification = InstrumentSpecification(
    pair: bitcoin.entity, base: "btc", quote: "usdt", priceStep: "0.01", quantityStep: "0.00001")

  init() throws {
    folder = try TemporaryFolder()
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(bars.part(0..<500).batch, to: bitcoin)
    // Another unit of time, so that the series has several chunks.
    for start in [500, 550, 600, 650] {
      var part = bars.part(start..<(start + 50))
      part.unit = start % 100 == 0 ? .seconds : .microseconds
      _ = try tape.append(part.batch, to: bitcoin)
    }
    _ = try tape.append(bars.part(0..<300).only(.matching).batch, to: other)
    try tape.put(specification, validFrom: Timestamp(nanoseconds: 0))
    try tape.close()
  }

  /// Everything that a tape says of its market data.
  private struct Content: Equatable {
    var series: [SeriesInfo]
    var bars: [Bars]
    var stored: [StoredChunk]
    var digest: ContentDigest
    var gaps: Int
    var instruments: [StoredInstrument]
  }

  private func content(_ path: String) throws(TapeError) -> Content {
    let tape = try TapeFile(path: path, access: .readOnly, patience: 0)
    var stored: [StoredChunk] = []
    var reader = try tape.storedChunks(bitcoin, from: nil, to: nil)
    let columns = KlineColumns()
    while let chunk = try reader.next(into: columns) { stored.append(chunk) }
    return Content(
      series: try tape.series(), bars: [try tape.bars(), try tape.bars(other), try tape.bars(fields: .close)],
      stored: stored,
      digest: try tape.digest(bitcoin, from: Timestamp(nanoseconds: bars.rows[20][0]), to: nil),
      gaps: try tape.gaps(bitcoin).count, instruments: try tape.instruments())
  }

  @Test("a changed byte anywhere in the file is found or changes nothing", arguments: 0..<8)
  func flips(seed: UInt64) throws {
    var chance = Chance(seed)
    let right = try content(folder.file("a.tape"))
    let file = try bytes(of: folder.file("a.tape"))
    let path = folder.file("b.tape")
    var found = 0
    for _ in 0..<250 {
      var changed = file
      let place = Int.random(in: 0..<file.count, using: &chance)
      changed[place] ^= 1 << UInt8.random(in: 0...7, using: &chance)
      try write(changed, to: path)
      do {
        let got = try content(path)
        #expect(got == right, "byte \(place)")
      } catch {
        #expect(!error.message.isEmpty)
        found += 1
      }
      for name in [path + "-wal", path + "-shm"] { unlink(name) }
    }
    #expect(found > 30)
  }

  @Test("a changed byte anywhere in a tape of every kind is found or changes nothing", arguments: 0..<4)
  func flipsOfEveryKind(seed: UInt64) throws {
    var chance = Chance(seed &+ 100)
    let markets = SeriesKind.allCases.map { KindRows.market($0, 150, seed: 9) }
    do {
      var tape = try TapeFile(path: folder.file("kinds.tape"), access: .readWrite)
      for market in markets {
        _ = try tape.append(market.part(0..<120).batch, to: market.key)
        _ = try tape.appendLive(market.part(120..<150).batch, to: market.key)
      }
      try tape.close()
    }
    let file = try bytes(of: folder.file("kinds.tape"))
    let path = folder.file("b.tape")
    var found = 0
    for _ in 0..<250 {
      var changed = file
      let place = Int.random(in: 0..<file.count, using: &chance)
      changed[place] ^= 1 << UInt8.random(in: 0...7, using: &chance)
      try write(changed, to: path)
      do throws(TapeError) {
        let tape = try TapeFile(path: path, access: .readOnly, patience: 0)
        for market in markets {
          let rows = try tape.rows(market)
          #expect(rows == market, "byte \(place)")
        }
      } catch {
        #expect(!error.message.isEmpty)
        found += 1
      }
      for name in [path + "-wal", path + "-shm"] { unlink(name) }
    }
    #expect(found > 30)
  }

  @Test("a byte changed inside a column is found with series, chunk and column")
  func named() throws {
    var file = try bytes(of: folder.file("a.tape"))
    // The closes of the first chunk: their header is transform 1 and the first close as base.
    let base = bars.rows[0][4]
    let mark = withUnsafeBytes(of: base.littleEndian) { Array($0) }
    let place = try #require(
      file.indices.dropLast(8).first { file[$0] == 1 && Array(file[($0 + 2)..<($0 + 10)]) == mark })
    file[place + 60] ^= 4
    let path = folder.file("b.tape")
    try write(file, to: path)
    let tape = try TapeFile(path: path, access: .readOnly)
    let expected = TapeError.damagedChunk(
      path: path, series: bitcoin, first: Timestamp(nanoseconds: bars.rows[0][0]),
      last: Timestamp(nanoseconds: bars.rows[499][0]), column: "close")
    #expect(throws: expected) { try tape.bars(fields: .close) }
    #expect(throws: expected) { try tape.bars(fields: .high) }
    #expect(try tape.bars(fields: .volume).rows == bars.only(.volume).rows)
    #expect(
      expected.message.contains(
        "cryptopair_binance_btcusdt klines 1m, column close of the chunk from 2024-08-01T00:00:00Z"))
  }

  @Test("a chunk that is gone is found", arguments: [0, 1, 3, 4])
  func goneChunk(number: Int) throws {
    let path = folder.file("a.tape")
    try run(
      "DELETE FROM kline_chunk WHERE id = (SELECT id FROM kline_chunk ORDER BY id LIMIT 1 OFFSET \(number))", path)
    let tape = try TapeFile(path: path, access: .readOnly)
    #expect(throws: TapeError.self) { try tape.bars() }
    #expect(throws: TapeError.self) { try tape.series() }
    #expect(throws: TapeError.self) { try tape.digest(bitcoin, from: nil, to: nil) }
  }

  @Test(
    "a right column in the wrong place is found",
    arguments: [
      "UPDATE kline_chunk SET high = low", "UPDATE kline_chunk SET close = NULL WHERE id = 1",
      "UPDATE kline_chunk SET volume = (SELECT volume FROM kline_chunk WHERE series = 2)",
      "UPDATE kline_chunk SET price_scale = price_scale + 1", "UPDATE kline_chunk SET rows = rows - 1",
      "UPDATE kline_chunk SET first = first + 1", "UPDATE kline_chunk SET digest_low = digest_low + 1",
      "UPDATE kline_chunk SET series = 3 - series", "UPDATE kline_chunk SET time_unit = 3 WHERE id = 1",
      "UPDATE kline_chunk SET fields = 63", "UPDATE kline_chunk SET written = zeroblob(30)",
      "UPDATE series SET last = last + 60000000000", "UPDATE series SET level = level * 2",
      "UPDATE series SET last = NULL",
      "UPDATE instrument SET price_step = '0.1'", "ALTER TABLE kline_chunk RENAME COLUMN close TO closes",
    ])
  func misplaced(sql: String) throws {
    let path = folder.file("a.tape")
    try run(sql, path)
    #expect(throws: TapeError.self) { try content(path) }
  }

  @Test("verification names all that is damaged and goes on behind it")
  func verification() throws {
    let path = folder.file("a.tape")
    #expect(try TapeFile(path: path, access: .readOnly).verify().isEmpty)
    try run("UPDATE kline_chunk SET high = low WHERE id IN (1, 3)", path)
    try run("UPDATE kline_chunk SET rows = rows - 1 WHERE series = 2", path)
    try run("UPDATE instrument SET base = 'eth'", path)
    let found = try TapeFile(path: path, access: .readOnly).verify()
    let range = { (from: Int, to: Int) in
      (Timestamp(nanoseconds: bars.rows[from][0]), Timestamp(nanoseconds: bars.rows[to][0]))
    }
    func chunk(_ series: SeriesKey, _ rows: (Timestamp, Timestamp), _ column: String?) -> TapeError {
      .damagedChunk(path: path, series: series, first: rows.0, last: rows.1, column: column)
    }
    #expect(
      found == [
        chunk(bitcoin, range(0, 499), "high"), chunk(bitcoin, range(550, 599), "high"),
        chunk(other, range(0, 299), nil),
        .damagedFile(path: path, detail: "the entry of instrument cryptopair_binance_btcusdt is not what was written"),
      ])
  }

  /// Changes a tape behind its back.
  private func run(_ sql: String, _ path: String) throws { try Tampering.run(sql, path) }

  @Test(
    "a file cut short is refused or read as it was", arguments: [0, 1, 15, 16, 99, 100, 8_191, 8_192, 20_000, 40_000])
  func truncated(length: Int) throws {
    let file = try bytes(of: folder.file("a.tape"))
    try #require(file.count > length)
    let path = folder.file("b.tape")
    try write(Array(file[..<length]), to: path)
    #expect(throws: TapeError.self) { try content(path) }
    try write(Array(file.dropLast(1)), to: path)
    #expect(throws: TapeError.self) { try content(path) }
  }
}
