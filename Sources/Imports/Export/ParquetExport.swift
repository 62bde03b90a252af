package import Market
package import Tape

/// Writes a series as Parquet: times as UTC timestamps of nanoseconds, numbers as exact decimals (of 18 digits, with more than eight
/// decimals of 38), the rest whole numbers.
///
/// A book has a row for each change, with its message's columns beside it.
package struct ParquetExport {
  /// Rows of a row group: what is held in memory.
  private static let groupRows = 1 << 16

  private let from: Timestamp?
  private let to: Timestamp?

  /// An export of the rows in [from, to).
  package init(from: Timestamp? = nil, to: Timestamp? = nil) {
    self.from = from
    self.to = to
  }

  /// Writes a series to `target`, which the caller finishes; the number of rows. A number of more than 18 digits at the series' own
  /// decimals, which are eight or fewer, is an error.
  package func run(_ key: SeriesKey, of tape: borrowing TapeFile, to target: TextTarget) throws(ImportError) -> Int {
    let info: SeriesInfo?
    do throws(TapeError) { info = try tape.info(key) } catch { throw .tape(error) }
    guard let info else { throw .tape(.noSeries(path: tape.path, series: key)) }
    var (chunks, present) = try SeriesExport.open(key, of: tape, from: from, to: to)
    let positions = key.kind.layout.columns.indices.filter {
      present >> UInt32($0) & 1 == 1 && !(key.kind == .book && key.kind.layout.columns[$0].name == "changes")
    }
    let details = key.kind.detailLayout?.columns ?? []
    let columns =
      positions.map { Self.column(key.kind.layout.columns[$0], info: info) }
      + details.map { declaration in
        var column = Self.column(declaration, info: info)
        column.isOptional = true
        return column
      }
    var file = try ParquetFile(columns, target: target)
    var group = Group(columns: columns.count)
    let buffer = SeriesColumns.make(key.kind, capacity: 1 << 14)
    var rows = 0
    while true {
      if key.kind == .book {
        guard let (messages, changes, _) = try SeriesExport.nextMessages(&chunks) else { break }
        try add(messages, changes, positions, info: info, key: key, path: tape.path, to: &group)
      } else {
        guard try SeriesExport.next(&chunks, into: buffer) != nil else { break }
        for (index, position) in positions.enumerated() {
          try add(
            buffer, position, rows: 0..<buffer.count, info: info, key: key, path: tape.path, to: &group.values[index])
        }
        group.rows += buffer.count
      }
      if group.rows >= Self.groupRows {
        try file.append(group.values, rows: group.rows)
        rows += group.rows
        group = Group(columns: columns.count)
      }
    }
    try file.append(group.values, rows: group.rows)
    try file.finish()
    return rows + group.rows
  }

  private struct Group {
    var values: [ParquetFile.Values]
    var rows = 0

    init(columns: Int) { values = Array(repeating: ParquetFile.Values(), count: columns) }
  }

  private static func column(_ declaration: ColumnDeclaration, info: SeriesInfo) -> ParquetFile.Column {
    let logical: ParquetFile.Logical =
      switch declaration.role {
      case .time: .timestamp
      case .price, .quantity, .quote, .rate:
        isWide(declaration.role, info: info)
          ? .wideDecimal(scale: scale(declaration.role, info: info))
          : .decimal(scale: scale(declaration.role, info: info))
      case .span, .id, .count, .flag: .whole
      }
    return ParquetFile.Column(name: declaration.name, logical: logical, isOptional: !declaration.isRequired)
  }

  /// Whether 18 digits might be too few: with more than eight decimals fewer than ten stand before the point.
  private static func isWide(_ role: ColumnRole, info: SeriesInfo) -> Bool { scale(role, info: info) > 8 }

  private static func scale(_ role: ColumnRole, info: SeriesInfo) -> Int {
    switch role {
    case .price: info.priceScale
    case .quantity: info.quantityScale
    case .quote: info.quoteScale
    case .rate: info.rateScale
    default: 0
    }
  }

  /// Adds one column of a chunk at the series' scale.
  private func add(
    _ columns: SeriesColumns, _ position: Int, rows: Range<Int>, info: SeriesInfo, key: SeriesKey, path: String,
    to values: inout ParquetFile.Values
  ) throws(ImportError) {
    guard columns.has(position) else {
      values.run(rows.count, isPresent: false)
      return
    }
    values.run(rows.count, isPresent: true)
    let column = columns.column(position)
    let declaration = columns.layout.columns[position]
    let scale = Self.scale(declaration.role, info: info)
    let factor = Int128(PowerOfTen.int64(scale - columns.scale(position)))
    let isDecimal = [.price, .quantity, .quote, .rate].contains(declaration.role)
    let isNarrow = isDecimal && !Self.isWide(declaration.role, info: info)
    for row in rows {
      // 64 bits times 10^18 fit 128.
      let value = Int128(column[row]) * factor
      if isNarrow, value.magnitude >= 1_000_000_000_000_000_000 {
        throw .tape(.doesNotFit(path: path, series: key, column: declaration.name, scale: scale))
      }
      values.values.append(value)
    }
  }

  /// Adds a book's messages: every change a row, a message without any one row.
  private func add(
    _ messages: SeriesColumns, _ changes: SeriesColumns, _ positions: [Int], info: SeriesInfo, key: SeriesKey,
    path: String,
    to group: inout Group
  ) throws(ImportError) {
    let counts = messages.column(2)
    var first = 0
    for message in 0..<messages.count {
      let count = Int(counts[message])
      let rows = max(1, count)
      for (index, position) in positions.enumerated() {
        for _ in 0..<rows {
          try add(
            messages, position, rows: message..<(message + 1), info: info, key: key, path: path,
            to: &group.values[index])
        }
      }
      for position in changes.layout.columns.indices {
        let index = positions.count + position
        if count == 0 {
          group.values[index].run(1, isPresent: false)
        } else {
          try add(
            changes, position, rows: first..<(first + count), info: info, key: key, path: path, to: &group.values[index]
          )
        }
      }
      first += count
      group.rows += rows
    }
  }
}
