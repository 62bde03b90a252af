import Market
import Tape

/// Brings one table of klines onto a tape.
struct KlineImport {
  private let options: ImportOptions
  private let level: KlineLevel?

  /// An import at `level`; nil: the commonest step between rows.
  init(_ options: ImportOptions, level: KlineLevel?) {
    self.options = options
    self.level = level
  }

  /// Reads the stream to its end; `result` names the entity and is filled in.
  func run(
    _ stream: any ByteSource, into tape: inout TapeFile, result: inout FileImport, place: ImportProgress,
    progress: (ImportProgress) -> Void, isCancelled: () -> Bool
  ) throws(ImportError) {
    guard let entity = result.entity else { preconditionFailure("the entity is known before rows are read") }
    let blocks = LineBlocks(stream)
    let table = try open(blocks)
    let key = SeriesKey(entity: entity, level: table.grid.level)
    result.level = key.level
    result.isLevelFound = table.isLevelFound
    result.unusedColumns = table.layout.unusedNames
    let reader = KlineReader(blocks, table: table)
    let before = result
    var committed = result
    do throws(ImportError) {
      try begin(&tape)
      var place = place
      var sinceCommit = 0
      while let batch = try next(reader) {
        try append(batch, of: reader, to: key, tape: &tape, result: &result)
        place.bytes = stream.bytesTaken
        place.rows += batch.columns.count
        progress(place)
        if isCancelled() { throw .interrupted(file: result.file) }
        sinceCommit += batch.columns.count
        if sinceCommit >= options.rowsPerTransaction {
          try commit(&tape)
          committed = result
          sinceCommit = 0
          try begin(&tape)
        }
      }
      result.bytes = stream.bytesTaken
      result.lacksLastLineFeed = blocks.lacksLastLineFeed
      try record(result, tape: &tape)
      try commit(&tape)
    } catch {
      tape.rollBack()
      result = committed
      guard case .source(let problem, _) = error, committed != before else { throw error }
      throw .source(problem, kept: committed.added)
    }
  }

  private func open(_ blocks: LineBlocks) throws(ImportError) -> KlineTable {
    do throws(LineError) {
      _ = try blocks.advance()
    } catch {
      throw ImportError(error)
    }
    return try KlineTable(
      lines: blocks.lines, name: blocks.source.name, level: level, choices: options.columns, timeUnit: options.timeUnit)
  }

  private func next(_ reader: KlineReader) throws(ImportError) -> KlineBatch? {
    do throws(LineError) {
      return try reader.next()
    } catch {
      throw ImportError(error)
    }
  }

  private func append(
    _ batch: KlineBatch, of reader: KlineReader, to key: SeriesKey, tape: inout TapeFile, result: inout FileImport
  ) throws(ImportError) {
    var rejections = reader.rejections
    reader.rejections.removeAll(keepingCapacity: true)
    let columns = batch.columns
    if columns.count > 0 {
      do throws(TapeError) {
        let outcome = try tape.append(batch, to: key)
        result.added += outcome.added
        result.alreadyThere += outcome.alreadyThere
        for row in outcome.conflicts {
          rejections.append(
            Rejection(line: reader.line(ofRow: row), reason: .conflict, text: reader.text(ofRow: row)))
        }
      } catch {
        throw .tape(error)
      }
      var least = Int64.max
      var greatest = Int64.min
      for row in 0..<columns.count {
        least = min(least, columns.column(0)[row])
        greatest = max(greatest, columns.column(0)[row])
      }
      result.first = min(result.first ?? .distantFuture, Timestamp(nanoseconds: least))
      result.last = max(result.last ?? .distantPast, Timestamp(nanoseconds: greatest))
    }
    try keep(rejections, tape: &tape, result: &result)
  }

  private func keep(_ rejections: [Rejection], tape: inout TapeFile, result: inout FileImport) throws(ImportError) {
    guard !rejections.isEmpty else { return }
    for rejection in rejections { result.rejectedByReason[rejection.reason.code, default: 0] += 1 }
    let kept = rejections.prefix(max(0, options.rejectedRowsKept - result.rejections.count))
    result.rejections += kept
    let file = result.file
    do throws(TapeError) {
      try tape.recordRejected(
        kept.map { RejectedRow(file: file, line: $0.line, reason: $0.reason.code, text: $0.text) })
    } catch {
      throw .tape(error)
    }
  }

  private func record(_ result: FileImport, tape: inout TapeFile) throws(ImportError) {
    do throws(TapeError) {
      try tape.recordImport(
        ImportRecord(
          file: result.file, bytes: result.bytes, checksum: result.checksum ?? "", added: result.added,
          alreadyThere: result.alreadyThere,
          rejected: result.rejected, rejectedByReason: result.rejectedByReason))
    } catch {
      throw .tape(error)
    }
  }

  private func begin(_ tape: inout TapeFile) throws(ImportError) {
    do throws(TapeError) { try tape.begin() } catch { throw .tape(error) }
  }

  private func commit(_ tape: inout TapeFile) throws(ImportError) {
    do throws(TapeError) { try tape.commit() } catch { throw .tape(error) }
  }
}

extension ImportError {
  init(_ error: LineError) {
    self =
      switch error {
      case .source(let problem): .source(problem, kept: 0)
      case .longLine(let name): .longLine(file: name)
      }
  }
}
