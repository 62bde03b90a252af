/// An instant in UTC, in nanoseconds since 1970-01-01T00:00:00Z.
///
/// Every time in Papertape is one of these; there are no time zones and no leap seconds. The range is the years 1678 to 2261.
@frozen
public struct Timestamp: BitwiseCopyable, Hashable, Comparable, Sendable {
  /// Nanoseconds since the epoch.
  public var nanoseconds: Int64

  /// The instant `nanoseconds` after the epoch.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The instant `milliseconds` after the epoch; nil outside the range.
  @inlinable
  public init?(milliseconds: Int64) {
    let (value, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
    guard !overflow else { return nil }
    nanoseconds = value
  }

  /// Before everything.
  public static let distantPast = Timestamp(nanoseconds: .min)
  /// After everything: "never".
  public static let distantFuture = Timestamp(nanoseconds: .max)

  @inlinable
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The instant `span` later; traps on overflow, which times read from data cannot reach (they are checked on the way in).
  @inlinable
  public static func + (time: Timestamp, span: TimeSpan) -> Timestamp {
    Timestamp(nanoseconds: time.nanoseconds + span.nanoseconds)
  }

  /// The instant `span` earlier.
  @inlinable
  public static func - (time: Timestamp, span: TimeSpan) -> Timestamp {
    Timestamp(nanoseconds: time.nanoseconds - span.nanoseconds)
  }

  /// The stretch from `b` to `a`.
  @inlinable
  public static func - (a: Timestamp, b: Timestamp) -> TimeSpan {
    TimeSpan(nanoseconds: a.nanoseconds - b.nanoseconds)
  }

  /// The latest multiple of `span` (counted from the epoch) that is not after this instant.
  @inlinable
  public func floored(to span: TimeSpan) -> Timestamp {
    let remainder = nanoseconds % span.nanoseconds
    return Timestamp(nanoseconds: nanoseconds - (remainder < 0 ? remainder + span.nanoseconds : remainder))
  }
}
