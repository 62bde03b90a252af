import Imports
import Market
import Providers
import Tape

/// What has to be fetched: per series the stretch asked for, less what the tape has, as files and stretches of pages.
struct FetchPlan {
  let provider: any HistoryProvider
  let options: FetchOptions
  let now: Timestamp

  /// The last instants of a market are still on their way through the provider's own house.
  static let settling = 10 * TimeSpan.second

  /// The resolution in which providers are asked.
  private static let instant = TimeSpan(nanoseconds: 1_000_000)

  /// The kinds asked for, or those a run of such an instrument needs.
  static func kinds(
    _ options: FetchOptions, of kind: EntityID.Kind, _ provider: any HistoryProvider
  ) -> [SeriesKind] {
    guard options.kinds.isEmpty else { return options.kinds }
    let wanted: [SeriesKind] = kind == .pair ? [.klines] : [.klines, .mark, .funding]
    let offered = provider.kinds(of: kind)
    return wanted.filter { offered.contains($0) }
  }

  /// The work on every series, in the order asked for.
  func works(_ instruments: [ListedInstrument], tape: inout TapeFile) throws(FetchError) -> [StreamWork] {
    let end = min(options.to ?? .distantFuture, now - Self.settling)
    let start = options.from ?? (end - options.backfill).floored(to: .day)
    var records: [FetchRecord] = []
    do throws(TapeError) {
      records = try tape.imports().compactMap { FetchRecord($0.file) }
    } catch {
      throw .tape(error)
    }
    var works: [StreamWork] = []
    for instrument in instruments {
      for kind in Self.kinds(options, of: instrument.entity.kind, provider) {
        let stream = FetchStream(instrument, kind: kind, level: options.level)
        works.append(try work(stream, from: start, to: end, records: records, tape: &tape))
      }
    }
    guard works.contains(where: { $0.outcome.from < $0.outcome.to }) else { throw .emptyRange }
    return works
  }

  private func work(
    _ stream: FetchStream, from: Timestamp, to: Timestamp, records: [FetchRecord], tape: inout TapeFile
  ) throws(FetchError) -> StreamWork {
    // A bar must be over by the end: its open time lies a length before that, at most.
    let last = stream.level.map { to - $0.span + Self.instant } ?? to
    var work = StreamWork(stream, from: from, to: max(from, endOfArchive(stream, from: from, to: last)))
    let series = stream.description
    for record in records where record.series == series {
      guard record.source == provider.source else {
        throw .otherSource(series, has: record.source, wants: provider.source)
      }
      work.covered.insert(from: record.from, to: record.to)
    }
    if stream.kind.isBars { work.covered.formUnion(try barsOnTape(stream, tape: &tape)) }
    let missing = TimeRanges(from: work.outcome.from, to: work.outcome.to).subtracting(work.covered)
    work.total = missing.length
    let rest =
      options.usesArchives && Self.importKind(stream.kind) != nil
      ? addFiles(of: missing, to: &work) : missing
    addPages(of: rest, to: &work)
    return work
  }

  /// Where the archive ends, for what can be had from it alone and up to no stated time: what is not published yet is not missing.
  private func endOfArchive(_ stream: FetchStream, from: Timestamp, to: Timestamp) -> Timestamp {
    guard options.to == nil, provider.earliestPage(stream, now: now) == .distantFuture else { return to }
    return provider.archives(stream, from: from, to: to, now: now).last.map { min($0.to, to) } ?? from
  }

  /// Takes files for what they hold; the rest.
  private func addFiles(of missing: TimeRanges, to work: inout StreamWork) -> TimeRanges {
    var held = TimeRanges()
    for range in missing.ranges {
      var end = Timestamp(nanoseconds: range.upperBound)
      // The last bar opens a length before the end: its day is a whole one.
      if let level = work.stream.level, end == work.outcome.to { end = end + level.span - Self.instant }
      let files = provider.archives(
        work.stream, from: Timestamp(nanoseconds: range.lowerBound), to: end, now: now)
      for file in files where !work.files.contains(file) {
        work.files.append(file)
        held.insert(from: file.from, to: file.to)
      }
    }
    return missing.subtracting(held)
  }

  /// Cuts into stretches what can be had by pages.
  func addPages(of ranges: TimeRanges, to work: inout StreamWork) {
    let earliest = provider.earliestPage(work.stream, now: now) ?? .distantPast
    let possible = ranges.subtracting(TimeRanges(from: .distantPast, to: earliest))
    for (from, to) in possible.stretches(of: provider.stretch(work.stream)) {
      work.pagers.append(provider.pages(work.stream, from: from, to: to))
    }
  }

  /// Stretches of bars that are on the tape without a hole, however they came there.
  private func barsOnTape(_ stream: FetchStream, tape: inout TapeFile) throws(FetchError) -> TimeRanges {
    guard let level = stream.level else { return TimeRanges() }
    let key = SeriesKey(entity: stream.instrument.entity, kind: stream.kind, level: level)
    do throws(TapeError) {
      guard let info = try tape.info(key) else { return TimeRanges() }
      let all = TimeRanges(from: info.first, to: info.last + level.span)
      var holes = TimeRanges()
      for gap in try tape.gaps(key) { holes.insert(from: gap.from, to: gap.to) }
      return all.subtracting(holes)
    } catch {
      throw .tape(error)
    }
  }

  /// What the importer calls a kind; nil when it does not read such files.
  static func importKind(_ kind: SeriesKind) -> ImportKind? {
    ImportKind(rawValue: kind.rawValue)
  }
}

/// The work on one series.
struct StreamWork {
  let stream: FetchStream
  var outcome: StreamOutcome
  /// What is complete on the tape, this call's work with it.
  var covered = TimeRanges()
  /// What is complete, but whose note is not on the tape yet.
  var unnoted = TimeRanges()
  /// Nanoseconds that were missing at the start.
  var total: Int64 = 0
  /// Rows that came since the last commit.
  var uncounted = (added: 0, alreadyThere: 0)
  var files: [ArchiveFile] = []
  var pagers: [any Pager] = []

  init(_ stream: FetchStream, from: Timestamp, to: Timestamp) {
    self.stream = stream
    outcome = StreamOutcome(stream: stream, from: from, to: to)
  }

  /// What is asked for and not there.
  var missing: TimeRanges { TimeRanges(from: outcome.from, to: outcome.to).subtracting(covered) }

  /// The outcome with what is still missing.
  var finalOutcome: StreamOutcome {
    var result = outcome
    result.missing = missing.ranges
    return result
  }
}
