import Market
import Tape

/// Rows of any kind as tests write and compare them: one array a row by column position (nil: the series has no such column),
/// and for books the changes of each message.
struct KindRows: Equatable {
  var kind: SeriesKind
  var rows: [[Int64]] = []
  /// By row: changes as side, price, quantity.
  var lists: [[[Int64]]] = []
  var present: UInt32
  var priceScale = 2
  var quantityScale = 4
  var quoteScale = 6
  var rateScale = 8

  static let start: Int64 = 1_722_470_400_000_000_000

  init(_ kind: SeriesKind, present: UInt32? = nil) {
    self.kind = kind
    self.present = present ?? kind.layout.all
  }

  var key: SeriesKey {
    SeriesKey(
      entity: EntityID(kind: .perpetual, provider: "binance", code: "btcusdt"), kind: kind,
      level: kind.isBars ? .minute : nil)
  }

  /// `count` rows as a market might make them; several rows a time where the kind has ids.
  static func market(_ kind: SeriesKind, _ count: Int, seed: UInt64, present: UInt32? = nil) -> KindRows {
    var chance = Chance(seed)
    var result = KindRows(kind, present: present)
    let layout = kind.layout
    var time = start
    var price: Int64 = 6_000_000
    var id: Int64 = 1_000
    for _ in 0..<count {
      let isNewTime = layout.idPosition == nil || Bool.random(using: &chance)
      if isNewTime { time += Int64.random(in: 1...900, using: &chance) * 1_000_000 }
      if kind.isBars { time = start + Int64(result.rows.count) * 60_000_000_000 }
      price = max(1_000, price + Int64.random(in: -30...30, using: &chance))
      id += Int64.random(in: 0...20, using: &chance) == 0 ? 3 : 1
      var row: [Int64] = []
      for (position, column) in layout.columns.enumerated() {
        guard result.present >> UInt32(position) & 1 == 1 else {
          row.append(0)
          continue
        }
        switch column.role {
        case .time: row.append(position == 0 ? time : time + Int64.random(in: -5...50, using: &chance) * 1_000)
        case .span: row.append(28_800_000_000_000)
        case .price: row.append(price + Int64.random(in: 0...5, using: &chance))
        case .quantity: row.append(Int64.random(in: 0...50_000, using: &chance))
        case .quote: row.append(price * (row.count > 2 ? row[2] : 7) + Int64.random(in: 0...1, using: &chance))
        case .rate: row.append(Int64.random(in: -10_000...10_000, using: &chance))
        case .id: row.append(id)
        case .count: row.append(Int64.random(in: 0...9, using: &chance))
        case .flag: row.append(Bool.random(using: &chance) ? 1 : -1)
        }
      }
      if kind == .bookDepth { row[1] = Int64(result.rows.count) }
      if kind == .book {
        row[3] = Int64.random(in: 0...40, using: &chance) == 0 ? 1 : 0
        let count = row[3] == 1 ? 200 : Int64.random(in: 0...9, using: &chance)
        row[2] = count
        result.lists.append(
          (0..<count).map { _ in
            [
              Bool.random(using: &chance) ? 1 : -1, price + Int64.random(in: -500...500, using: &chance),
              Int64.random(in: 0...90_000, using: &chance),
            ]
          })
      }
      result.rows.append(row)
    }
    return result
  }

  func part(_ range: some Sequence<Int>) -> KindRows {
    var result = self
    result.rows = range.map { rows[$0] }
    if kind == .book { result.lists = range.map { lists[$0] } }
    return result
  }

  private func columns() -> (SeriesColumns, SeriesColumns?) {
    let columns = SeriesColumns(layout: kind.layout, capacity: max(rows.count, 1))
    for (row, values) in rows.enumerated() {
      for (position, value) in values.enumerated() { columns.column(position)[row] = value }
    }
    columns.count = rows.count
    columns.present = present
    setScales(columns)
    guard let layout = kind.detailLayout else { return (columns, nil) }
    let members = lists.flatMap { $0 }
    let details = SeriesColumns(layout: layout, capacity: max(members.count, 1))
    for (row, values) in members.enumerated() {
      for (position, value) in values.enumerated() { details.column(position)[row] = value }
    }
    details.count = members.count
    details.present = layout.all
    setScales(details)
    return (columns, details)
  }

  private func setScales(_ columns: SeriesColumns) {
    columns.priceScale = priceScale
    columns.quantityScale = quantityScale
    columns.quoteScale = quoteScale
    columns.rateScale = rateScale
  }

  /// The rows as a batch, every decimal written out.
  var batch: SeriesBatch {
    let (columns, details) = columns()
    let all = kind.layout.columns + (kind.detailLayout?.columns ?? [])
    let written = all.map { column -> WrittenDecimals in
      switch column.role {
      case .price: .fixed(priceScale)
      case .quantity: .fixed(quantityScale)
      case .quote: .fixed(quoteScale)
      case .rate: .fixed(rateScale)
      case .time, .span, .id, .count, .flag: .fixed(0)
      }
    }
    return SeriesBatch(columns: columns, details: details, written: written, times: TimeUnits(.microseconds))
  }

  mutating func take(_ columns: SeriesColumns) {
    present = columns.present
    for row in 0..<columns.count {
      rows.append(columns.layout.columns.indices.map { columns.has($0) ? columns.column($0)[row] : 0 })
    }
  }
}

extension TapeFile {
  /// All rows of a kind as a cursor hands them over, parts of a message put together.
  func rows(
    _ expected: KindRows, from: Timestamp? = nil, to: Timestamp? = nil, capacity: Int = KlineColumns.standardCapacity
  ) throws(TapeError) -> KindRows {
    var result = KindRows(expected.kind, present: 0)
    let scales = SeriesScales(price: 2, quantity: 4, quote: 6, rate: 8)
    guard expected.kind == .book else {
      var cursor = try rows(expected.key, as: SeriesColumns.self, from: from, to: to, scales: scales)
      let columns = SeriesColumns(layout: expected.kind.layout, capacity: KlineColumns.standardCapacity)
      while try cursor.fill(columns) { result.take(columns) }
      return result
    }
    var cursor = try book(expected.key, from: from, to: to, scales: scales)
    let columns = BookColumns(capacity: capacity)
    var isContinued = false
    while try cursor.fill(columns) {
      var next = 0
      for row in 0..<columns.messages.count {
        let count = Int(columns.messages.changes[row])
        let list = (next..<(next + count)).map {
          [columns.changes.side[$0], columns.changes.price[$0], columns.changes.quantity[$0]]
        }
        next += count
        if isContinued {
          result.lists[result.lists.count - 1] += list
          result.rows[result.rows.count - 1][2] += Int64(count)
        } else {
          result.present = columns.messages.present
          result.rows.append(
            columns.messages.layout.columns.indices.map {
              columns.messages.has($0) ? columns.messages.column($0)[row] : 0
            })
          result.rows[result.rows.count - 1][3] &= ~BookFlags.continues.rawValue
          result.lists.append(list)
        }
        isContinued = columns.messages.flags[row] & BookFlags.continues.rawValue != 0
      }
    }
    return result
  }
}
