package import Market
package import Tape

/// What the caller says about the files; whatever is nil is told by names, folders and contents, or asked for by an error.
package struct ImportOptions: Hashable, Sendable {
  package var provider: String?
  package var entity: EntityID?
  package var kind: ImportKind?
  package var level: KlineLevel?
  package var columns: [ColumnChoice] = []
  package var timeUnit: TimeUnit?
  /// Since when instruments hold; nil: since the time their document was made, for always when it does not say.
  package var validFrom: Timestamp?
  /// Rows after which a large file is committed in part, so that an interrupted import goes on where it was.
  package var rowsPerTransaction = 4_000_000
  /// Rejected rows of a file that are kept whole; all are counted.
  package var rejectedRowsKept = 1_000

  package init() {}
}
