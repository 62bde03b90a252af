/// A stretch of time in nanoseconds, negative when it runs back.
@frozen
public struct TimeSpan: BitwiseCopyable, Hashable, Comparable, Sendable {
  public var nanoseconds: Int64

  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  @inlinable
  public static var zero: TimeSpan { TimeSpan(nanoseconds: 0) }
  @inlinable
  public static var second: TimeSpan { TimeSpan(nanoseconds: 1_000_000_000) }
  @inlinable
  public static var minute: TimeSpan { TimeSpan(nanoseconds: 60_000_000_000) }
  @inlinable
  public static var hour: TimeSpan { TimeSpan(nanoseconds: 3_600_000_000_000) }
  @inlinable
  public static var day: TimeSpan { TimeSpan(nanoseconds: 86_400_000_000_000) }

  @inlinable
  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.nanoseconds < b.nanoseconds }
  @inlinable
  public static func + (a: TimeSpan, b: TimeSpan) -> TimeSpan { TimeSpan(nanoseconds: a.nanoseconds + b.nanoseconds) }
  @inlinable
  public static func * (count: Int64, span: TimeSpan) -> TimeSpan { TimeSpan(nanoseconds: count * span.nanoseconds) }

  /// The stretch in seconds, for display and metrics.
  @inlinable
  public var seconds: Double { Double(nanoseconds) / 1e9 }
}

extension TimeSpan: CustomStringConvertible {
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("w", 604_800_000_000_000), ("d", 86_400_000_000_000), ("h", 3_600_000_000_000), ("m", 60_000_000_000),
    ("s", 1_000_000_000), ("ms", 1_000_000), ("us", 1_000), ("ns", 1),
  ]

  /// Reads `250ms`, `10s`, `5m`, `2h`, `1d`, `1w` (also `us`, `ns`) or several joined from the larger to the smaller: `1h30m`.
  /// Nil for anything else, for a repeated unit and on overflow.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    var position = 0
    var total: Int64 = 0
    var smallest = Int64.max
    while position < bytes.count {
      var count: Int64 = 0
      let start = position
      while position < bytes.count, bytes[position] >= 48, bytes[position] <= 57 {
        let (scaled, first) = count.multipliedReportingOverflow(by: 10)
        let (next, second) = scaled.addingReportingOverflow(Int64(bytes[position] - 48))
        guard !first, !second else { return nil }
        count = next
        position += 1
      }
      guard position > start else { return nil }
      let unitStart = position
      while position < bytes.count, bytes[position] >= 97, bytes[position] <= 122 { position += 1 }
      let name = String(decoding: bytes[unitStart..<position], as: UTF8.self)
      guard let unit = Self.units.first(where: { $0.name == name }), unit.nanoseconds < smallest else { return nil }
      smallest = unit.nanoseconds
      let (part, first) = count.multipliedReportingOverflow(by: unit.nanoseconds)
      let (sum, second) = total.addingReportingOverflow(part)
      guard !first, !second else { return nil }
      total = sum
    }
    guard !bytes.isEmpty else { return nil }
    nanoseconds = total
  }

  /// The shortest text that reads back the same, `0s` for none.
  public var description: String {
    guard nanoseconds != 0 else { return "0s" }
    var rest = nanoseconds.magnitude
    var text = nanoseconds < 0 ? "-" : ""
    for unit in Self.units {
      let size = UInt64(unit.nanoseconds)
      if unit.name == "w", rest % size != 0 { continue }
      if rest >= size {
        text += "\(rest / size)\(unit.name)"
        rest %= size
      }
    }
    return text
  }
}
