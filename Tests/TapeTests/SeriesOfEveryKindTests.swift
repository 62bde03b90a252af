import Market
import Tape
import Testing

@Suite("Series of every kind") struct SeriesOfEveryKindTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func tape() throws(TapeError) -> TapeFile {
    try TapeFile(path: folder.file("a.tape"), access: .readWrite)
  }

  @Test("rows come back with every column, across chunks", arguments: SeriesKind.allCases)
  func whole(kind: SeriesKind) throws {
    let market = KindRows.market(kind, 9_000, seed: 1)
    var tape = try tape()
    #expect(try tape.append(market.batch, to: market.key).added == 9_000)
    #expect(try tape.rows(market) == market)
    #expect(try tape.verify() == [])
    let info = try #require(try tape.info(market.key))
    #expect(info.rows == 9_000)
    #expect(info.details == market.lists.reduce(0) { $0 + $1.count })
    #expect(info.present == kind.layout.all)
  }

  @Test("columns that are no must may be absent", arguments: SeriesKind.allCases)
  func required(kind: SeriesKind) throws {
    let market = KindRows.market(kind, 500, seed: 2, present: kind.layout.required)
    var tape = try tape()
    _ = try tape.append(market.batch, to: market.key)
    #expect(try tape.rows(market) == market)
  }

  @Test("a column that is a must and is not there is named")
  func missing() throws {
    let market = KindRows.market(.trades, 5, seed: 2, present: 0b10111)
    var tape = try tape()
    #expect(throws: TapeError.unusableBatch(series: market.key, reason: "there is no column side")) {
      try tape.append(market.batch, to: market.key)
    }
  }

  @Test(
    "importing twice, in pieces and in any order adds nothing and gives the same digest", arguments: SeriesKind.allCases
  )
  func pieces(kind: SeriesKind) throws {
    let market = KindRows.market(kind, 6_000, seed: 3)
    var whole = try tape()
    _ = try whole.append(market.batch, to: market.key)
    let digest = try whole.digest(market.key, from: nil, to: nil)
    var chance = Chance(4)
    var pieces = try TapeFile(path: folder.file("b.tape"), access: .readWrite)
    for piece in [3_000..<4_500, 0..<100, 4_400..<6_000, 50..<3_100] {
      _ = try pieces.append(market.part(Array(piece).shuffled(using: &chance)).batch, to: market.key)
    }
    #expect(try pieces.rows(market) == market)
    #expect(try pieces.digest(market.key, from: nil, to: nil) == digest)
    #expect(try pieces.verify() == [])
    let again = try pieces.append(market.batch, to: market.key)
    #expect((again.added, again.alreadyThere, again.conflicts) == (0, 6_000, []))
  }

  @Test(
    "a range holds the rows of its times, several of one time too",
    arguments: [SeriesKind.trades, .quotes, .book, .funding])
  func ranges(kind: SeriesKind) throws {
    let market = KindRows.market(kind, 5_000, seed: 5)
    var tape = try tape()
    _ = try tape.append(market.batch, to: market.key)
    for (first, last) in [(0, 10), (100, 4_200), (4_095, 4_097), (4_999, 5_000)] {
      let from = market.rows[first][0]
      let to = market.rows[last == 5_000 ? 4_999 : last][0] + (last == 5_000 ? 1 : 0)
      let expected = market.part(market.rows.indices.filter { market.rows[$0][0] >= from && market.rows[$0][0] < to })
      #expect(
        try tape.rows(market, from: Timestamp(nanoseconds: from), to: Timestamp(nanoseconds: to)) == expected)
    }
  }

  @Test("times all alike are told apart by their ids, across chunks")
  func oneTime() throws {
    var market = KindRows.market(.trades, 10_000, seed: 6)
    for row in market.rows.indices { market.rows[row][0] = KindRows.start }
    var tape = try tape()
    _ = try tape.append(market.part(5_000..<10_000).batch, to: market.key)
    _ = try tape.append(market.part(0..<6_000).batch, to: market.key)
    #expect(try tape.rows(market) == market)
    #expect(try tape.verify() == [])
  }

  @Test("a quote quantity beside price times quantity costs next to nothing, exact or rounded", arguments: [6, 3, 8])
  func product(quoteScale: Int) throws {
    var market = KindRows.market(.trades, 4_096, seed: 7, present: 0b111111)
    market.quoteScale = quoteScale
    for row in market.rows.indices {
      let product = market.rows[row][1] * market.rows[row][2]
      market.rows[row][5] =
        quoteScale == 3 ? product / 1_000 : quoteScale == 8 ? product * 100 : product
    }
    var tape = try tape()
    _ = try tape.append(market.batch, to: market.key)
    let with = try #require(try tape.info(market.key)).bytes
    let got = try tape.rows(market, quoteScale: 8)
    #expect(got.map { $0[5] } == market.rows.map { $0[5] * (quoteScale == 3 ? 100_000 : quoteScale == 6 ? 100 : 1) })
    #expect(got.map { $0[1] } == market.rows.map { $0[1] * 10 })
    var other = try TapeFile(path: folder.file("b.tape"), access: .readWrite)
    market.present = 0b11111
    _ = try other.append(market.batch, to: market.key)
    let without = try #require(try other.info(market.key)).bytes
    #expect(with - without < 100)
  }

  @Test("units differ from time column to time column, and come back with the rows")
  func units() throws {
    let market = KindRows.market(.trades, 100, seed: 8)
    var batch = market.batch
    batch.times = TimeUnits(.milliseconds)
    batch.times[9] = .seconds
    batch.times[10] = .nanoseconds
    batch.written[9] = .shortest(atLeast: 0)
    var tape = try tape()
    _ = try tape.append(batch, to: market.key)
    var reader = try tape.storedChunks(market.key, from: nil, to: nil)
    let chunk = try #require(try reader.next(into: TradeColumns()))
    #expect(chunk.times == batch.times)
    #expect((chunk.times[0], chunk.times[9], chunk.times[10]) == (.milliseconds, .seconds, .nanoseconds))
    #expect(chunk.written[9] == .shortest(atLeast: 0))
    #expect(chunk.written[1] == .fixed(2))
  }
}

extension TapeFile {
  fileprivate func rows(_ expected: KindRows, quoteScale: Int) throws(TapeError) -> [[Int64]] {
    var cursor = try trades(
      expected.key, from: nil, to: nil, scales: SeriesScales(price: 3, quantity: 4, quote: quoteScale))
    let columns = TradeColumns()
    var rows: [[Int64]] = []
    while try cursor.fill(columns) {
      for row in 0..<columns.count { rows.append((0..<6).map { columns.column($0)[row] }) }
    }
    return rows
  }
}
