/// Stop and reverse: a stop that follows prices faster the longer they go its way, and changes sides when they touch it.
///
/// It moves by the factor x (extreme - stop), never into the range of the last two bars; the factor grows by `step` up to `limit` with each new
/// extreme. It begins long unless the second bar fell more than it rose, at the first bar's low or high. Each update is constant work.
/// Source: Wilder, New Concepts in Technical Trading Systems, 1978.
@frozen
public struct ParabolicSAR: Sendable {
  @usableFromInline let step: Double
  @usableFromInline let limit: Double
  /// 1 while long, -1 while short, 0 before the second bar. Everything below is written for the long side and multiplied by it.
  @usableFromInline var side: Double
  @usableFromInline var stop: Double
  @usableFromInline var nextStop: Double
  @usableFromInline var extreme: Double
  @usableFromInline var factor: Double
  @usableFromInline var last: (high: Double, low: Double)?

  /// One that has seen nothing; 0 < `step` <= `limit`.
  public init(step: Double = 0.02, limit: Double = 0.2) {
    precondition(step > 0 && step <= limit, "the factor grows from the step to the limit")
    self.step = step
    self.limit = limit
    side = 0
    stop = 0
    nextStop = 0
    extreme = 0
    factor = step
    last = nil
  }

  /// The stop of the last bar; nil until two bars have come.
  @inlinable
  public var value: Double? { side == 0 ? nil : stop }

  /// The stop the next bar meets; nil until two bars have come.
  @inlinable
  public var next: Double? { side == 0 ? nil : nextStop }

  /// 1 while the stop is below prices, -1 while above, 0 before there is one.
  @inlinable
  public var direction: Int { Int(side) }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double) {
    guard let last else {
      self.last = (high, low)
      return
    }
    if side == 0 {
      let fall = last.low - low
      side = fall > 0 && fall > high - last.high ? -1 : 1
      nextStop = side > 0 ? last.low : last.high
      extreme = side > 0 ? high : low
      advance(high: high, low: low, lastHigh: high, lastLow: low)
    } else {
      advance(high: high, low: low, lastHigh: last.high, lastLow: last.low)
    }
    self.last = (high, low)
  }

  @inlinable
  mutating func advance(high: Double, low: Double, lastHigh: Double, lastLow: Double) {
    // The bars' ends against the stop and away from it.
    let near = side > 0 ? low : high
    let far = side > 0 ? high : low
    if side * near <= side * nextStop {
      // Touched: the stop goes to the extreme, or beyond the last two bars, and follows the other way.
      let beyond = side > 0 ? max(lastHigh, high) : min(lastLow, low)
      stop = side * extreme > side * beyond ? extreme : beyond
      side = -side
      factor = step
      extreme = near
      let moved = stop + factor * (extreme - stop)
      nextStop = side * moved < side * beyond ? moved : beyond
    } else {
      stop = nextStop
      if side * far > side * extreme {
        extreme = far
        factor = min(limit, factor + step)
      }
      let behind = side > 0 ? min(lastLow, low) : max(lastHigh, high)
      let moved = stop + factor * (extreme - stop)
      nextStop = side * moved < side * behind ? moved : behind
    }
  }
}
