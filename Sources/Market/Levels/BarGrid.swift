/// Whose midnight the longer bars of an exchange begin at.
public enum BarCalendar: String, Hashable, Sendable, CaseIterable {
  /// All bars by UTC: Binance, Bybit, Coinbase; OKX in the bars whose names end in `utc`.
  case utc
  /// Bars of six hours and more by UTC+8: OKX in the bars named without `utc`, whose days begin at 16:00 UTC.
  ///
  /// Source: OKX API, order book trading, get candlesticks.
  case utc8
}

/// Where the bars of a level begin: at multiples of its length from an origin.
///
/// Weeks begin on Mondays (Binance). Lengths that divide no day or week begin at multiples from 1970-01-01.
public struct BarGrid: BitwiseCopyable, Hashable, Sendable {
  /// Length of the bars.
  public let span: TimeSpan
  /// Where one bar begins, at or after the epoch and less than a bar after it.
  public let origin: TimeSpan

  /// The grid on which `level` lies in a calendar.
  public init(_ level: KlineLevel, calendar: BarCalendar = .utc) {
    span = level.span
    var origin: Int64 = 0
    // The epoch was a Thursday; the first Monday is four days later.
    if level.span.nanoseconds % Self.week == 0 { origin += 4 * TimeSpan.day.nanoseconds }
    if calendar == .utc8, level.span.nanoseconds >= 6 * TimeSpan.hour.nanoseconds {
      origin -= 8 * TimeSpan.hour.nanoseconds
    }
    self.origin = TimeSpan(nanoseconds: Self.remainder(origin, level.span.nanoseconds))
  }

  /// The grid of `level` on which a bar begins at `start`.
  public init(_ level: KlineLevel, through start: Timestamp) {
    span = level.span
    origin = TimeSpan(nanoseconds: Self.remainder(start.nanoseconds, level.span.nanoseconds))
  }

  private static var week: Int64 { 7 * TimeSpan.day.nanoseconds }

  private static func remainder(_ value: Int64, _ span: Int64) -> Int64 {
    let rest = value % span
    return rest < 0 ? rest + span : rest
  }

  /// Whether a bar begins at `time`.
  public func begins(at time: Timestamp) -> Bool { offset(time.nanoseconds) == 0 }

  /// The start of the bar that `time` lies in; times near the ends of the range that have none count as their own.
  public func start(of time: Timestamp) -> Timestamp {
    let (start, overflow) = time.nanoseconds.subtractingReportingOverflow(offset(time.nanoseconds))
    return overflow ? time : Timestamp(nanoseconds: start)
  }

  /// The start of the first bar that does not begin before `time`.
  public func firstStart(from time: Timestamp) -> Timestamp {
    let start = start(of: time)
    return start == time ? time : start + span
  }

  /// Whether every bar of this grid is made of whole bars of `finer`.
  public func isMade(of finer: BarGrid) -> Bool {
    span.nanoseconds % finer.span.nanoseconds == 0 && finer.offset(origin.nanoseconds) == 0
  }

  /// How far `time` lies after the start of its bar.
  private func offset(_ time: Int64) -> Int64 {
    let rest = Self.remainder(time, span.nanoseconds) - origin.nanoseconds
    return rest < 0 ? rest + span.nanoseconds : rest
  }
}
