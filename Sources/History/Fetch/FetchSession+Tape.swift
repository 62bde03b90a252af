import Imports
import Market
import Providers
import Tape

extension FetchSession {
  /// Puts rows onto the tape, within a transaction that ``commit(_:)`` ends.
  mutating func append(
    _ batch: SeriesBatch, of work: Int, source: String, into tape: inout TapeFile
  ) throws(TapeError) {
    let stream = works[work].stream
    if !hasTransaction {
      try tape.begin()
      hasTransaction = true
    }
    let key = SeriesKey(entity: stream.instrument.entity, kind: stream.kind, level: stream.level)
    let result = try tape.append(batch, to: key, source: source)
    works[work].outcome.added += result.added
    works[work].outcome.alreadyThere += result.alreadyThere
    works[work].outcome.conflicts += result.conflicts.count
    works[work].uncounted.added += result.added
    works[work].uncounted.alreadyThere += result.alreadyThere
    state.rows += batch.columns.count
    uncommitted += batch.columns.count
  }

  /// Notes that a stretch is complete.
  mutating func cover(_ work: Int, from: Timestamp, to: Timestamp) {
    let part = TimeRanges(from: from, to: to).subtracting(works[work].covered)
    works[work].covered.formUnion(part)
    works[work].unnoted.formUnion(part)
    if !part.isEmpty { uncommitted += 1 }
  }

  /// Commits the rows that came, together with the notes that their stretches are complete.
  mutating func commit(_ tape: inout TapeFile) throws(TapeError) {
    lastCommit = driver.now
    uncommitted = 0
    let hasNotes = works.contains { !$0.unnoted.isEmpty }
    guard hasTransaction || hasNotes else { return }
    if !hasTransaction { try tape.begin() }
    hasTransaction = true
    for work in works.indices {
      let series = works[work].stream.description
      for range in works[work].unnoted.ranges {
        let record = FetchRecord(
          source: provider.source, series: series, from: Timestamp(nanoseconds: range.lowerBound),
          to: Timestamp(nanoseconds: range.upperBound))
        // What was counted since the last commit stands with the first note.
        try tape.recordImport(
          ImportRecord(
            file: record.text, bytes: 0, added: works[work].uncounted.added,
            alreadyThere: works[work].uncounted.alreadyThere, rejected: 0))
        works[work].uncounted = (0, 0)
      }
      works[work].unnoted = TimeRanges()
    }
    try tape.commit()
    hasTransaction = false
  }

  /// Brings a file that has come onto the tape.
  mutating func bring(
    _ task: FileTask, of work: Int, into tape: inout TapeFile, isCancelled: () -> Bool
  ) throws(TapeError) {
    try commit(&tape)
    let stream = works[work].stream
    let path = "\(FetchFolder(options.folder, stream).path)/\(task.file.name)"
    guard FetchFolder.rename("\(path).part", path),
      task.checksum.map({ FetchFolder.write($0, to: "\(path).CHECKSUM") }) ?? true
    else {
      var problem = FetchProblem(what: "cannot write", place: path, hint: "check the path and the room left")
      problem.isOfWriting = true
      return stop(work, problem)
    }
    var importing = ImportOptions()
    importing.provider = stream.instrument.entity.provider
    importing.entity = stream.instrument.entity
    importing.kind = FetchPlan.importKind(stream.kind)
    importing.level = stream.level
    let summary: ImportSummary
    do throws(ImportError) {
      summary = try TapeImport(importing).run(
        files: [path], into: &tape, progress: { _ in }, isCancelled: isCancelled)
    } catch {
      return try failed(error, task, path: path, of: work)
    }
    for file in summary.files {
      works[work].outcome.added += file.added
      works[work].outcome.alreadyThere += file.alreadyThere
      works[work].outcome.conflicts += file.conflicts
      works[work].outcome.rejected += file.rejected - file.conflicts
      state.rows += file.added + file.alreadyThere + file.rejected
      if let failure = file.failure { return try failed(failure, task, path: path, of: work) }
    }
    works[work].outcome.files += 1
    if !options.keepsFiles { FetchFolder.remove([path, "\(path).CHECKSUM"]) }
    cover(work, from: task.file.from, to: task.file.to)
    try commit(&tape)
  }

  /// A file that could not be imported: a damaged one is fetched anew, twice at most.
  private mutating func failed(
    _ error: ImportError, _ task: FileTask, path: String, of work: Int
  ) throws(TapeError) {
    if case .tape(let error) = error { throw error }
    if case .interrupted = error {
      // Whole as it is: the next call finds it.
      _ = FetchFolder.rename(path, "\(path).part")
      FetchFolder.remove(["\(path).CHECKSUM"])
      return
    }
    FetchFolder.remove([path, "\(path).CHECKSUM"])
    guard task.damages < 2 else {
      return stop(
        work,
        FetchProblem(
          what: "\(error.message), three times", place: task.file.url,
          hint: "the archive's file seems to be damaged: --no-archive takes pages in its place"))
    }
    var again = FileTask(file: task.file)
    again.damages = task.damages + 1
    submit(again, of: work)
  }

  /// A file that is not there: its parts, else pages; a page that is not there is a symbol that is not.
  mutating func absent(_ id: Int) {
    guard let (work, task) = tasks.removeValue(forKey: id) else { return }
    switch task {
    case .checksum(let task), .file(let task):
      guard task.file.parts.isEmpty else {
        for part in task.file.parts { submit(FileTask(file: part), of: work) }
        return
      }
      let missing = works[work].missing.intersection(TimeRanges(from: task.file.from, to: task.file.to))
      plan.addPages(of: missing, to: &works[work])
      submitPages(of: work)
    case .page(let pager, _):
      stop(
        work,
        FetchProblem(
          what: "\(provider.name) does not have it", place: pager.request?.place ?? "",
          hint: "see that it is still listed there"))
    }
  }

  /// A request that was given up ends the work on its series.
  mutating func giveUp(_ id: Int, _ problem: FetchProblem) {
    guard let (work, _) = tasks.removeValue(forKey: id) else { return }
    stop(work, problem)
  }

  /// Ends the work on a series; the others go on.
  mutating func stop(_ work: Int, _ problem: FetchProblem) {
    if works[work].outcome.problem == nil { works[work].outcome.problem = problem }
    var dropped: Set<Int> = []
    for (id, entry) in tasks where entry.work == work { dropped.insert(id) }
    for id in dropped { tasks[id] = nil }
    driver.drop { dropped.contains($0) }
  }
}
