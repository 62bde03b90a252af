import Glibc

/// The columns that prepare.py has written, all in memory.
public final class Capture {
  public let messageCount: Int
  public let changeCount: Int
  public let printCount: Int
  let rows: UnsafeMutablePointer<Int64>

  public init?(_ path: String) {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var head: [Int64] = [0, 0, 0]
    guard fread(&head, 8, 3, file) == 3 else { return nil }
    messageCount = Int(head[0])
    changeCount = Int(head[1])
    printCount = Int(head[2])
    let total = 3 * messageCount + 3 * changeCount + 4 * printCount
    rows = .allocate(capacity: total)
    guard fread(rows, 8, total, file) == total else { return nil }
  }

  public func message(_ column: Int) -> UnsafeMutablePointer<Int64> { rows + column * messageCount }
  public func change(_ column: Int) -> UnsafeMutablePointer<Int64> { rows + 3 * messageCount + column * changeCount }
  public func print(_ column: Int) -> UnsafeMutablePointer<Int64> {
    rows + 3 * messageCount + 3 * changeCount + column * printCount
  }
  /// How far one tile is from the next: longer than a capture.
  public var period: Int64 { 400_000_000_000 }
}

/// Seconds of this process's own work.
public func workSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
