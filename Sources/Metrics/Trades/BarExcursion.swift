import Exchange
import Market

/// The least and the greatest price that a bar's path points at within a stretch of time.
struct BarExcursion {
  private(set) var lowest: Price?
  private(set) var highest: Price?

  /// The points of `path` from `start` to `end`, both included.
  init(_ path: BarPath, from start: Timestamp, to end: Timestamp) {
    for point in 0...3 {
      let time = path.time(ofPoint: point)
      guard time >= start.nanoseconds, time <= end.nanoseconds else { continue }
      let price = Price(path.price(ofPoint: point))
      lowest = Swift.min(lowest ?? price, price)
      highest = Swift.max(highest ?? price, price)
    }
  }
}
