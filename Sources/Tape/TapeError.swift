package import Market

/// Why a tape could not be opened, read or written.
package enum TapeError: Error, Hashable, Sendable {
  /// There is no file at the path.
  case missing(path: String)
  /// The file is something else.
  case notATape(path: String)
  /// The file was written by a later version.
  case newerFormat(path: String, format: Int, known: Int)
  /// A chunk is not what was written; `column` is nil when its description is damaged.
  case damagedChunk(path: String, series: SeriesKey, first: Timestamp, last: Timestamp, column: String?)
  /// Rows between two instants that the tape says it has cannot be found.
  case missingChunk(path: String, series: SeriesKey, after: Timestamp?, before: Timestamp?)
  /// SQLite finds the file damaged, or an ordinary row of it is not what was written.
  case damagedFile(path: String, detail: String)
  /// No room left on the disk, or a limit on file size was met; nothing that was committed is lost.
  case diskFull(path: String)
  /// Another program is writing.
  case locked(path: String)
  /// The file or its folder may not be written (or read).
  case notPermitted(path: String, detail: String)
  /// A write was asked of a tape that is open for reading.
  case readOnly(path: String)
  /// The tape has no such series.
  case noSeries(path: String, series: SeriesKey)
  /// A value has more digits than the scale asked for holds.
  case doesNotFit(path: String, series: SeriesKey, column: String, scale: Int)
  /// A batch cannot be stored: the sentence says why.
  case unusableBatch(series: SeriesKey, reason: String)
  /// A row says something else than the one stored for its time and id, and that was to be an error; `row` is its place in the
  /// batch.
  case conflict(path: String, series: SeriesKey, time: Timestamp, id: Int64, row: Int)
  /// Any other answer of SQLite.
  case sqlite(path: String, code: Int, message: String)
}
