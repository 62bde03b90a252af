package import Market
package import Tape

/// What the caller says about the files; whatever is nil is told by names, folders and contents, or asked for by an error.
package struct ImportOptions: Hashable, Sendable {
  /// The exchange, lower case.
  package var provider: String?
  /// The instrument of all files; with instrument documents: the only one to take.
  package var entity: EntityID?
  /// What the files hold.
  package var kind: ImportKind?
  /// The length of the bars; nil: from the name, else the commonest step between rows.
  package var level: KlineLevel?
  /// Fields assigned to columns; the others of a header are told by their names.
  package var columns: [ColumnChoice] = []
  /// The unit of plain time stamps; nil: told by their size, row by row.
  package var timeUnit: TimeUnit?
  /// Since when instruments hold; nil: since the time their document was made, for always when it does not say.
  package var validFrom: Timestamp?
  /// What is done with a row whose time and id the tape has with other values.
  package var onConflict = ConflictPolicy.keep
  /// Whether what floating point left behind is taken off numbers that have more digits by it than a tape holds, and noted; else such rows
  /// are rejected.
  package var mendsResidue = true
  /// Files that are read at a time.
  package var readers = 2
  /// Rows after which a large file is committed in part, so that an interrupted import goes on where it was.
  package var rowsPerTransaction = 4_000_000
  /// Rejected rows of a file that are kept whole; all are counted.
  package var rejectedRowsKept = 1_000

  /// Options that leave everything to the files.
  package init() {}
}
