import CSQLite

/// A compiled statement, bound, stepped and reset again and again.
final class Statement {
  private let handle: OpaquePointer
  private let database: Database

  init(_ handle: OpaquePointer, of database: Database) {
    self.handle = handle
    self.database = database
  }

  deinit { sqlite3_finalize(handle) }

  /// The next row; false when there are no more. After an error the statement is reset.
  func step() throws(TapeError) -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    if code == SQLITE_DONE { return false }
    let error = database.failure(code)
    sqlite3_reset(handle)
    throw error
  }

  /// Runs to the end and makes ready for the next use.
  func run() throws(TapeError) {
    while try step() {}
    reset()
  }

  /// Ends the reading and makes ready for the next use.
  func reset() { sqlite3_reset(handle) }

  func bind(_ index: Int, _ value: Int64) { sqlite3_bind_int64(handle, Int32(index), value) }
  func bind(_ index: Int, _ value: Int) { bind(index, Int64(value)) }
  func bindNull(_ index: Int) { sqlite3_bind_null(handle, Int32(index)) }

  func bind(_ index: Int, _ value: Int64?) {
    if let value { bind(index, value) } else { bindNull(index) }
  }

  /// SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies what is bound.
  private var copies: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  func bind(_ index: Int, _ text: String) {
    var text = text
    text.withUTF8 { bytes in
      let start = UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self)
      _ = sqlite3_bind_text(handle, Int32(index), start, Int32(bytes.count), copies)
    }
  }

  func bind(_ index: Int, copying bytes: [UInt8]) {
    bytes.withUnsafeBytes { buffer in
      _ = sqlite3_bind_blob(handle, Int32(index), buffer.baseAddress, Int32(buffer.count), copies)
    }
  }

  /// Bytes that must stay where they are until the statement has run.
  func bind(_ index: Int, standing bytes: UnsafeRawPointer, count: Int) {
    sqlite3_bind_blob(handle, Int32(index), bytes, Int32(count), nil)
  }

  func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }
  func int64(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }

  func text(_ column: Int) -> String {
    guard let start = sqlite3_column_text(handle, Int32(column)) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// A blob in SQLite's memory, valid until the next step or reset; empty when the column is null or anything else.
  func blob(_ column: Int) -> UnsafeRawBufferPointer {
    guard sqlite3_column_type(handle, Int32(column)) == SQLITE_BLOB else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    let start = sqlite3_column_blob(handle, Int32(column))
    return UnsafeRawBufferPointer(
      start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, Int32(column))))
  }
}
