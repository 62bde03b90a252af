import Market
package import Tape

/// Brings files onto a tape: told apart by name, folder and content, read in constant memory, each in a transaction of its own.
///
/// A file that is damaged leaves nothing behind, whatever was read well before the damage; only when it has more rows than
/// ``ImportOptions/rowsPerTransaction`` parts of it are there already, and its error says how many rows. The other files are
/// imported all the same. What is on the tape already is not added again, so an import can be repeated and resumed at will.
package struct TapeImport {
  package let options: ImportOptions

  /// An import as the options say.
  package init(_ options: ImportOptions) { self.options = options }

  /// Imports files and folders in order; folders are walked in sorted order.
  ///
  /// Throws for what makes the whole call pointless, before anything is read: paths where nothing is, kinds that are not available,
  /// instruments that cannot be told from names and options. What is wrong with one file is in its result.
  /// `isCancelled` is asked after every batch and before every file; an interrupted file is a failure, and the last.
  package func run(
    files paths: [String], into tape: inout TapeFile, progress: (ImportProgress) -> Void,
    isCancelled: () -> Bool = { false }
  ) throws(ImportError) -> ImportSummary {
    let files = try FileList.files(in: paths)
    try check(files)
    var summary = ImportSummary()
    write(files, into: &tape, summary: &summary, progress: progress, isCancelled: isCancelled)
    // Tiers and funding intervals that were read before their instruments.
    let again = summary.files.filter { $0.lacksInstruments && $0.failure == nil }.map(\.file)
    if !again.isEmpty, files.count > 1, !isCancelled() {
      var second = ImportSummary()
      write(again, into: &tape, summary: &second, progress: progress, isCancelled: isCancelled)
      for result in second.files where result.added > 0 {
        if let index = summary.files.firstIndex(where: { $0.file == result.file }) { summary.files[index] = result }
      }
    }
    return summary
  }

  private func write(
    _ files: [String], into tape: inout TapeFile, summary: inout ImportSummary, progress: (ImportProgress) -> Void,
    isCancelled: () -> Bool
  ) {
    let ahead = ReadAhead(files.map { FileReading(path: $0, options: options) }, workers: options.readers)
    defer { ahead.cancel() }
    for (index, path) in files.enumerated() {
      let place = ImportProgress(file: path, index: index + 1, count: files.count, bytes: 0, size: nil, rows: 0)
      summary.files += FileWriting(options, place: place)
        .run(into: &tape, progress: progress, isCancelled: isCancelled) { ahead.item(of: index) }
      ahead.finish(index)
      // A tape that refuses one file refuses the next.
      if case .tape = summary.files.last?.failure { break }
      if isCancelled() { break }
    }
  }

  /// Refuses what names, options and first rows show to be impossible.
  private func check(_ files: [String]) throws(ImportError) {
    var symbols: [String: String] = [:]
    for path in files {
      let name = ArchiveName(path: path)
      if let symbol = name.symbol, let known = Symbol.normalised(symbol) { symbols[known.code] = symbol }
      if let entity = options.entity, let provider = options.provider, entity.provider != provider {
        throw .providerMismatch(given: provider, found: entity.provider, file: path)
      }
      if let provider = options.provider, let found = name.provider, provider != found {
        throw .providerMismatch(given: provider, found: found, file: path)
      }
      if name.isMonthly, options.level == nil, name.kind?.isBars ?? true {
        throw .unsupportedLevel("month", file: path)
      }
      guard options.kind != .instruments, options.entity == nil else { continue }
      if name.isDatedFuture, let symbol = name.symbol { throw .datedFuture(symbol: symbol, file: path) }
      if name.entity(provider: options.provider) == nil { try checkContent(path, name) }
    }
    if let entity = options.entity, symbols.count > 1 {
      throw .severalInstruments(entity: entity, symbols: symbols.values.sorted())
    }
  }

  /// Whether the rows of a table tell the instrument that its name does not; what is wrong with the file itself is found later.
  private func checkContent(_ path: String, _ name: ArchiveName) throws(ImportError) {
    if path == "-" { throw .unknownInstrument(file: path, symbol: nil, provider: options.provider) }
    guard let file = try? SourceFile(path: path), file.count == 1, let stream = try? FileReading.open(file, 0),
      case .table = StreamReading.content(of: stream.head, kind: options.kind)
    else { return }
    let full = ArchiveName(path: path, member: file.name(at: 0))
    guard let reading = try? StreamReading(stream, content: .table, name: full, options: options) else { return }
    _ = try reading.entity(full, options: options, file: path)
  }
}
