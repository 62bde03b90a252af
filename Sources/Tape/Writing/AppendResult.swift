/// What became of the rows of a batch.
package struct AppendResult: Hashable, Sendable {
  /// Rows that are new on the tape.
  package var added = 0
  /// Rows that were stored with the same values, or stood in the batch twice.
  package var alreadyThere = 0
  /// Row indices in the batch, ascending, whose key is stored with other values (or without a column that this row has).
  /// Which of both is on the tape now is what the ``ConflictPolicy`` says.
  package var conflicts: [Int] = []

  package init() {}
}

/// What is done with a row whose time (and id) is stored with other values.
package enum ConflictPolicy: String, Hashable, Sendable, CaseIterable {
  /// It is an error that names the row; nothing of the batch is kept.
  case fail
  /// The stored row stays; the other is put aside.
  case keep
  /// The new row takes its place; the stored one is put aside.
  case replace
}
