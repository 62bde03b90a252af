import CSQLite
// Glibc: what SQLite does not tell, whether a file is there and why the last call of the system failed.
import Glibc
import Market

/// One connection to a file. It stays on the thread that opened it; the last of tape and cursors to go closes it.
final class Database {
  let path: String
  private let handle: OpaquePointer

  /// How a file is opened.
  enum Mode {
    case reading
    /// Reading a file that nobody writes, in a folder that may not be written: no lock files.
    case readingUnlocked
    case writing
  }

  init(path: String, mode: Mode, busyMilliseconds: Int32) throws(TapeError) {
    self.path = path
    var handle: OpaquePointer?
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI
    switch mode {
    // A reader that may write takes the lock files away again when it is the last to leave.
    case .reading: flags |= SQLITE_OPEN_READWRITE
    case .readingUnlocked: flags |= SQLITE_OPEN_READONLY
    case .writing: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    }
    let code = sqlite3_open_v2(Self.address(path, isImmutable: mode == .readingUnlocked), &handle, flags, nil)
    guard let handle else { throw .sqlite(path: path, code: Int(code), message: "out of memory") }
    self.handle = handle
    guard code == SQLITE_OK else { throw failure(code) }
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, busyMilliseconds)
  }

  deinit { sqlite3_close_v2(handle) }

  /// The path as SQLite's URI: only so can a file be declared immutable, and no name be taken for something else.
  private static func address(_ path: String, isImmutable: Bool) -> String {
    var address = "file:"
    for byte in path.utf8 {
      switch byte {
      case 47, 45, 46, 95, 48...57, 65...90, 97...122: address.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        address += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return isImmutable ? address + "?immutable=1" : address
  }

  /// Runs statements that answer nothing.
  func run(_ sql: String) throws(TapeError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw failure(code) }
  }

  /// Compiles one statement, to be kept.
  func prepare(_ sql: String) throws(TapeError) -> Statement {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    // The statements are ours and fixed, so one that does not go with the tables means that the tables are not ours any more.
    if code == SQLITE_ERROR { throw .damagedFile(path: path, detail: String(cString: sqlite3_errmsg(handle))) }
    guard code == SQLITE_OK, let statement else { throw failure(code) }
    return Statement(statement, of: self)
  }

  /// The first number that a statement answers; 0 when it answers none.
  func number(_ sql: String) throws(TapeError) -> Int64 {
    let statement = try prepare(sql)
    return try statement.step() ? statement.int64(0) : 0
  }

  /// Runs `body` on one state of the file, whatever others write meanwhile.
  func snapshot<Result>(_ body: () throws(TapeError) -> Result) throws(TapeError) -> Result {
    if isInTransaction { return try body() }
    try run("BEGIN")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // There is nothing to undo, and it can fail only where SQLite has rolled back by itself.
      try? run("ROLLBACK")
      throw error
    }
  }

  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Row id of the last insertion.
  var lastRowID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// What an answer of SQLite other than success means for the file.
  func failure(_ code: Int32) -> TapeError {
    let text = String(cString: sqlite3_errmsg(handle))
    switch code & 0xFF {
    case SQLITE_NOTADB: return .notATape(path: path)
    case SQLITE_CORRUPT: return .damagedFile(path: path, detail: text)
    case SQLITE_FULL: return .diskFull(path: path)
    case SQLITE_BUSY, SQLITE_LOCKED: return .locked(path: path)
    case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: return .notPermitted(path: path, detail: text)
    case SQLITE_CANTOPEN:
      if access(path, F_OK) != 0, errno == ENOENT { return .missing(path: path) }
      return .notPermitted(path: path, detail: text)
    case SQLITE_IOERR:
      switch sqlite3_system_errno(handle) {
      case ENOSPC, EDQUOT, EFBIG: return .diskFull(path: path)
      default:
        if isAtSizeLimit { return .diskFull(path: path) }
        return .sqlite(path: path, code: Int(code), message: text)
      }
    default: return .sqlite(path: path, code: Int(code), message: text)
    }
  }

  /// Whether the file or its log has nearly the size that the process may write (`ulimit -f`): SQLite does not pass on why a
  /// write failed when another call came in between.
  private var isAtSizeLimit: Bool {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0, limit.rlim_cur < rlim_t.max else {
      return false
    }
    return [path, path + "-wal"].contains { name in
      var entry = stat()
      return stat(name, &entry) == 0 && UInt64(entry.st_size) + 65_536 > limit.rlim_cur
    }
  }
}
