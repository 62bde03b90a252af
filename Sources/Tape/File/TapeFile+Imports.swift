extension TapeFile {
  /// Notes what became of an imported file.
  package mutating func recordImport(_ record: ImportRecord) throws(TapeError) {
    try write { database throws(TapeError) in
      let statement = try database.prepare(
        "INSERT INTO import (file, bytes, checksum, added, already_there, rejected) VALUES (?, ?, ?, ?, ?, ?)")
      statement.bind(1, record.file)
      statement.bind(2, record.bytes)
      statement.bind(3, record.checksum)
      statement.bind(4, record.added)
      statement.bind(5, record.alreadyThere)
      statement.bind(6, record.rejected)
      try statement.run()
      let id = database.lastRowID
      let reasons = try database.prepare("INSERT INTO import_reason (import, reason, rows) VALUES (?, ?, ?)")
      for (reason, rows) in record.rejectedByReason.sorted(by: { $0.key < $1.key }) {
        reasons.bind(1, id)
        reasons.bind(2, reason)
        reasons.bind(3, rows)
        try reasons.run()
      }
    }
  }

  /// Notes rows that did not go onto the tape.
  package mutating func recordRejected(_ rows: [RejectedRow]) throws(TapeError) {
    try write { database throws(TapeError) in
      let statement = try database.prepare("INSERT INTO rejected_row (file, line, reason, text) VALUES (?, ?, ?, ?)")
      for row in rows {
        statement.bind(1, row.file)
        statement.bind(2, row.line)
        statement.bind(3, row.reason)
        statement.bind(4, row.text)
        try statement.run()
      }
    }
  }

  /// What was imported, in order.
  package func imports() throws(TapeError) -> [ImportRecord] {
    let database = store.database
    let reasons = try database.prepare("SELECT reason, rows FROM import_reason WHERE import = ? ORDER BY reason")
    let statement = try database.prepare(
      "SELECT id, file, bytes, checksum, added, already_there, rejected FROM import ORDER BY id")
    var records: [ImportRecord] = []
    while try statement.step() {
      var record = ImportRecord(
        file: statement.text(1), bytes: Int(statement.int64(2)), checksum: statement.text(3),
        added: Int(statement.int64(4)), alreadyThere: Int(statement.int64(5)), rejected: Int(statement.int64(6)))
      reasons.bind(1, statement.int64(0))
      while try reasons.step() { record.rejectedByReason[reasons.text(0)] = Int(reasons.int64(1)) }
      reasons.reset()
      records.append(record)
    }
    return records
  }

  /// The rows that did not go onto the tape, in the order of their recording.
  package func rejectedRows() throws(TapeError) -> [RejectedRow] {
    let statement = try store.database.prepare("SELECT file, line, reason, text FROM rejected_row ORDER BY id")
    var rows: [RejectedRow] = []
    while try statement.step() {
      rows.append(
        RejectedRow(
          file: statement.text(0), line: Int(statement.int64(1)), reason: statement.text(2), text: statement.text(3)))
    }
    return rows
  }

  /// Runs `body` in the open transaction, or in one of its own.
  mutating func write(_ body: (Database) throws(TapeError) -> Void) throws(TapeError) {
    try alone { tape throws(TapeError) in try body(tape.store.database) }
  }
}
