// Glibc: whether a write-ahead log lies beside the file.
import Glibc

extension TapeFile {
  static func openForReading(_ path: String, _ milliseconds: Int32) throws(TapeError) -> Database {
    let database: Database
    do {
      database = try Database(path: path, mode: .reading, busyMilliseconds: milliseconds)
      try check(database)
      if try isOld(database) { try migrate(database) }
    } catch {
      // In a folder that may not be written SQLite cannot make its lock files. With no log beside it nobody is writing there.
      guard case .notPermitted = error, Glibc.access(path, R_OK) == 0, Glibc.access(path + "-wal", F_OK) != 0 else {
        throw error
      }
      let unlocked = try Database(path: path, mode: .readingUnlocked, busyMilliseconds: milliseconds)
      try check(unlocked)
      if try isOld(unlocked) {
        throw .notPermitted(
          path: path, detail: "it has an older format, and is brought to the present one by writing to it")
      }
      try setUpReading(unlocked)
      return unlocked
    }
    try setUpReading(database)
    return database
  }

  /// Makes a tape of an older format one of this format, in one transaction: what is stored stays as it is.
  private static func migrate(_ database: Database) throws(TapeError) {
    try database.run("BEGIN IMMEDIATE")
    do {
      // Somebody else may have done it meanwhile.
      if try database.number("PRAGMA user_version") < Int64(Schema.format) { try database.run(Schema.migration) }
      try database.run("COMMIT")
    } catch {
      // There is nothing to undo, and it can fail only where SQLite has rolled back by itself.
      try? database.run("ROLLBACK")
      throw error
    }
  }

  private static func isOld(_ database: Database) throws(TapeError) -> Bool {
    try database.number("PRAGMA user_version") < Int64(Schema.format)
  }

  private static func setUpReading(_ database: Database) throws(TapeError) {
    try database.run("PRAGMA query_only = 1; PRAGMA mmap_size = 16777216; PRAGMA cache_size = -8192")
  }

  static func openForWriting(_ path: String, _ milliseconds: Int32) throws(TapeError) -> Database {
    let database = try Database(path: path, mode: .writing, busyMilliseconds: milliseconds)
    if try isEmpty(database) {
      try database.run("PRAGMA page_size = 8192")
    } else {
      try check(database)
    }
    try database.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384")
    if try isEmpty(database) {
      try database.run("BEGIN IMMEDIATE")
      // Somebody else may have made it meanwhile.
      if try isEmpty(database) { try database.run(Schema.tables) }
      try database.run("COMMIT")
    }
    try check(database)
    if try isOld(database) { try migrate(database) }
    return database
  }

  private static func isEmpty(_ database: Database) throws(TapeError) -> Bool {
    guard try database.number("PRAGMA application_id") == 0 else { return false }
    return try database.number("SELECT count(*) FROM sqlite_master") == 0
  }

  /// Whether the file is a tape of a format known here.
  private static func check(_ database: Database) throws(TapeError) {
    guard try database.number("PRAGMA application_id") == Schema.applicationID else {
      throw .notATape(path: database.path)
    }
    let format = try database.number("PRAGMA user_version")
    guard format <= Int64(Schema.format) else {
      throw .newerFormat(path: database.path, format: Int(format), known: Schema.format)
    }
    guard format >= 1 else { throw .notATape(path: database.path) }
  }
}
