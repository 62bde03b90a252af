import Market
import Tape
import Testing

@Suite("Rows that arrive live") struct LiveTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("are there at once, for others too, and the same once sealed", arguments: SeriesKind.allCases)
  func visible(kind: SeriesKind) throws {
    let market = KindRows.market(kind, 300, seed: 21)
    let path = folder.file("a.tape")
    var tape = try TapeFile(path: path, access: .readWrite)
    _ = try tape.append(market.part(0..<100).batch, to: market.key)
    for start in stride(from: 100, to: 300, by: 20) {
      #expect(try tape.appendLive(market.part(start..<(start + 20)).batch, to: market.key).added == 20)
    }
    let reader = try TapeFile(path: path, access: .readOnly)
    #expect(try reader.rows(market) == market)
    let before = try #require(try reader.info(market.key))
    #expect((before.rows, before.unsealedRows, before.last.nanoseconds) == (300, 200, market.rows[299][0]))
    #expect(try reader.verify() == [])
    try tape.seal(market.key)
    let after = try #require(try reader.info(market.key))
    #expect((after.rows, after.unsealedRows, after.digest) == (300, 0, before.digest))
    #expect(try reader.rows(market) == market)
    #expect(try reader.verify() == [])
  }

  @Test("a walk goes on while what it reads is sealed")
  func walk() throws {
    let market = KindRows.market(.trades, 300, seed: 22)
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    for start in stride(from: 0, to: 300, by: 50) {
      _ = try tape.appendLive(market.part(start..<(start + 50)).batch, to: market.key)
    }
    var cursor = try tape.trades(
      market.key, from: nil, to: nil, scales: SeriesScales(price: 2, quantity: 4, quote: 6))
    let columns = TradeColumns()
    var got = KindRows(.trades)
    #expect(try cursor.fill(columns))
    got.take(columns)
    try tape.seal(market.key)
    while try cursor.fill(columns) { got.take(columns) }
    #expect(got == market)
  }

  @Test("rows that are late come where they belong, and twice is once")
  func late() throws {
    let market = KindRows.market(.quotes, 200, seed: 23)
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.appendLive(market.part(100..<150).batch, to: market.key)
    _ = try tape.appendLive(market.part(0..<120).batch, to: market.key)
    let result = try tape.appendLive(market.batch, to: market.key)
    #expect((result.added, result.alreadyThere) == (50, 150))
    #expect(try tape.rows(market) == market)
  }

  @Test("an import beside them is put together with them")
  func imports() throws {
    let market = KindRows.market(.trades, 200, seed: 24)
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.appendLive(market.part(50..<100).batch, to: market.key)
    #expect(try tape.append(market.batch, to: market.key).added == 150)
    #expect(try tape.info(market.key)?.unsealedRows == 0)
    #expect(try tape.rows(market) == market)
  }

  @Test("many are sealed by themselves")
  func many() throws {
    let market = KindRows.market(.trades, 6_000, seed: 25)
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    for start in stride(from: 0, to: 6_000, by: 5) {
      _ = try tape.appendLive(market.part(start..<(start + 5)).batch, to: market.key)
    }
    #expect(try #require(try tape.info(market.key)).unsealedRows < 4_096)
    #expect(try tape.rows(market) == market)
  }

  @Test("damage among them is found")
  func damage() throws {
    let market = KindRows.market(.trades, 50, seed: 26)
    let path = folder.file("a.tape")
    var tape = try TapeFile(path: path, access: .readWrite)
    _ = try tape.appendLive(market.batch, to: market.key)
    try tape.close()
    try Tampering.run("UPDATE unsealed SET data = zeroblob(length(data))", path)
    let damaged = try TapeFile(path: path, access: .readOnly)
    #expect(
      try damaged.verify() == [
        .damagedChunk(
          path: path, series: market.key, first: Timestamp(nanoseconds: market.rows[0][0]),
          last: Timestamp(nanoseconds: market.rows[49][0]), column: nil)
      ])
  }
}

@Suite("Books on a tape") struct BookTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a snapshot longer than the columns comes in parts that go on")
  func long() throws {
    var market = KindRows.market(.book, 20, seed: 31)
    market.rows[7][3] = BookFlags.snapshot.rawValue
    market.rows[7][2] = 10_000
    market.lists[7] = (0..<10_000).map { [$0 % 2 == 0 ? 1 : -1, 1_000 + $0, $0 % 977] }
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(market.batch, to: market.key)
    #expect(try tape.verify() == [])
    for capacity in [4_096, 100, 20_000] { #expect(try tape.rows(market, capacity: capacity) == market) }
    #expect(try tape.append(market.batch, to: market.key).alreadyThere == 20)
  }

  @Test("parts of one message in a batch are one message")
  func parts() throws {
    let market = KindRows.market(.book, 40, seed: 32)
    var parts = KindRows(.book)
    for (row, list) in zip(market.rows, market.lists) {
      let cut = list.count / 2
      if cut > 0 {
        parts.rows.append(row)
        parts.rows[parts.rows.count - 1][2] = Int64(cut)
        parts.rows[parts.rows.count - 1][3] |= BookFlags.continues.rawValue
        parts.lists.append(Array(list[..<cut]))
      }
      parts.rows.append(row)
      parts.rows[parts.rows.count - 1][2] = Int64(list.count - cut)
      parts.lists.append(Array(list[cut...]))
    }
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    #expect(try tape.append(parts.batch, to: market.key).added == 40)
    #expect(try tape.rows(market) == market)
  }

  @Test("a message that goes on behind the batch is refused")
  func open() throws {
    var market = KindRows.market(.book, 3, seed: 33)
    market.rows[2][3] |= BookFlags.continues.rawValue
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    #expect(
      throws: TapeError.unusableBatch(series: market.key, reason: "the last message goes on, and the batch ends")
    ) { try tape.append(market.batch, to: market.key) }
  }
}
