import Market
import Tape

/// What is written while the process may be killed: batch after batch of several kinds, each in hours of its own, so that a
/// stretch of time tells which batches it holds. The same numbers in every process.
struct CrashWork {
  /// Batches of the whole work.
  static let batches = 60
  /// Time of the first batch; each has an hour.
  static let start: Int64 = 1_722_470_400_000_000_000
  static let hour: Int64 = 3_600_000_000_000

  private static let entity = EntityID(kind: .perpetual, provider: "binance", code: "btcusdt")
  static let bars = SeriesKey(entity: entity, kind: .klines, level: KlineLevel(.second))
  static let trades = SeriesKey(entity: entity, kind: .trades)
  static let book = SeriesKey(entity: entity, kind: .book)
  static let live = SeriesKey(entity: entity, kind: .quotes)

  /// Does one batch, with what comes after some: sealing, compaction.
  static func run(_ number: Int, on tape: inout TapeFile) throws(TapeError) {
    var chance = Numbers(seed: UInt64(number))
    let time = start + Int64(number) * hour
    switch number % 4 {
    case 0: _ = try tape.append(tradeBatch(time, &chance), to: trades)
    case 1: _ = try tape.append(barBatch(time, &chance), to: bars)
    case 2: _ = try tape.append(bookBatch(time, &chance), to: book)
    default:
      for part in 0..<10 { _ = try tape.appendLive(quoteBatch(time + Int64(part) * hour / 10, &chance), to: live) }
    }
    if number % 12 == 7 { try tape.sealAll() }
    if number % 20 == 13 { _ = try tape.compact() }
  }

  /// SplitMix64.
  struct Numbers {
    private var state: UInt64
    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    mutating func next(_ bound: Int64) -> Int64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return Int64((z ^ z >> 31) >> 1) % bound
    }
  }

  private static func tradeBatch(_ time: Int64, _ chance: inout Numbers) -> SeriesBatch {
    let columns = TradeColumns(capacity: 6_000)
    for row in 0..<6_000 {
      columns.time[row] = time + Int64(row / 2) * 1_000_000
      columns.price[row] = 6_000_000 + chance.next(3_000)
      columns.quantity[row] = chance.next(90_000)
      columns.side[row] = chance.next(2) * 2 - 1
      columns.id[row] = Int64(row)
    }
    columns.count = 6_000
    columns.present = 0b11111
    return batch(columns, prices: 2)
  }

  private static func barBatch(_ time: Int64, _ chance: inout Numbers) -> SeriesBatch {
    let columns = KlineColumns(capacity: 3_000)
    for row in 0..<3_000 {
      columns.openTime[row] = time + Int64(row) * 1_000_000_000
      for position in 1...5 { columns.column(position)[row] = 6_000_000 + chance.next(500) }
    }
    columns.count = 3_000
    columns.fields = .matching
    return batch(columns, prices: 2)
  }

  private static func bookBatch(_ time: Int64, _ chance: inout Numbers) -> SeriesBatch {
    let book = BookColumns(capacity: 6_000)
    for row in 0..<300 {
      let count = row == 0 ? 3_000 : chance.next(9)
      for _ in 0..<count {
        let member = book.changes.count
        book.changes.side[member] = chance.next(2) * 2 - 1
        book.changes.price[member] = 6_000_000 + chance.next(9_000)
        book.changes.quantity[member] = chance.next(90_000)
        book.changes.count += 1
      }
      book.messages.time[row] = time + Int64(row) * 100_000_000
      book.messages.lastID[row] = Int64(row)
      book.messages.changes[row] = count
      book.messages.flags[row] = row == 0 ? BookFlags.snapshot.rawValue : 0
    }
    book.messages.count = 300
    book.messages.present = BookMessageColumns.standardLayout.required
    book.changes.present = BookChangeColumns.standardLayout.all
    book.changes.priceScale = 2
    book.changes.quantityScale = 4
    return SeriesBatch(
      book: book, written: [WrittenDecimals](repeating: .fixed(0), count: 11), times: TimeUnits(.milliseconds))
  }

  private static func quoteBatch(_ time: Int64, _ chance: inout Numbers) -> SeriesBatch {
    let columns = QuoteColumns(capacity: 50)
    for row in 0..<50 {
      columns.time[row] = time + Int64(row) * 1_000_000
      for position in 1...4 { columns.column(position)[row] = 6_000_000 + chance.next(500) }
      columns.id[row] = 0
    }
    columns.count = 50
    columns.present = QuoteColumns.standardLayout.required
    return batch(columns, prices: 2)
  }

  private static func batch(_ columns: SeriesColumns, prices: Int) -> SeriesBatch {
    columns.priceScale = prices
    columns.quantityScale = 4
    let written = [WrittenDecimals](repeating: .shortest(atLeast: 0), count: columns.layout.columns.count)
    return SeriesBatch(columns: columns, written: written, timeUnit: .milliseconds)
  }
}
