package import Market
package import Tape

/// What is known of a table before its first block is looked at.
package struct TableHints: Hashable, Sendable {
  /// What the caller says that it is; nil: told by name and content.
  package var kind: ImportKind?
  /// What the file's name says that it is.
  package var namedKind: ImportKind?
  /// The length of bars; nil: the commonest step between rows.
  package var level: KlineLevel?
  /// Fields assigned to columns.
  package var choices: [ColumnChoice] = []
  /// The unit of plain times; nil: told by the size of each.
  package var timeUnit: TimeUnit?
  /// The day in whose milliseconds plain times count, as LEAN has it.
  package var day: Timestamp?
  /// Whether what floating point left behind is taken off numbers that have too many digits by it; else they are refused.
  package var mendsResidue = false

  package init() {}
}

/// What the first block of a table tells before a row is read: kind, columns, level, instrument.
package struct Table: Hashable, Sendable {
  package var kind: ImportKind
  /// Which field goes where.
  package var layout: TableLayout
  /// The instants at which bars may open; nil for what is no bars.
  package var grid: KlineGrid?
  /// Whether the level was found in the rows.
  package var isLevelFound = false
  /// The unit of times when it was given; nil: told by the size of each.
  package var timeUnit: TimeUnit?
  /// The instrument as the rows name it; nil where they do not.
  package var instrument: String?
  /// The exchange as the rows name it, as Tardis does.
  package var exchange: String?
  /// Names of the header, or the fields of the first row.
  package var names: [String]

  let vocabulary: ColumnVocabulary
  /// By field, as the first row shows it.
  var forms: [FieldForm]
  /// Added to plain times.
  var timeOffset: Int64
  var symbol: [UInt8] = []
  var mendsResidue: Bool
  private var levels = 0

  /// The columns of bars that the table has, by name.
  package var fields: KlineFields {
    let positions = layout.targets.filter { $0 != TableLayout.skipped }.map { vocabulary.columns[Int($0)] }
      .filter { $0.form != .symbol }.map(\.position)
    return KlineFields(rawValue: positions.reduce(0) { $0 | 1 << UInt16(min($1, 15)) })
  }

  /// Looks at the lines of the first block.
  ///
  /// Throws, in this order: nothing to read, columns that cannot be told, a level that cannot.
  package init(lines: UnsafeRawBufferPointer, name: String, hints: TableHints) throws(ImportError) {
    var rows = lines.split(separator: 10, omittingEmptySubsequences: true).lazy
      .filter { !$0.allSatisfy { $0 == 13 || $0 == 32 } }.makeIterator()
    guard let first = rows.next() else { throw .noRows(file: name) }
    let delimiter = Self.delimiter(of: first)
    names = (FieldSplitter.fields(of: first, delimiter: delimiter) ?? []).map { String(decoding: $0, as: UTF8.self) }
    let isHeader = !Self.isData(names, unit: hints.timeUnit)
    kind = Self.kind(names, isHeader: isHeader, hints: hints)
    levels = isHeader ? Self.levels(names) : 0
    // The names leave no doubt.
    if levels > 0 { kind = .book }
    vocabulary = levels > 0 ? .wideBook(levels: levels) : .of(kind)
    do throws(ColumnError) {
      layout = try vocabulary.layout(first: names, isHeader: isHeader, delimiter: delimiter, choices: hints.choices)
    } catch {
      throw .columns(error, file: name)
    }
    timeUnit = hints.timeUnit ?? (hints.day == nil ? nil : .milliseconds)
    timeOffset = hints.day?.nanoseconds ?? 0
    mendsResidue = hints.mendsResidue
    let vocabulary = vocabulary
    forms = layout.targets.map { $0 == TableLayout.skipped ? .skipped : vocabulary.columns[Int($0)].form }
    let row = isHeader ? rows.next() : first
    if let row, let fields = FieldSplitter.fields(of: row, delimiter: delimiter) { look(at: fields) }
    guard kind.isBars else { return }
    try findGrid(first: row, rest: &rows, name: name, level: hints.level)
  }

  /// What the first row shows of the form of its fields.
  private mutating func look(at fields: [[UInt8]]) {
    for (field, text) in fields.enumerated() where field < forms.count {
      switch forms[field] {
      case .symbol:
        symbol = text
        instrument = String(decoding: text, as: UTF8.self)
      case .whole where kind == .trades || kind == .aggTrades:
        guard layout.targets[field] != TableLayout.skipped,
          vocabulary.columns[Int(layout.targets[field])].name == "id"
        else { continue }
        if CarefulRow.uuid(text) != nil {
          forms[field] = .uuid
        } else if (try? NumberText.number(text)) == nil {
          // A number of the trade that is none: its place among those of its time stands for it.
          skip(field)
        }
      case .printType where CarefulRow.printType(text) == nil: skip(field)
      default: break
      }
      if layout.hasHeader, ColumnVocabulary.plain(names[min(field, names.count - 1)]) == "exchange" {
        exchange = String(decoding: text, as: UTF8.self)
      }
    }
  }

  private mutating func skip(_ field: Int) {
    forms[field] = .skipped
    if layout.hasHeader { layout.unusedNames.append(names[field]) }
  }

  private mutating func findGrid(
    first: Slice<UnsafeRawBufferPointer>?, rest: inout some IteratorProtocol<Slice<UnsafeRawBufferPointer>>,
    name: String, level: KlineLevel?
  ) throws(ImportError) {
    let timeTarget = vocabulary.columns.firstIndex { $0.position == 0 && $0.form == .time } ?? 0
    let field = layout.targets.firstIndex(of: UInt8(timeTarget)) ?? 0
    var times: [Int64] = []
    var row = first
    while let line = row {
      if let fields = FieldSplitter.fields(of: line, delimiter: layout.delimiter), field < fields.count,
        let time = NumberText.time(fields[field], unit: timeUnit)
      {
        times.append(time.nanoseconds &+ (time.isPlain ? timeOffset : 0))
      }
      row = rest.next()
    }
    guard let found = level ?? KlineGrid.commonestStep(times) else { throw .unknownLevel(file: name) }
    if level == nil, found.span.nanoseconds >= 28 * TimeSpan.day.nanoseconds {
      throw .unsupportedLevel("month", file: name)
    }
    isLevelFound = level == nil
    grid = KlineGrid(level: found, times: times)
  }

  /// A builder for the rows.
  func makeBuilder(capacity: Int) -> RowBuilder {
    if kind == .book {
      return BookBatchBuilder(levels > 0 ? .wide(levels: levels) : .changes, capacity: 4 * capacity)
    }
    if let grid, kind == .quoteBars { return QuoteBarBuilder(grid: grid, capacity: capacity) }
    return SeriesBatchBuilder(kind.series ?? .klines, grid: grid, capacity: capacity)
  }

  /// What a field without text stands for; nil: the row has no such column.
  func emptyValue(_ position: Int) -> Int64? {
    switch kind {
    case .quotes: (1...4).contains(position) ? 0 : nil
    case .quoteBars: position > 0 ? QuoteBars.missing : nil
    case .book:
      levels > 0
        ? (position >= BookBatchBuilder.sidePosition ? BookBatchBuilder.missing : nil)
        : (position > BookBatchBuilder.sidePosition ? 0 : nil)
    default: nil
    }
  }

  /// Whether every row must have a value at `position`.
  func isRequired(_ position: Int) -> Bool { vocabulary.columns.contains { $0.position == position && $0.isRequired } }

  private static func kind(_ names: [String], isHeader: Bool, hints: TableHints) -> ImportKind {
    if let kind = hints.kind, kind != .instruments { return kind }
    let found = ImportKind(columns: names, isHeader: isHeader)
    guard let named = hints.namedKind else { return found ?? .klines }
    guard let found else { return named }
    // Bars look alike, and so do prints: the name tells them apart. Otherwise the content does.
    return found.looksLike(named) ? named : found
  }

  /// Levels of a side in one row, of tables that have the whole book in each.
  private static func levels(_ names: [String]) -> Int {
    let plain = Set(names.map(ColumnVocabulary.plain))
    var levels = 0
    while levels < 60, plain.contains("asks\(levels)price") || plain.contains("bids\(levels)price") { levels += 1 }
    return levels
  }

  /// The separator that the first line has most of.
  private static func delimiter(of line: some Collection<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    let counts = candidates.map { candidate in line.count { $0 == candidate } }
    return candidates[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
  }

  /// A header's first field is neither a number nor a time, and its second neither where the first is an instrument's name.
  private static func isData(_ fields: [String], unit: TimeUnit?) -> Bool {
    guard let first = fields.first, !first.isEmpty else { return false }
    let bytes = Array(first.utf8)
    return (try? NumberText.number(bytes)) != nil || NumberText.time(bytes, unit: unit) != nil
  }
}
