import Market
import Tape
import Testing

@Suite("Reading") struct ReadingTests {
  private let folder: TemporaryFolder
  private let bars = Bars.walk(10_000, seed: 21, missing: 10)

  init() throws {
    folder = try TemporaryFolder()
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(bars.batch, to: bitcoin)
    try tape.close()
  }

  private func open() throws -> TapeFile { try TapeFile(path: folder.file("a.tape"), access: .readOnly) }

  @Test("a range holds the rows from its first instant to before its last")
  func ranges() throws {
    let tape = try open()
    var chance = Chance(1)
    let borders = [0, 1, 4_095, 4_096, 4_097, 8_191, 8_192, 8_193, 9_999]
    for _ in 0..<200 {
      let a = borders.randomElement(using: &chance) ?? 0
      let b = borders.randomElement(using: &chance) ?? 0
      let from = bars.rows[min(a, b)][0] + Int64.random(in: -1...1, using: &chance)
      let to = bars.rows[max(a, b)][0] + Int64.random(in: -1...1, using: &chance)
      let expected = bars.rows.filter { $0[0] >= from && $0[0] < to }
      #expect(try tape.bars(from: from, to: to).rows == expected)
      let closes = try tape.bars(from: from, to: to, fields: .close).rows.map { $0[4] }
      #expect(closes == expected.map { $0[4] })
      var part = bars
      part.rows = expected
      #expect(try digest(tape, from, to) == digest(of: part))
    }
    #expect(try tape.bars(from: 0, to: 1).rows.isEmpty)
    #expect(try tape.bars(from: .max, to: nil).rows.isEmpty)
    #expect(try tape.bars(from: .min, to: .max) == bars)
  }

  private func digest(_ tape: borrowing TapeFile, _ from: Int64, _ to: Int64) throws -> ContentDigest {
    try tape.digest(bitcoin, from: Timestamp(nanoseconds: from), to: Timestamp(nanoseconds: to))
  }

  /// The digest of rows by themselves, from a tape that holds nothing else.
  private func digest(of bars: Bars) throws -> ContentDigest {
    if bars.rows.isEmpty { return .empty }
    let key = SeriesKey(entity: bitcoin.entity, level: .day)
    var tape = try TapeFile(path: folder.file("b.tape"), access: .readWrite)
    try tape.begin()
    _ = try tape.append(bars.batch, to: key)
    let digest = try tape.digest(key, from: nil, to: nil)
    tape.rollBack()
    return digest
  }

  @Test("a digest tells values, times and columns apart, and not scales")
  func digests() throws {
    let rows = bars.part(0..<50)
    let right = try digest(of: rows)
    #expect(try digest(of: rows.rescaled(by: 4)) == right)
    #expect(right.description.utf8.count == 32)
    for position in 0..<KlineFields.columnCount {
      var other = rows
      other.rows[49][position] += 1
      #expect(try digest(of: other) != right)
      if position > 0 {
        var fewer = rows
        fewer.fields.remove(KlineFields(rawValue: 1 << UInt16(position)))
        #expect(try digest(of: fewer) != right)
      }
    }
    var exchanged = rows
    exchanged.rows[0].swapAt(1, 4)
    #expect(try digest(of: exchanged) != right)
  }

  @Test("prices and volumes come at the scale asked for")
  func scales() throws {
    let tape = try open()
    let more = try tape.bars(priceScale: 4, quantityScale: 5, quoteVolumeScale: 7)
    #expect(more.rows == bars.rescaled(by: 2).rows)
    #expect(throws: TapeError.self) { try tape.bars(priceScale: 0) }
    #expect(throws: TapeError.doesNotFit(path: tape.path, series: bitcoin, column: "close", scale: 18)) {
      try tape.bars(fields: .close, priceScale: 18)
    }
  }

  @Test("a copy of a cursor goes on by itself")
  func copies() throws {
    let tape = try open()
    var first = try tape.klines(
      bitcoin, from: nil, to: nil, fields: .openTime, priceScale: 2, quantityScale: 3, quoteVolumeScale: 5)
    let columns = KlineColumns()
    #expect(try first.refill(columns))
    var second = first
    #expect(try first.refill(columns))
    #expect(columns.openTime[0] == bars.rows[4_096][0])
    #expect(try first.refill(columns))
    #expect(try second.refill(columns))
    #expect(columns.openTime[0] == bars.rows[4_096][0])
    #expect(try !first.refill(columns))
    #expect(columns.count == 0)
    #expect(try !first.refill(columns))
  }

  @Test("a scan hands over one column")
  func scan() throws {
    let tape = try open()
    for position in 0..<KlineFields.columnCount {
      var values: [Int64] = []
      let scale = position == 5 || position == 9 ? 3 : [7, 10, 11].contains(position) ? 5 : 2
      try tape.scan(position, of: bitcoin, from: nil, to: nil, scale: scale) { values += Array($0) }
      #expect(values == bars.rows.map { $0[position] })
    }
  }

  @Test("absent bars are found, alone and together")
  func gaps() throws {
    let full = Bars.walk(9_000, seed: 3)
    var holed = full
    holed.rows.removeSubrange(8_191..<8_194)
    holed.rows.removeSubrange(4_096..<4_097)
    holed.rows.removeSubrange(10..<12)
    var tape = try TapeFile(path: folder.file("gaps.tape"), access: .readWrite)
    _ = try tape.append(holed.batch, to: bitcoin)
    let time = { (row: Int) in Timestamp(nanoseconds: full.rows[row][0]) }
    #expect(
      try tape.gaps(bitcoin) == [
        Gap(from: time(10), to: time(12), missing: 2), Gap(from: time(4_096), to: time(4_097), missing: 1),
        Gap(from: time(8_191), to: time(8_194), missing: 3),
      ])
    _ = try tape.append(full.batch, to: bitcoin)
    #expect(try tape.gaps(bitcoin).isEmpty)
  }

  @Test("a series that is not there is named")
  func noSeries() throws {
    let tape = try open()
    let key = SeriesKey(entity: bitcoin.entity, level: .hour)
    #expect(throws: TapeError.noSeries(path: tape.path, series: key)) { try tape.bars(key) }
    #expect(throws: TapeError.noSeries(path: tape.path, series: key)) { try tape.gaps(key) }
    #expect(try tape.info(key) == nil)
  }
}
