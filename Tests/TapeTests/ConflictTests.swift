import Market
import Tape
import Testing

@Suite("Rows that contradict each other") struct ConflictTests {
  private let folder: TemporaryFolder
  private let market = KindRows.market(.trades, 5_000, seed: 11, present: 0b11111)
  private let changed: KindRows

  init() throws {
    folder = try TemporaryFolder()
    var changed = market
    for row in [3, 4_095, 4_096, 4_999] { changed.rows[row][2] += 1 }
    self.changed = changed
  }

  private func tape() throws(TapeError) -> TapeFile {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(market.batch, to: market.key)
    return tape
  }

  @Test("by keep the stored row stays, and the other is put aside once, however often it comes")
  func keep() throws {
    var tape = try tape()
    for _ in 0..<2 {
      let result = try tape.append(changed.batch, to: market.key, onConflict: .keep, source: "b.csv")
      #expect((result.added, result.alreadyThere, result.conflicts) == (0, 4_996, [3, 4_095, 4_096, 4_999]))
    }
    #expect(try tape.rows(market) == market)
    let aside = try tape.conflictRows()
    #expect(aside.map(\.id) == [3, 4_095, 4_096, 4_999].map { market.rows[$0][4] })
    #expect(aside.allSatisfy { $0.source == "b.csv" && !$0.wasStored && $0.series == market.key })
    #expect(try tape.qualityCounts().conflicts == 4)
  }

  @Test("by replace the new row takes the place, and the stored one is put aside as it was")
  func replace() throws {
    var tape = try tape()
    let result = try tape.append(changed.batch, to: market.key, onConflict: .replace)
    #expect((result.added, result.alreadyThere, result.conflicts) == (0, 4_996, [3, 4_095, 4_096, 4_999]))
    #expect(try tape.rows(market) == changed)
    #expect(try tape.verify() == [])
    let row = market.rows[3]
    let first = try #require(try tape.conflictRows().first)
    #expect(first.wasStored)
    #expect(
      first.text
        == "time=\(FixedDecimal(units: Int128(row[0]), scale: 3)),price=\(FixedDecimal(units: Int128(row[1]), scale: 2)),"
        + "quantity=\(FixedDecimal(units: Int128(row[2]), scale: 4)),side=\(row[3]),id=\(row[4])")
    var whole = try TapeFile(path: folder.file("b.tape"), access: .readWrite)
    _ = try whole.append(changed.batch, to: market.key)
    #expect(try whole.digest(market.key, from: nil, to: nil) == tape.digest(market.key, from: nil, to: nil))
  }

  @Test("by fail the row is named, and nothing of the batch is kept")
  func fail() throws {
    var tape = try tape()
    let more = KindRows.market(.trades, 5_100, seed: 11, present: 0b11111)
    var batch = more
    batch.rows[17][1] += 1
    let row = batch.rows[17]
    #expect(
      throws: TapeError.conflict(
        path: tape.path, series: market.key, time: Timestamp(nanoseconds: row[0]), id: row[4], row: 17)
    ) { try tape.append(batch.batch, to: market.key, onConflict: .fail) }
    #expect(try tape.rows(market) == market)
    #expect(try tape.append(more.batch, to: market.key, onConflict: .fail).added == 100)
  }

  @Test(
    "within a batch the first of two stays by keep, the last by replace", arguments: [ConflictPolicy.keep, .replace])
  func within(policy: ConflictPolicy) throws {
    var tape = try TapeFile(path: folder.file("c.tape"), access: .readWrite)
    var twice = market.part(Array(0..<10) + [4])
    twice.rows[10][1] += 7
    let result = try tape.append(twice.batch, to: market.key, onConflict: policy)
    #expect((result.added, result.conflicts) == (10, [10]))
    #expect(try tape.rows(market).rows[4][1] == market.rows[4][1] + (policy == .keep ? 0 : 7))
    #expect(try tape.conflictRows().count == 1)
  }

  @Test("a replaced row may be of another form")
  func otherForm() throws {
    var tape = try tape()
    var other = market.part(2_000..<2_001)
    other.present = 0b111111
    other.rows[0][1] = 42
    _ = try tape.append(other.batch, to: market.key, onConflict: .replace)
    #expect(try tape.verify() == [])
    #expect(try tape.info(market.key)?.rows == 5_000)
  }

  @Test("messages of a book are compared with their changes")
  func book() throws {
    let market = KindRows.market(.book, 600, seed: 12)
    var tape = try TapeFile(path: folder.file("d.tape"), access: .readWrite)
    _ = try tape.append(market.batch, to: market.key)
    var changed = market
    let row = try #require(changed.lists.lastIndex { !$0.isEmpty })
    changed.lists[row][0][2] += 1
    #expect(try tape.append(changed.batch, to: market.key, onConflict: .replace).conflicts == [row])
    #expect(try tape.rows(market) == changed)
  }
}
