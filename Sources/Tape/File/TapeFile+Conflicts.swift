package import Market

/// A row that is not (or no longer) on the tape because another one of the same time and id is.
package struct ConflictRow: Hashable, Sendable {
  package var series: SeriesKey
  package var time: Timestamp
  /// 0 in kinds that have one row a time.
  package var id: Int64
  /// Whether it was on the tape before the other took its place.
  package var wasStored: Bool
  /// Where the row that came later was from: a file's name.
  package var source: String
  /// Its columns as `name=value`.
  package var text: String

  package init(series: SeriesKey, time: Timestamp, id: Int64, wasStored: Bool, source: String, text: String) {
    self.series = series
    self.time = time
    self.id = id
    self.wasStored = wasStored
    self.source = source
    self.text = text
  }
}

extension TapeFile {
  /// The rows put aside, in the order of their coming; at most `limit`.
  package func conflictRows(limit: Int = .max) throws(TapeError) -> [ConflictRow] {
    var keys: [Int64: SeriesKey] = [:]
    for series in try store.allSeries() { keys[series.id] = series.key }
    let statement = try store.database.prepare(
      "SELECT series, time, key, was_stored, source, text FROM conflict_row ORDER BY id LIMIT ?")
    statement.bind(1, limit)
    var rows: [ConflictRow] = []
    while try statement.step() {
      guard let key = keys[statement.int64(0)] else {
        throw .damagedFile(path: path, detail: "a row put aside belongs to no series")
      }
      rows.append(
        ConflictRow(
          series: key, time: Timestamp(nanoseconds: statement.int64(1)), id: statement.int64(2),
          wasStored: statement.int64(3) != 0, source: statement.text(4), text: statement.text(5)))
    }
    return rows
  }

  /// How many rows lie in the tables of what could not go onto the tape.
  package func qualityCounts() throws(TapeError) -> (rejected: Int, conflicts: Int) {
    (
      Int(try store.database.number("SELECT count(*) FROM rejected_row")),
      Int(try store.database.number("SELECT count(*) FROM conflict_row"))
    )
  }
}

extension SeriesStore {
  /// Notes rows put aside; one that is there already is not noted again.
  func insert(_ rows: [PutAsideRow], of series: SeriesRecord, source: String) throws(TapeError) {
    let statement = try database.prepare(
      """
      INSERT OR IGNORE INTO conflict_row (series, time, key, was_stored, source, text) VALUES (?, ?, ?, ?, ?, ?)
      """)
    for row in rows {
      statement.bind(1, series.id)
      statement.bind(2, row.key.time)
      statement.bind(3, row.key.id)
      statement.bind(4, row.wasStored ? 1 : 0)
      statement.bind(5, source)
      statement.bind(6, row.text)
      try statement.run()
    }
  }
}
