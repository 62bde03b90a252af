import Market
import Tape

/// One stream opened for its rows: what it is, who reads it, whose rows they are.
struct StreamReading {
  /// What the beginning of a stream shows it to be.
  enum Content {
    case table
    /// JSON whose rows are in a list.
    case jsonRows
    case capture(CaptureLine.Style)
    /// Instruments, tiers, funding intervals.
    case document
  }

  /// Bytes that are looked at.
  static let headCount = 1 << 14

  let kind: ImportKind
  let level: KlineLevel?
  let isLevelFound: Bool
  let unusedColumns: [String]
  let reader: any BatchReader
  private let table: Table?

  /// Tells by the first bytes.
  static func content(of head: [UInt8], kind: ImportKind?) -> Content {
    if kind == .instruments { return .document }
    if let style = CaptureLine.style(of: head) { return .capture(style) }
    let start = head.drop { $0 == 32 || $0 == 10 || $0 == 13 || $0 == 9 || $0 == 0xef || $0 == 0xbb || $0 == 0xbf }
    guard let first = start.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { return .table }
    return InstrumentDocument.isOne(start) && kind == nil ? .document : .jsonRows
  }

  /// Opens rows; throws what the first block shows to be impossible.
  init(_ stream: any ByteSource, content: Content, name: ArchiveName, options: ImportOptions) throws(ImportError) {
    let hints = Self.hints(name, options)
    switch content {
    case .capture(let style):
      let blocks = try Self.blocks(stream)
      reader = CaptureReader(blocks, style: style)
      (kind, level, isLevelFound, unusedColumns, table) = (.book, nil, false, [], nil)
    case .table, .jsonRows, .document:
      var source = stream
      if case .jsonRows = content {
        source = JSONRows(stream) { JSONHeader.header(of: $0, kind: hints.kind ?? hints.namedKind, file: name) }
      }
      let blocks = try Self.blocks(source)
      if case .jsonRows = content, blocks.lines.isEmpty {
        throw .unknownDocument(file: stream.name, reason: "there is no list of rows in it")
      }
      let table = try Self.table(blocks, name: stream.name, content: content, hints: hints)
      if name.isMonthly, options.level == nil, table.kind.isBars { throw .unsupportedLevel("month", file: stream.name) }
      reader = TableReader(blocks, table: table)
      kind = table.kind
      level = table.grid?.level
      isLevelFound = table.isLevelFound
      unusedColumns = table.layout.unusedNames
      self.table = table
    }
  }

  private static func table(
    _ blocks: LineBlocks, name: String, content: Content, hints: TableHints
  ) throws(ImportError) -> Table {
    do throws(ImportError) {
      return try Table(lines: blocks.lines, name: name, hints: hints)
    } catch {
      // A document whose rows nobody knows is none of a table's.
      guard case .jsonRows = content, case .columns(let problem, _) = error, hints.kind == nil else { throw error }
      throw .unknownDocument(file: name, reason: "its rows have \(problem.found.prefix(6).joined(separator: ", "))")
    }
  }

  private static func hints(_ name: ArchiveName, _ options: ImportOptions) -> TableHints {
    var hints = TableHints()
    hints.kind = options.kind
    hints.namedKind = name.kind
    hints.level = options.level ?? name.level
    hints.choices = options.columns
    hints.timeUnit = options.timeUnit
    hints.day = name.day
    hints.mendsResidue = options.mendsResidue
    return hints
  }

  private static func blocks(_ stream: any ByteSource) throws(ImportError) -> LineBlocks {
    let blocks = LineBlocks(stream)
    do throws(LineError) {
      _ = try blocks.advance()
    } catch {
      throw ImportError(error)
    }
    return blocks
  }

  /// The instrument, from options, name and content; captures know it once rows were read.
  func entity(_ name: ArchiveName, options: ImportOptions, file: String) throws(ImportError) -> EntityID {
    let capture = reader as? CaptureReader
    return try Self.entity(
      name, options: options, instrument: table?.instrument ?? capture?.instrument,
      exchange: table?.exchange ?? capture?.exchange ?? table.flatMap { NamedExchange.of(header: $0.names) }, file: file
    )
  }

  /// Messages that a capture has and a tape has no place for.
  var unusedMessages: [String] {
    guard let capture = reader as? CaptureReader else { return [] }
    return capture.unused.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
  }

  /// The caller's word first, then the file's rows, then its name and folders.
  static func entity(
    _ name: ArchiveName, options: ImportOptions, instrument: String?, exchange: String?, file: String
  ) throws(ImportError) -> EntityID {
    if let provider = options.provider, let found = name.provider, provider != found {
      throw .providerMismatch(given: provider, found: found, file: file)
    }
    if let entity = options.entity { return entity }
    if name.isDatedFuture, let symbol = name.symbol { throw .datedFuture(symbol: symbol, file: file) }
    let named = exchange.flatMap(NamedExchange.find)
    if let instrument, let known = Symbol.normalised(instrument),
      let provider = options.provider ?? named?.provider ?? name.provider
    {
      if known.kind == .perpetual { return EntityID(kind: .perpetual, provider: provider, code: known.code) }
      if let market = named?.market ?? name.market {
        return EntityID(kind: market, provider: provider, code: known.code)
      }
    }
    if let entity = name.entity(provider: options.provider) { return entity }
    throw .unknownInstrument(
      file: file, symbol: name.symbol ?? instrument, provider: options.provider ?? name.provider ?? named?.provider)
  }
}
