public import Market

/// A bar as a path: open, one extreme, the other extreme, close at T, T+L/3, T+2L/3, T+L, joined by straight lines (DESIGN 4.2).
@frozen
public struct BarPath: BitwiseCopyable, Sendable {
  public var kline: Kline
  /// Whether the low comes before the high.
  public var isLowFirst: Bool

  public init(_ kline: Kline, isLowFirst: Bool) {
    self.kline = kline
    self.isLowFirst = isLowFirst
  }

  /// Takes the next bar in, field by field: a copy of the whole would wait for the fields to reach memory.
  @inlinable @inline(__always)
  mutating func take(_ next: Kline) {
    kline.instrument = next.instrument
    kline.span = next.span
    kline.openTime = next.openTime
    kline.open = next.open
    kline.high = next.high
    kline.low = next.low
    kline.close = next.close
    kline.volume = next.volume
  }

  /// The order that `nearest` gives: the extreme nearer to the open first; equally near: low first when close >= open.
  @inlinable
  public static func isLowNearer(_ kline: Kline) -> Bool {
    let up = kline.high.ticks - kline.open.ticks
    let down = kline.open.ticks - kline.low.ticks
    if up != down { return down < up }
    return kline.close.ticks >= kline.open.ticks
  }

  /// The price of point 0 to 3.
  public func price(ofPoint index: Int) -> Int64 {
    switch index {
    case 0: kline.open.ticks
    case 1: isLowFirst ? kline.low.ticks : kline.high.ticks
    case 2: isLowFirst ? kline.high.ticks : kline.low.ticks
    default: kline.close.ticks
    }
  }

  /// The time of point 0 to 3, rounded up to the nanosecond.
  public func time(ofPoint index: Int) -> Int64 {
    let length = kline.span.nanoseconds
    switch index {
    case 0: return kline.openTime.nanoseconds
    case 1: return kline.openTime.nanoseconds + (length + 2) / 3
    case 2: return kline.openTime.nanoseconds + (2 * length + 2) / 3
    default: return kline.openTime.nanoseconds + length
    }
  }

  /// When segment `index` (from point `index` to the next) is at `price`, rounded up to the nanosecond.
  public func time(of price: Int64, inSegment index: Int) -> Int64 {
    let start = self.price(ofPoint: index)
    let end = self.price(ofPoint: index + 1)
    let startTime = time(ofPoint: index)
    let endTime = time(ofPoint: index + 1)
    guard end != start else { return startTime }
    let numerator = Int128(price - start) * Int128(endTime - startTime)
    let quotient =
      end > start
      ? divide(numerator, by: Int128(end - start), .up) : divide(-numerator, by: Int128(start - end), .up)
    return startTime + Int64(clamping: quotient)
  }

  /// The segment that holds `time`: the one that ends at it when it is a point.
  public func segment(at time: Int64) -> Int {
    if time <= self.time(ofPoint: 1) { return 0 }
    return time <= self.time(ofPoint: 2) ? 1 : 2
  }

  /// The price at `time`, rounded to the price step against `side`.
  public func price(at time: Int64, step: Price, against side: Side) -> Price {
    let index = segment(at: time)
    let start = price(ofPoint: index)
    let end = price(ofPoint: index + 1)
    let startTime = self.time(ofPoint: index)
    let endTime = self.time(ofPoint: index + 1)
    guard endTime > startTime, end != start else { return Price(end) }
    // start + (end - start) x elapsed / length, as a fraction over length x step.
    let length = Int128(endTime - startTime)
    let numerator = Int128(start) * length + Int128(end - start) * Int128(time - startTime)
    if numerator % length == 0 {
      let exact = Int64(clamping: numerator / length)
      if exact % step.ticks == 0 || exact == start || exact == end { return Price(exact) }
    }
    let steps = divide(numerator, by: length * Int128(step.ticks), side == .buy ? .up : .down)
    return Price(Int64(clamping: steps) * step.ticks)
  }
}
