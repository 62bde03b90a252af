package import Market
package import Tape

/// What the first block of a table of klines tells before a row is read: its columns, its level.
package struct KlineTable: Hashable, Sendable {
  /// Which field goes where.
  package var layout: TableLayout
  /// The instants at which bars may open.
  package var grid: KlineGrid
  /// Whether the level was found in the rows.
  package var isLevelFound: Bool
  /// The unit of times when it was given; nil: told by the size of each.
  package var timeUnit: TimeUnit?

  /// The columns that the table has.
  package var fields: KlineFields {
    KlineFields(
      rawValue: layout.targets.filter { $0 != TableLayout.skipped }.reduce(0) { $0 | 1 << UInt16($1) })
  }

  /// Looks at the lines of the first block.
  ///
  /// Throws, in this order: nothing to read, another kind of data, columns that cannot be told, a level that cannot.
  package init(
    lines: UnsafeRawBufferPointer, name: String, level: KlineLevel?, choices: [ColumnChoice], timeUnit: TimeUnit?
  ) throws(ImportError) {
    var rows = lines.split(separator: 10, omittingEmptySubsequences: true).lazy
      .filter { !$0.allSatisfy { $0 == 13 || $0 == 32 } }.makeIterator()
    guard let first = rows.next() else { throw .noRows(file: name) }
    let delimiter = Self.delimiter(of: first)
    let names = (FieldSplitter.fields(of: first, delimiter: delimiter) ?? []).map {
      String(decoding: $0, as: UTF8.self)
    }
    let isHeader = !Self.isData(names, unit: timeUnit)
    if let kind = ImportKind(columns: names, isHeader: isHeader), kind != .klines {
      throw .notAvailableYet(kind, file: name)
    }
    do throws(ColumnError) {
      layout = try ColumnVocabulary.klines.layout(
        first: names, isHeader: isHeader, delimiter: delimiter, choices: choices)
    } catch {
      throw .columns(error, file: name)
    }
    self.timeUnit = timeUnit
    let field = layout.targets.firstIndex(of: 0) ?? 0
    var times: [Int64] = []
    var row = isHeader ? rows.next() : first
    while let line = row {
      if let fields = FieldSplitter.fields(of: line, delimiter: delimiter), field < fields.count,
        let time = NumberText.time(fields[field], unit: timeUnit)
      {
        times.append(time.nanoseconds)
      }
      row = rows.next()
    }
    guard let found = level ?? KlineGrid.commonestStep(times) else { throw .unknownLevel(file: name) }
    if level == nil, found.span.nanoseconds >= 28 * TimeSpan.day.nanoseconds {
      throw .unsupportedLevel("month", file: name)
    }
    isLevelFound = level == nil
    grid = KlineGrid(level: found, times: times)
  }

  /// The separator that the first line has most of.
  private static func delimiter(of line: some Collection<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    return candidates[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
  }

  /// A header's first field is neither a number nor a time.
  private static func isData(_ fields: [String], unit: TimeUnit?) -> Bool {
    guard let first = fields.first, !first.isEmpty else { return false }
    let bytes = Array(first.utf8)
    return (try? NumberText.number(bytes)) != nil || NumberText.time(bytes, unit: unit) != nil
  }
}
