import Market
import Tape
import Testing

@Suite("Whole tapes") struct WholeTapeTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("compaction joins small chunks and changes no row", arguments: [SeriesKind.klines, .trades, .book, .funding])
  func compaction(kind: SeriesKind) throws {
    let market = KindRows.market(kind, 6_000, seed: 41)
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    // Chunks of other units do not join, so that small ones are left behind.
    for (index, start) in stride(from: 0, to: 5_900, by: 100).enumerated() {
      var batch = market.part(start..<(start + 100)).batch
      batch.times = TimeUnits(index % 3 == 0 ? .nanoseconds : .microseconds)
      _ = try tape.append(batch, to: market.key)
    }
    _ = try tape.appendLive(market.part(5_900..<6_000).batch, to: market.key)
    let before = try #require(try tape.info(market.key))
    let result = try tape.compact()
    #expect(result.sealed == 100)
    let after = try #require(try tape.info(market.key))
    #expect(after.digest == before.digest)
    #expect(after.rows == 6_000)
    #expect(after.chunks == result.chunksAfter)
    #expect(try tape.rows(market) == market)
    #expect(try tape.verify() == [])
    let again = try tape.compact()
    #expect(again.chunksBefore == again.chunksAfter)
  }

  @Test("compaction makes few chunks of many")
  func fewChunks() throws {
    let market = KindRows.market(.trades, 8_000, seed: 42)
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    // Pieces from the end backwards between rows that are there leave chunks half empty.
    _ = try tape.append(market.part(stride(from: 0, to: 8_000, by: 2)).batch, to: market.key)
    for start in stride(from: 7_001, to: 0, by: -1_000) {
      _ = try tape.append(market.part(stride(from: start, to: start + 1_000, by: 2)).batch, to: market.key)
    }
    _ = try tape.compact()
    #expect(try #require(try tape.info(market.key)).chunks <= 3)
    #expect(try tape.rows(market) == market)
  }

  @Test("two tapes in one hold the rows of both, instruments and notes")
  func merge() throws {
    let trades = KindRows.market(.trades, 9_000, seed: 43)
    let book = KindRows.market(.book, 900, seed: 44)
    var first = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try first.append(trades.part(0..<5_000).batch, to: trades.key)
    try first.recordImport(ImportRecord(file: "a.csv", bytes: 1, added: 5_000, alreadyThere: 0, rejected: 0))
    var second = try TapeFile(path: folder.file("b.tape"), access: .readWrite)
    _ = try second.append(trades.part(4_000..<9_000).batch, to: trades.key)
    _ = try second.append(book.batch, to: book.key)
    var rules = InstrumentSpecification(
      pair: trades.key.entity, base: "btc", quote: "usdt", priceStep: "0.1", quantityStep: "0.001")
    rules.rules.maxOpenOrders = 200
    try second.put(rules, validFrom: Timestamp(nanoseconds: 5))
    var out = try TapeFile(path: folder.file("c.tape"), access: .readWrite)
    #expect(try out.copy(from: first).added == 5_000)
    let result = try out.copy(from: second)
    #expect((result.series, result.added, result.alreadyThere, result.conflicts) == (2, 4_900, 1_000, 0))
    #expect(try out.rows(trades) == trades)
    #expect(try out.rows(book) == book)
    #expect(try out.instruments().map(\.specification) == [rules])
    #expect(try out.imports().map(\.file) == ["a.csv"])
    #expect(try out.copy(from: second).added == 0)
    #expect(try out.verify() == [])
  }

  @Test("a stretch cut out has the rows of its times, as they were written")
  func cut() throws {
    let trades = KindRows.market(.trades, 9_000, seed: 45)
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(trades.batch, to: trades.key)
    let (from, to) = (Timestamp(nanoseconds: trades.rows[100][0]), Timestamp(nanoseconds: trades.rows[8_000][0]))
    var out = try TapeFile(path: folder.file("b.tape"), access: .readWrite)
    _ = try out.copy(from: tape, from: from, to: to)
    #expect(try out.rows(trades) == tape.rows(trades, from: from, to: to))
    #expect(try out.digest(trades.key, from: nil, to: nil) == tape.digest(trades.key, from: from, to: to))
  }

  @Test("gaps are told by what a kind has: ids, intervals, chains")
  func gaps() throws {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    var trades = KindRows.market(.trades, 10, seed: 46, present: 0b11111)
    for row in 0..<10 { trades.rows[row][4] = Int64(row < 6 ? row : row + 5) }
    _ = try tape.append(trades.batch, to: trades.key)
    #expect(
      try tape.gaps(trades.key) == [
        Gap(from: Timestamp(nanoseconds: trades.rows[5][0]), to: Timestamp(nanoseconds: trades.rows[6][0]), missing: 5)
      ])
    var funding = KindRows.market(.funding, 6, seed: 47)
    let hours: Int64 = 28_800_000_000_000
    for row in 0..<6 {
      funding.rows[row][0] = KindRows.start + hours * Int64(row < 3 ? row : row + 2) + Int64(row) * 3_000_000
    }
    _ = try tape.append(funding.batch, to: funding.key)
    #expect(try tape.gaps(funding.key).map(\.missing) == [2])
    var book = KindRows.market(.book, 6, seed: 48)
    for row in 0..<6 {
      book.rows[row][1] = Int64(10 * row + 10)
      book.rows[row][4] = Int64(10 * row + 1)
      book.rows[row][5] = Int64(10 * row) + (row == 3 ? 4 : 0)
      book.rows[row][3] = row == 0 ? BookFlags.snapshot.rawValue : 0
    }
    _ = try tape.append(book.batch, to: book.key)
    #expect(try tape.gaps(book.key).map(\.from.nanoseconds) == [book.rows[2][0]])
  }

  @Test("rules that change on a day hold from that day on, with all their parts")
  func instruments() throws {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    var old = InstrumentSpecification(
      pair: bitcoin.entity, base: "btc", quote: "usdt", priceStep: "0.01", quantityStep: "0.00001")
    old.rules.minPrice = "0.01"
    old.rules.maxPrice = "1000000"
    old.rules.priceBand = PriceBand(buyUp: "5", buyDown: "0.2", sellUp: "5", sellDown: "0.2", averageMinutes: 5)
    old.rules.maxNotional = "9000000"
    old.rules.maxNotionalAppliesToMarket = true
    old.rules.maxOpenOrders = 200
    old.rules.maxAlgoOrders = 5
    old.rules.fundingInterval = .hour
    old.rules.fundingCap = "0.003"
    old.rules.fundingFloor = "-0.003"
    old.rules.tiers = [
      MarginTier(upTo: "50000", maintenanceRate: "0.004", amount: "0", maxLeverage: "125"),
      MarginTier(upTo: "600000", maintenanceRate: "0.005", amount: "50", maxLeverage: "100"),
    ]
    var new = old
    new.priceStep = "0.1"
    new.rules.tiers.removeLast()
    new.rules.fundingCap = nil
    let day = Timestamp(nanoseconds: KindRows.start)
    try tape.put(old, validFrom: .distantPast)
    try tape.put(new, validFrom: day)
    #expect(try tape.instrument(bitcoin.entity, at: Timestamp(nanoseconds: KindRows.start - 1)) == old)
    #expect(try tape.instrument(bitcoin.entity, at: day) == new)
    #expect(try tape.instrument(bitcoin.entity, at: nil) == new)
    try tape.close()
    try Tampering.run("UPDATE instrument SET rules = replace(rules, 'tier=50000', 'tier=60000')", folder.file("a.tape"))
    #expect(throws: TapeError.self) { try TapeFile(path: folder.file("a.tape"), access: .readOnly).instruments() }
  }
}
