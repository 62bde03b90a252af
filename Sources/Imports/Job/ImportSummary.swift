package import Market

/// What became of the files of one import.
package struct ImportSummary: Hashable, Sendable {
  /// In the order in which they were read; a zip archive has one for each member.
  package var files: [FileImport] = []

  /// Rows and instruments that are new, of all files.
  package var added: Int { files.reduce(0) { $0 + $1.added } }
  /// Rows and instruments that were there with the same values, of all files.
  package var alreadyThere: Int { files.reduce(0) { $0 + $1.alreadyThere } }
  /// Rejected rows of all files.
  package var rejected: Int { files.reduce(0) { $0 + $1.rejected } }
  /// Rejected rows of all files by the short name of the reason.
  package var rejectedByReason: [String: Int] {
    files.reduce(into: [:]) { $0.merge($1.rejectedByReason, uniquingKeysWith: +) }
  }
  /// The files that could not be imported, or not whole.
  package var failures: [FileImport] { files.filter { $0.failure != nil } }
}

/// What became of one file, or of one member of an archive.
package struct FileImport: Hashable, Sendable {
  /// The path as given, with the member in brackets.
  package var file: String
  /// What the file was taken for.
  package var kind: ImportKind = .klines
  /// The instrument; nil for documents of many, and where it could not be told.
  package var entity: EntityID?
  /// The length of the bars.
  package var level: KlineLevel?
  /// Whether the level is the commonest step between rows, which should be printed.
  package var isLevelFound = false
  /// Rows (instruments) that are new on the tape.
  package var added = 0
  /// Rows (instruments) that were there with the same values.
  package var alreadyThere = 0
  /// Rows whose stored ones they took the place of.
  package var replaced = 0
  /// Rows on the tape without the digits that floating point left behind in the file.
  package var mended = 0
  /// Rows read, by the kind of series they belong to; of bars with bid and ask each side counts.
  package var rowsByKind: [SeriesKind: Int] = [:]
  /// Rejected rows by reason; rows in conflict with stored ones are among them.
  package var rejectedByReason: [String: Int] = [:]
  /// The first rejected rows, as many as the options say.
  package var rejections: [Rejection] = []
  /// Open time of the earliest and latest row read.
  package var first: Timestamp?
  package var last: Timestamp?
  /// Bytes of the file, packed as it is.
  package var bytes = 0
  /// Wall time.
  package var seconds = 0.0
  /// Header names that mean nothing to the kind; of a document the symbols that were left out.
  package var unusedColumns: [String] = []
  /// The checksum that lay beside it and is right, `sha256:...`; nil when there was none. A wrong one is a failure.
  package var checksum: String?
  /// Whether a checksum lay beside it and is right.
  package var isChecksumVerified: Bool { checksum != nil }
  /// Whether the last line has no line feed: some programs leave it out, but the file may also be cut short there.
  package var lacksLastLineFeed = false
  /// Since when instruments hold that are in the file.
  package var validFrom: Timestamp?
  /// Whether it changes rules of instruments that are not on the tape, though another file may bring them.
  var lacksInstruments = false
  /// Why the file could not be imported; nothing of it is on the tape then, unless the error says how many rows.
  package var failure: ImportError?

  package init(file: String) { self.file = file }

  /// Rejected rows.
  package var rejected: Int { rejectedByReason.values.reduce(0, +) }
  /// Rows in conflict with stored ones.
  package var conflicts: Int { rejectedByReason[RejectReason.conflict.code] ?? 0 }
}

/// How far an import is.
package struct ImportProgress: Hashable, Sendable {
  package var file: String
  /// The file's number, counted from 1, and how many there are.
  package var index: Int
  package var count: Int
  /// Bytes of the file read so far; the size is nil for a pipe.
  package var bytes: Int
  package var size: Int?
  /// Rows read so far, of this file.
  package var rows: Int
}
