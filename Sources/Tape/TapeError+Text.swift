package import Market

extension TapeError {
  /// What is wrong and where, in one sentence without a full stop.
  package var message: String {
    switch self {
    case .missing(let path): "no tape at \(path)"
    case .notATape(let path): "\(path) is not a tape"
    case .newerFormat(let path, let format, let known):
      "\(path) has format \(format), and this version reads formats up to \(known)"
    case .damagedChunk(let path, let series, let first, let last, let column):
      "damaged data in \(path): \(series), \(column.map { "column \($0) of " } ?? "")the chunk from \(first) to \(last)"
    case .missingChunk(let path, let series, let after, let before):
      "damaged data in \(path): \(series), rows\(Self.range(after: after, before: before)) cannot be found"
    case .damagedFile(let path, let detail): "damaged data in \(path): \(detail)"
    case .diskFull(let path): "disk full at \(path)"
    case .locked(let path): "\(path) is being written by another program"
    case .notPermitted(let path, let detail): "\(path) may not be used: \(detail)"
    case .readOnly(let path): "\(path) is open for reading only"
    case .noSeries(let path, let series): "\(path) has no \(series)"
    case .doesNotFit(let path, let series, let column, let scale):
      "a value in column \(column) of \(series) in \(path) does not fit \(scale) decimals"
    case .unusableBatch(let series, let reason): "rows for \(series) cannot be stored: \(reason)"
    case .conflict(let path, let series, let time, let id, _):
      """
      \(path) has another row for \(series) at \(time)\(SeriesPlan.of(series.kind).hasID ? ", id \(id)" : ""), which says \
      something else
      """
    case .sqlite(let path, let code, let message): "SQLite cannot use \(path): \(message) (code \(code))"
    }
  }

  /// What to do about it; empty where the sentence says all.
  package var hint: String {
    switch self {
    case .missing: "make one with `papertape tape import`, or check the path"
    case .notATape: "a tape is made by `papertape tape import`; CSV and archives are imported, not opened"
    case .newerFormat: "use the papertape that wrote it, or a later one"
    case .damagedChunk, .missingChunk, .damagedFile:
      "`papertape tape verify` lists all damage; import the data again into a new tape"
    case .diskFull: "what was committed is kept; make room and run the import again, which adds the rest"
    case .locked: "wait until it has finished, or stop it"
    case .notPermitted(let path, _): "check the permissions of \(path) and its folder (`chmod u+rw`)"
    case .readOnly: ""
    case .noSeries: "`papertape tape list` shows what it has"
    case .doesNotFit: "ask for a scale that holds the data's decimals and leaves room for its digits"
    case .conflict:
      "`--on-conflict keep` leaves the stored row, `--on-conflict replace` takes the new one; the other is put aside"
    case .unusableBatch, .sqlite: ""
    }
  }

  /// The same as a reader of a ``Feed`` gets it.
  package var feedError: FeedError { FeedError(message: message, hint: hint) }

  private static func range(after: Timestamp?, before: Timestamp?) -> String {
    (after.map { " after \($0)" } ?? "") + (before.map { " before \($0)" } ?? "")
  }
}
