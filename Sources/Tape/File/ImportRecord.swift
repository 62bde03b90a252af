/// What became of one imported file.
package struct ImportRecord: Hashable, Sendable {
  /// The file's name as given.
  package var file: String
  /// Its size.
  package var bytes: Int
  /// Its checksum as text, with the name of the rule in front: `sha256:...`; empty when none was taken.
  package var checksum: String
  package var added: Int
  package var alreadyThere: Int
  package var rejected: Int
  /// Rejected rows by reason.
  package var rejectedByReason: [String: Int]

  package init(
    file: String, bytes: Int, checksum: String = "", added: Int, alreadyThere: Int, rejected: Int,
    rejectedByReason: [String: Int] = [:]
  ) {
    self.file = file
    self.bytes = bytes
    self.checksum = checksum
    self.added = added
    self.alreadyThere = alreadyThere
    self.rejected = rejected
    self.rejectedByReason = rejectedByReason
  }
}

/// A row of a file that did not go onto the tape.
package struct RejectedRow: Hashable, Sendable {
  package var file: String
  /// Counted from 1.
  package var line: Int
  /// The reason's short name, as counted in ``ImportRecord/rejectedByReason``.
  package var reason: String
  /// The row as it stood, cut when it is long.
  package var text: String

  package init(file: String, line: Int, reason: String, text: String) {
    self.file = file
    self.line = line
    self.reason = reason
    self.text = text
  }
}
