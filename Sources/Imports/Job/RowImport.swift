import Market
import Tape

/// Brings the rows of one stream onto a tape.
struct RowImport {
  private let options: ImportOptions

  init(_ options: ImportOptions) { self.options = options }

  /// Takes the items of a stream to its end; `result` is filled in.
  func run(
    level: KlineLevel?, into tape: inout TapeFile, result: inout FileImport, place: ImportProgress,
    progress: (ImportProgress) -> Void, isCancelled: () -> Bool, _ next: () -> FileItem?
  ) throws(ImportError) {
    result.level = level
    let before = result
    var committed = result
    do throws(ImportError) {
      try begin(&tape)
      var place = place
      var sinceCommit = 0
      var isOpen = true
      while isOpen {
        switch next() {
        case .entity(let entity): result.entity = entity
        case .rows(let read):
          let rows = try append(read, level: level, tape: &tape, result: &result)
          place.bytes = read.bytes
          place.rows += rows
          progress(place)
          if isCancelled() { throw .interrupted(file: result.file) }
          sinceCommit += rows
          if sinceCommit >= options.rowsPerTransaction {
            try commit(&tape)
            committed = result
            sinceCommit = 0
            try begin(&tape)
          }
        case .end(let bytes, let lacksLastLineFeed, let unused):
          result.bytes = bytes
          result.lacksLastLineFeed = lacksLastLineFeed
          result.unusedColumns += unused
          isOpen = false
        case .failure(let error): throw error
        default: throw .interrupted(file: result.file)
        }
      }
      try record(result, tape: &tape)
      try commit(&tape)
    } catch {
      tape.rollBack()
      result = committed
      guard case .source(let problem, _) = error, committed != before else { throw error }
      throw .source(problem, kept: committed.added)
    }
  }

  /// Appends what was read at once; the number of rows of the source.
  private func append(
    _ read: RowsRead, level: KlineLevel?, tape: inout TapeFile, result: inout FileImport
  ) throws(ImportError) -> Int {
    var rejections = read.rejections
    var outcome = AppendResult()
    var replaced = 0
    var rows = 0
    for built in read.batches where built.batch.columns.count > 0 {
      guard let entity = result.entity else { preconditionFailure("the entity is known before rows are stored") }
      let key = SeriesKey(entity: entity, kind: built.kind, level: built.kind.isBars ? level : nil)
      let one = try append(built, to: key, tape: &tape, result: &result)
      if options.onConflict == .replace {
        replaced += one.conflicts.count
      } else {
        for row in one.conflicts {
          rejections.append(Rejection(line: built.line(ofRow: row), reason: .conflict, text: built.text(ofRow: row)))
        }
      }
      let columns = built.batch.columns
      result.rowsByKind[built.kind, default: 0] += columns.count
      // Bid and ask of one row are one row.
      let isPair = built.kind == .ask && read.batches.first?.kind == .bid
      outcome.added = isPair ? max(outcome.added, one.added) : outcome.added + one.added
      outcome.alreadyThere =
        isPair ? max(outcome.alreadyThere, one.alreadyThere) : outcome.alreadyThere + one.alreadyThere
      rows = isPair ? max(rows, columns.count) : rows + columns.count
      note(columns, result: &result)
    }
    result.added += outcome.added
    result.alreadyThere += outcome.alreadyThere
    result.replaced += replaced
    try keep(rejections, tape: &tape, result: &result)
    if !read.mended.isEmpty {
      let room = max(0, options.rejectedRowsKept - result.mended)
      result.mended += read.mended.count
      try put(read.mended.prefix(room), tape: &tape, file: result.file)
    }
    return rows
  }

  private func append(
    _ built: BuiltBatch, to key: SeriesKey, tape: inout TapeFile, result: inout FileImport
  ) throws(ImportError) -> AppendResult {
    let isBook = built.kind == .book
    let file = result.file
    do throws(TapeError) {
      var outcome = try tape.append(
        built.batch, to: key, onConflict: isBook ? .keep : options.onConflict, source: file)
      guard isBook, !outcome.conflicts.isEmpty else { return outcome }
      // A snapshot that was asked for between two changes has the number of the one before it, and all that it said: it takes its
      // place, and the change is put aside.
      let flags = built.batch.columns.column(3)
      let isSnapshot = outcome.conflicts.allSatisfy { flags[$0] & BookFlags.snapshot.rawValue != 0 }
      if !isSnapshot, options.onConflict == .fail, let row = outcome.conflicts.first {
        let time = Timestamp(nanoseconds: built.batch.columns.column(0)[row])
        throw .conflict(path: tape.path, series: key, time: time, id: built.batch.columns.column(1)[row], row: row)
      }
      if isSnapshot || options.onConflict == .replace {
        _ = try tape.append(built.batch, to: key, onConflict: .replace, source: file)
        result.replaced += outcome.conflicts.count
        outcome.conflicts = []
      }
      return outcome
    } catch {
      guard case .conflict(_, let series, let time, _, let row) = error else { throw .tape(error) }
      throw .conflict(file: file, line: built.line(ofRow: row), series: series, time: time)
    }
  }

  private func note(_ columns: SeriesColumns, result: inout FileImport) {
    let times = columns.column(0)
    var least = Int64.max
    var greatest = Int64.min
    for row in 0..<columns.count {
      least = min(least, times[row])
      greatest = max(greatest, times[row])
    }
    result.first = min(result.first ?? .distantFuture, Timestamp(nanoseconds: least))
    result.last = max(result.last ?? .distantPast, Timestamp(nanoseconds: greatest))
  }

  private func keep(_ rejections: [Rejection], tape: inout TapeFile, result: inout FileImport) throws(ImportError) {
    guard !rejections.isEmpty else { return }
    for rejection in rejections { result.rejectedByReason[rejection.reason.code, default: 0] += 1 }
    let kept = rejections.prefix(max(0, options.rejectedRowsKept - result.rejections.count))
    result.rejections += kept
    try put(kept, tape: &tape, file: result.file)
  }

  /// Writes rows into the table of quality.
  private func put(_ rows: ArraySlice<Rejection>, tape: inout TapeFile, file: String) throws(ImportError) {
    do throws(TapeError) {
      try tape.recordRejected(
        rows.map { RejectedRow(file: file, line: $0.line, reason: $0.reason.code, text: $0.text) })
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
