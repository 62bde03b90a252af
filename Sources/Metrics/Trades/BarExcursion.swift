import Market

/// The prices of a bar's path within a stretch of time, by the points of DESIGN 4.2: open, one extreme after a third, the other after
/// two, close.
struct BarExcursion {
  private(set) var lowest: Price?
  private(set) var highest: Price?

  /// The points of `bar` from `start` to `end`, both included.
  init(_ bar: Kline, isLowFirst: Bool, from start: Timestamp, to end: Timestamp) {
    let begin = bar.openTime.nanoseconds
    let length = bar.span.nanoseconds
    let points = [
      (begin, bar.open), (begin + divide(length, by: 3, .up), isLowFirst ? bar.low : bar.high),
      (begin + divide(2 * length, by: 3, .up), isLowFirst ? bar.high : bar.low), (begin + length, bar.close),
    ]
    for (time, price) in points where time >= start.nanoseconds && time <= end.nanoseconds {
      lowest = Swift.min(lowest ?? price, price)
      highest = Swift.max(highest ?? price, price)
    }
  }
}
