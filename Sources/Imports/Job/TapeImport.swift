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
    for (index, path) in files.enumerated() {
      let place = ImportProgress(file: path, index: index + 1, count: files.count, bytes: 0, size: nil, rows: 0)
      summary.files += importFile(path, into: &tape, place: place, progress: progress, isCancelled: isCancelled)
      // A tape that refuses one file refuses the next.
      if case .tape = summary.files.last?.failure { break }
      if isCancelled() { break }
    }
    return summary
  }

  /// Refuses what names and options alone show to be impossible.
  private func check(_ files: [String]) throws(ImportError) {
    if let kind = options.kind, !ImportKind.available.contains(kind) {
      throw .notAvailableYet(kind, file: files.first ?? "")
    }
    var symbols: [String: String] = [:]
    for path in files {
      let name = ArchiveName(path: path)
      if let symbol = name.symbol, let known = Symbol.normalised(symbol) { symbols[known.code] = symbol }
      if let entity = options.entity, let provider = options.provider, entity.provider != provider {
        throw .providerMismatch(given: provider, found: entity.provider, file: path)
      }
      guard options.kind != .instruments, !Self.isDocument(path), !path.lowercased().hasSuffix(".zip") else { continue }
      _ = try entity(name, file: path)
    }
    if let entity = options.entity, symbols.count > 1 {
      throw .severalInstruments(entity: entity, symbols: symbols.values.sorted())
    }
  }

  private static func isDocument(_ path: String) -> Bool {
    [".json", ".json.gz"].contains { path.lowercased().hasSuffix($0) }
  }

  /// The instrument of a table of klines; throws when name and options do not say it, or say another kind of data.
  private func entity(_ name: ArchiveName, file: String) throws(ImportError) -> EntityID {
    let kind = options.kind ?? name.kind ?? .klines
    guard kind == .klines else { throw .notAvailableYet(kind, file: file) }
    if name.isMonthly, options.level == nil { throw .unsupportedLevel("month", file: file) }
    if let provider = options.provider, let found = name.provider, provider != found {
      throw .providerMismatch(given: provider, found: found, file: file)
    }
    if let entity = options.entity { return entity }
    if name.isDatedFuture, let symbol = name.symbol { throw .datedFuture(symbol: symbol, file: file) }
    guard let entity = name.entity(provider: options.provider) else {
      throw .unknownInstrument(file: file, symbol: name.symbol, provider: options.provider ?? name.provider)
    }
    return entity
  }

  private func importFile(
    _ path: String, into tape: inout TapeFile, place: ImportProgress, progress: (ImportProgress) -> Void,
    isCancelled: () -> Bool
  ) -> [FileImport] {
    var whole = FileImport(file: path)
    let start = ContinuousClock.now
    let file: SourceFile
    do throws(ImportError) {
      whole.checksum = try verify(path)
      do throws(ByteSourceError) {
        file = try SourceFile(path: path)
      } catch {
        throw .source(error, kept: 0)
      }
      if file.count == 0 { throw .noRows(file: path) }
    } catch {
      whole.failure = error
      whole.seconds = Self.seconds(since: start)
      return [whole]
    }
    return (0..<file.count).map { index in
      let start = ContinuousClock.now
      var place = place
      place.size = file.size
      var result = whole
      do throws(ImportError) {
        let stream = try Self.open(file, index)
        result.file = stream.name
        try importStream(
          stream, name: ArchiveName(path: path, member: file.name(at: index)), into: &tape, result: &result,
          place: place,
          progress: progress, isCancelled: isCancelled)
      } catch {
        result.failure = error
      }
      result.seconds = Self.seconds(since: start)
      return result
    }
  }

  private static func open(_ file: SourceFile, _ index: Int) throws(ImportError) -> PeekedBytes {
    do throws(ByteSourceError) {
      return try PeekedBytes(try file.open(index))
    } catch {
      throw .source(error, kept: 0)
    }
  }

  private func importStream(
    _ stream: PeekedBytes, name: ArchiveName, into tape: inout TapeFile, result: inout FileImport,
    place: ImportProgress, progress: (ImportProgress) -> Void, isCancelled: () -> Bool
  ) throws(ImportError) {
    let first = stream.head.first { $0 != 32 && $0 != 10 && $0 != 13 && $0 != 9 }
    if options.kind == .instruments || first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
      try InstrumentImport(options).run(stream, into: &tape, result: &result)
    } else {
      result.entity = try entity(name, file: stream.name)
      try KlineImport(options, level: options.level ?? name.level).run(
        stream, into: &tape, result: &result, place: place, progress: progress, isCancelled: isCancelled)
    }
  }

  private func verify(_ path: String) throws(ImportError) -> String? {
    guard path != "-", let stated = try ArchiveChecksum.stated(for: path) else { return nil }
    let found: String
    do throws(ByteSourceError) {
      found = try ArchiveChecksum.sha256(of: path)
    } catch {
      throw .source(error, kept: 0)
    }
    guard found == stated else { throw .wrongChecksum(file: path, stated: stated, found: found) }
    return "sha256:\(found)"
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}
