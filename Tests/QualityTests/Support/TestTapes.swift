import Glibc
import Market
import Tape

/// A folder for tapes that is gone when the test is.
final class TapeFolder {
  let path: String

  init() {
    var template = Array("/tmp/papertape-quality-XXXXXX".utf8CString)
    path = template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress, let made = mkdtemp(start) else {
        preconditionFailure("a temporary folder can be made")
      }
      return String(cString: made)
    }
  }

  deinit {
    for name in ["a.tape", "a.tape-wal", "a.tape-shm"] { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  func tape() throws -> TapeFile { try TapeFile(path: "\(path)/a.tape", access: .readWrite) }
}

extension TapeFile {
  /// Appends bars at a level; prices and volumes as they stand.
  mutating func add(
    _ bars: KlineColumns, _ entity: String, kind: SeriesKind = .klines, level: KlineLevel = .minute
  ) throws {
    let key = SeriesKey(entity: try Self.entity(entity), kind: kind, level: level)
    _ = try append(
      SeriesBatch(
        columns: bars, written: Array(repeating: .shortest(atLeast: 0), count: KlineFields.columnCount),
        timeUnit: .milliseconds), to: key)
  }

  /// Appends prints.
  mutating func add(_ prints: TradeColumns, _ entity: String, kind: SeriesKind = .trades) throws {
    let key = SeriesKey(entity: try Self.entity(entity), kind: kind)
    _ = try append(
      SeriesBatch(
        columns: prints,
        written: Array(repeating: .shortest(atLeast: 0), count: TradeColumns.standardLayout.columns.count),
        timeUnit: .milliseconds), to: key)
  }

  private static func entity(_ text: String) throws -> EntityID {
    guard let entity = EntityID(text) else { throw FeedError(message: "no entity: \(text)") }
    return entity
  }
}
