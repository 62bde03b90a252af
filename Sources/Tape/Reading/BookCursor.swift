package import Market

/// Messages of a book with times in [from, to), with their changes, a chunk at a time, at the scales asked for.
///
/// A message that is longer than the columns it is read into comes in parts, all but the last flagged
/// ``BookFlags/continues``. It stays on the thread of its tape.
package struct BookCursor: Feed {
  private var reader: BookReader

  init(
    _ store: SeriesStore, _ series: SeriesRecord, range: KeyRange, scales: SeriesScales?
  ) throws(TapeError) {
    reader = try BookReader(store, series, range: range, scales: scales)
  }

  package mutating func refill(_ columns: BookColumns) throws(FeedError) -> Bool {
    do {
      return try fill(columns)
    } catch {
      throw error.feedError
    }
  }

  /// The same as ``refill(_:)`` with the facts of what went wrong.
  package mutating func fill(_ columns: BookColumns) throws(TapeError) -> Bool {
    columns.messages.count = 0
    columns.changes.count = 0
    if reader.isUsedUp, try !reader.read() { return false }
    reader.hand(to: columns)
    return true
  }
}

/// A chunk of a book, decoded, and how far it has been handed over.
private struct BookReader {
  private var finder: ChunkFinder
  private let decoder = ChunkDecoder()
  private let scales: SeriesScales?
  private let range: KeyRange
  private var rows: SeriesRows
  /// The message that comes next, and how many of its changes have been handed over.
  private var message = 0
  private var passed = 0

  init(
    _ store: SeriesStore, _ series: SeriesRecord, range: KeyRange, scales: SeriesScales?
  ) throws(TapeError) {
    finder = try ChunkFinder(
      store, series, columns: ChunkColumns(main: series.plan.layout.all, details: true), from: range.from)
    self.range = range
    self.scales = scales
    rows = SeriesRows(series.plan)
  }

  var isUsedUp: Bool { message >= rows.count }

  /// Decodes the next chunk that has rows of the range; false when there is none.
  mutating func read() throws(TapeError) -> Bool {
    (message, passed) = (0, 0)
    rows.removeAll()
    while let found = try finder.next() {
      let range = range.from(finder.start)
      switch found {
      case .chunk(let header):
        defer { finder.statement.reset() }
        if let to = range.to, header.first.time >= to {
          finder.stop()
          return false
        }
        try decode(header)
      case .unsealed(let source):
        rows = source.rows
        do throws(ChunkDecoder.Failure) {
          if let scales { try rows.details?.rescale(from: source.form, to: scales, offset: SeriesPlan.detailOffset) }
        } catch {
          throw finder.store.error(error, source.header, finder.series.key)
        }
      }
      rows.keep(range.rows(rows.main), present: rows.main.present)
      if rows.count > 0 { return true }
    }
    return false
  }

  private mutating func decode(_ header: ChunkHeader) throws(TapeError) {
    let (plan, seed) = (finder.series.plan, finder.series.seed)
    rows.reserveDetails(header.details)
    guard let table = plan.details, let details = rows.details else { return }
    do throws(ChunkDecoder.Failure) {
      try decoder.decode(
        ChunkDecoder.Part(plan: plan.main, needed: header.form.present, count: header.rows), header: header,
        seed: seed, scales: scales, into: rows.main, blob: finder.blob)
      try decoder.decode(
        ChunkDecoder.Part(
          plan: table, needed: table.layout.all, count: header.details, offset: SeriesPlan.detailOffset),
        header: header, seed: seed, scales: scales, into: details, blob: finder.detailBlob)
    } catch {
      throw finder.store.error(error, header, finder.series.key)
    }
    rows.main.count = header.rows
    rows.main.present = header.form.present
    details.count = header.details
    details.present = table.layout.all
    details.setScales(scales, orOf: header.form)
    guard rows.indexDetails() else {
      throw finder.store.damaged(
        finder.series.key, first: header.first.time, last: header.last.time,
        position: BookMessageColumns.changesPosition)
    }
  }

  /// Hands over as many messages as there is room for.
  mutating func hand(to columns: BookColumns) {
    let (messages, changes) = (columns.messages, columns.changes)
    messages.present = rows.main.present
    guard let details = rows.details else { return }
    changes.present = details.present
    changes.copyScales(details)
    while message < rows.count, messages.count < messages.capacity {
      let members = rows.details(of: message..<(message + 1))
      let rest = members.count - passed
      let room = changes.capacity - changes.count
      // A message is cut only where it would not fit empty columns either.
      if rest > room, changes.count > 0 || messages.count > 0 { break }
      let taken = min(rest, room)
      take(messages, changes, details, (members.lowerBound + passed)..<(members.lowerBound + passed + taken))
      if taken < rest {
        messages.column(BookMessageColumns.flagsPosition)[messages.count - 1] |= BookFlags.continues.rawValue
        passed += taken
        return
      }
      passed = 0
      message += 1
    }
  }

  private func take(
    _ messages: BookMessageColumns, _ changes: BookChangeColumns, _ details: SeriesColumns, _ members: Range<Int>
  ) {
    for position in messages.layout.columns.indices where rows.main.has(position) {
      messages.column(position)[messages.count] = rows.main.column(position)[message]
    }
    messages.column(BookMessageColumns.changesPosition)[messages.count] = Int64(members.count)
    messages.count += 1
    for position in changes.layout.columns.indices {
      (changes.column(position) + changes.count).update(
        from: details.column(position) + members.lowerBound, count: members.count)
    }
    changes.count += members.count
  }
}
