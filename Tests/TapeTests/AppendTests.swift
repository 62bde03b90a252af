import Market
import Tape
import Testing

@Suite("Appending") struct AppendTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func tape(_ name: String = "a.tape") throws -> TapeFile {
    try TapeFile(path: folder.file(name), access: .readWrite)
  }

  /// What a series is recognised by, as far as its rows go.
  private func content(_ tape: borrowing TapeFile) throws -> (bars: Bars, digest: ContentDigest) {
    (try tape.bars(), try #require(try tape.info(bitcoin)).digest)
  }

  @Test("rows come back as they were, in any number", arguments: [1, 2, 127, 128, 129, 4_095, 4_096, 4_097, 9_000])
  func roundTrip(count: Int) throws {
    let bars = Bars.walk(count, seed: 1, missing: 20)
    var tape = try tape()
    let result = try tape.append(bars.batch, to: bitcoin)
    #expect(result.added == count && result.alreadyThere == 0 && result.conflicts.isEmpty)
    #expect(try tape.bars().rows == bars.rows)
    try tape.close()
    let reader = try TapeFile(path: folder.file("a.tape"), access: .readOnly)
    #expect(try reader.bars().rows == bars.rows)
    let info = try #require(try reader.series().first)
    #expect(info.key == bitcoin && info.rows == count && info.fields == .all && info.chunks == (count + 4_095) / 4_096)
    #expect(info.first.nanoseconds == bars.rows[0][0] && info.last.nanoseconds == bars.rows[count - 1][0])
    #expect(info.priceScale == 2 && info.quantityScale == 3 && info.quoteVolumeScale == 5)
  }

  @Test("columns of extreme numbers come back", arguments: [1, 127, 128, 129, 4_096])
  func extremes(count: Int) throws {
    let extremes: [Int64] = [.min, .max, 0, -1, 1, .min + 1, .max - 1]
    var chance = Chance(UInt64(count))
    var bars = Bars.walk(count, seed: 2)
    for row in 0..<count {
      for position in 1..<KlineFields.columnCount {
        bars.rows[row][position] = extremes.randomElement(using: &chance) ?? 0
      }
    }
    var tape = try tape()
    _ = try tape.append(bars.batch, to: bitcoin)
    #expect(try tape.bars() == bars)
    guard count > 1 else { return }
    #expect(throws: TapeError.doesNotFit(path: tape.path, series: bitcoin, column: "open", scale: 3)) {
      try tape.bars(fields: .open, priceScale: 3)
    }
  }

  @Test("any subset of columns comes back, and what was absent stays absent")
  func subsets() throws {
    var chance = Chance(5)
    for number in 0..<60 {
      var fields = KlineFields(rawValue: UInt16.random(in: 0..<2_048, using: &chance))
      fields.insert(.openTime)
      let bars = Bars.walk(300, seed: UInt64(number), fields: fields).only(fields)
      let key = SeriesKey(
        entity: EntityID(kind: .pair, provider: "test", code: "n\(number)"), level: .minute)
      var tape = try tape()
      _ = try tape.append(bars.batch, to: key)
      #expect(try tape.bars(key) == bars)
      let asked = KlineFields(rawValue: UInt16.random(in: 0..<2_048, using: &chance))
      #expect(try tape.bars(key, fields: asked).rows == bars.only(asked).rows)
      #expect(try tape.info(key)?.fields == fields)
    }
  }

  @Test("order and size of the pieces leave no trace in rows and digest", arguments: 0..<12)
  func anyOrder(seed: UInt64) throws {
    var chance = Chance(seed)
    let bars = Bars.walk(12_000, seed: 77, missing: 30)
    var whole = try tape("whole.tape")
    _ = try whole.append(bars.batch, to: bitcoin)
    let expected = try content(whole)

    var pieces: [Range<Int>] = []
    var start = 0
    while start < bars.rows.count {
      let most = [50, 700, 5_000].randomElement(using: &chance) ?? 50
      let end = min(bars.rows.count, start + Int.random(in: 1...most, using: &chance))
      pieces.append(start..<end)
      start = end
    }
    switch seed % 3 {
    case 0: break
    case 1: pieces.reverse()
    default: pieces.shuffle(using: &chance)
    }
    var tape = try tape()
    let isOneTransaction = seed % 2 == 0
    if isOneTransaction { try tape.begin() }
    for piece in pieces {
      var part = bars.part(piece)
      if Bool.random(using: &chance) { part.rows.shuffle(using: &chance) }
      if Bool.random(using: &chance) { part = part.rescaled(by: Int.random(in: 1...3, using: &chance)) }
      let result = try tape.append(part.batch, to: bitcoin)
      #expect(result.added == piece.count && result.conflicts.isEmpty && result.alreadyThere == 0)
    }
    if isOneTransaction { try tape.commit() }
    let got = try content(tape)
    #expect(got.bars == expected.bars)
    #expect(got.digest == expected.digest)
    let chunks = try #require(try tape.info(bitcoin)).chunks
    #expect(chunks <= (seed % 3 == 2 ? 6 : 3))
  }

  @Test("rows mixed into a series row by row")
  func interleaved() throws {
    let bars = Bars.walk(9_000, seed: 8)
    var tape = try tape()
    for rest in [3, 1, 0, 2] {
      var part = bars
      part.rows = stride(from: rest, to: bars.rows.count, by: 4).map { bars.rows[$0] }
      #expect(try tape.append(part.batch, to: bitcoin).added == part.rows.count)
    }
    #expect(try tape.bars() == bars)
    #expect(try #require(try tape.info(bitcoin)).chunks <= 4)
  }

  @Test("many small imports leave no small chunks", arguments: [false, true])
  func small(isBackwards: Bool) throws {
    let bars = Bars.walk(10_000, seed: 9)
    let days = (0..<10).map { ($0 * 1_000)..<(($0 + 1) * 1_000) }
    for day in isBackwards ? days.reversed() : days {
      var tape = try tape()
      _ = try tape.append(bars.part(day).batch, to: bitcoin)
      try tape.close()
    }
    let tape = try tape()
    #expect(try tape.info(bitcoin)?.chunks == 3)
    #expect(try tape.bars() == bars)
  }

  @Test("the same rows again are already there, and the file does not grow", arguments: [false, true])
  func idempotent(isShuffled: Bool) throws {
    var bars = Bars.walk(9_000, seed: 3)
    var tape = try tape()
    _ = try tape.append(bars.batch, to: bitcoin)
    let before = try #require(try tape.info(bitcoin))
    var chance = Chance(1)
    if isShuffled { bars.rows.shuffle(using: &chance) }
    for part in [bars, bars.part(100..<5_000), bars.part(8_999..<9_000), bars.rescaled(by: 2)] {
      let result = try tape.append(part.batch, to: bitcoin)
      #expect(result.added == 0 && result.alreadyThere == part.rows.count && result.conflicts.isEmpty)
    }
    #expect(try tape.info(bitcoin) == before)
  }

  @Test("a row that is stored with other values is a conflict, and the stored one stays")
  func conflict() throws {
    let bars = Bars.walk(5_000, seed: 4)
    var tape = try tape()
    _ = try tape.append(bars.part(0..<4_500).batch, to: bitcoin)
    var other = bars
    other.rows[10][4] += 1
    other.rows[4_300][5] -= 1
    let result = try tape.append(other.batch, to: bitcoin)
    #expect(result.added == 500)
    #expect(result.alreadyThere == 4_498)
    #expect(result.conflicts == [10, 4_300])
    #expect(try tape.bars() == bars)
  }

  @Test("a row that stands in a batch twice counts once, and the first of two that differ")
  func twiceInBatch() throws {
    let bars = Bars.walk(10, seed: 4)
    var doubled = bars
    doubled.rows.append(bars.rows[3])
    var other = bars.rows[5]
    other[4] += 1
    doubled.rows.append(other)
    var tape = try tape()
    let result = try tape.append(doubled.batch, to: bitcoin)
    #expect(result.added == 10)
    #expect(result.alreadyThere == 1)
    #expect(result.conflicts == [11])
    #expect(try tape.bars() == bars)
  }

  @Test("a row with fewer columns than the stored one is already there, one with more is a conflict")
  func otherColumns() throws {
    let bars = Bars.walk(10, seed: 4)
    let few = bars.only(.matching)
    var full = try tape("full.tape")
    _ = try full.append(bars.batch, to: bitcoin)
    #expect(try full.append(few.batch, to: bitcoin).alreadyThere == 10)
    var sparse = try tape("sparse.tape")
    _ = try sparse.append(few.batch, to: bitcoin)
    #expect(try sparse.append(bars.batch, to: bitcoin).conflicts == Array(0..<10))
    #expect(try sparse.bars() == few)
  }

  @Test("rows of other columns and units lie side by side, each with its own")
  func mixedForms() throws {
    var bars = Bars.walk(600, seed: 6)
    for row in 200..<400 { bars.rows[row] = bars.only(.matching).rows[row] }
    var tape = try tape()
    _ = try tape.append(bars.part(400..<600).batch, to: bitcoin)
    var middle = bars.part(200..<400)
    middle.fields = .matching
    middle.unit = .microseconds
    _ = try tape.append(middle.batch, to: bitcoin)
    _ = try tape.append(bars.part(0..<200).batch, to: bitcoin)
    #expect(try tape.bars() == bars)
    var reader = try tape.storedChunks(bitcoin, from: nil, to: nil)
    let columns = KlineColumns()
    var seen: [TimeUnit] = []
    while let chunk = try reader.next(into: columns) { seen.append(chunk.timeUnit) }
    #expect(seen == [.milliseconds, .microseconds, .milliseconds])
  }

  @Test("numbers that fit no common scale lie in chunks of their own")
  func noCommonScale() throws {
    var bars = Bars.walk(40, seed: 6).only(.matching)
    bars.rows[5][5] = .max / 2
    var fine = bars.part(20..<40).rescaled(by: 6)
    fine.rows[3][5] += 1
    var tape = try tape()
    _ = try tape.append(bars.part(0..<20).batch, to: bitcoin)
    _ = try tape.append(fine.batch, to: bitcoin)
    #expect(try #require(try tape.info(bitcoin)).chunks == 2)
    #expect(throws: TapeError.doesNotFit(path: tape.path, series: bitcoin, column: "volume", scale: 9)) {
      try tape.bars(quantityScale: 9)
    }
    #expect(throws: TapeError.doesNotFit(path: tape.path, series: bitcoin, column: "volume", scale: 3)) {
      try tape.bars(quantityScale: 3)
    }
    var cursor = try tape.klines(
      bitcoin, from: nil, to: nil, fields: .volume, priceScale: 2, quantityScale: 3, quoteVolumeScale: 5,
      volumes: .roundedDown)
    let columns = KlineColumns()
    var volumes: [Int64] = []
    while try cursor.fill(columns) { volumes += (0..<columns.count).map { columns.volume[$0] } }
    #expect(volumes == bars.rows.map { $0[5] })
  }

  @Test("a rolled back transaction leaves nothing")
  func rollBack() throws {
    let bars = Bars.walk(6_000, seed: 6)
    var tape = try tape()
    _ = try tape.append(bars.part(0..<1_000).batch, to: bitcoin)
    try tape.begin()
    _ = try tape.append(bars.part(1_000..<6_000).batch, to: bitcoin)
    #expect(try tape.bars() == bars)
    tape.rollBack()
    #expect(try tape.bars() == bars.part(0..<1_000))
    _ = try tape.append(bars.batch, to: bitcoin)
    #expect(try tape.bars() == bars)
  }

  @Test("batches that cannot be stored are refused and leave nothing")
  func unusable() throws {
    var tape = try tape()
    let bars = Bars.walk(3, seed: 1)
    let noTime = bars.columns
    noTime.fields = .close
    let written = [WrittenDecimals](repeating: .fixed(2), count: KlineFields.columnCount)
    let far = bars.columns
    far.openTime[1] = .max
    let fine = bars.columns
    fine.priceScale = 19
    for columns in [noTime, far, fine] {
      #expect(throws: TapeError.self) {
        try tape.append(KlineBatch(columns: columns, written: written, timeUnit: .milliseconds), to: bitcoin)
      }
    }
    #expect(throws: TapeError.self) {
      let perValue = [WrittenDecimals](repeating: .perValue([1]), count: KlineFields.columnCount)
      _ = try tape.append(KlineBatch(columns: bars.columns, written: perValue, timeUnit: .milliseconds), to: bitcoin)
    }
    #expect(try tape.series().isEmpty)
  }
}
