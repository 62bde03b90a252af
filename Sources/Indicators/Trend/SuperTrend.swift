/// A line that trails prices at a number of average true ranges and changes sides when a close crosses it.
///
/// The lines stand at the middle (high + low) / 2 plus and minus `ranges` x ``AverageTrueRange``; the upper one only falls and the lower one
/// only rises until the close before has crossed it. It begins below prices when the first close is above the middle. Each update is
/// constant work. Source: Seban, 2008.
@frozen
public struct SuperTrend: Sendable {
  /// What it shows after a bar.
  @frozen
  public struct Value: Sendable, Equatable {
    /// The line: below prices in a rising trend, above them in a falling one.
    public let line: Double
    /// 1 in a rising trend, -1 in a falling one.
    public let direction: Int

    @inlinable
    init(line: Double, direction: Int) {
      self.line = line
      self.direction = direction
    }
  }

  @usableFromInline var range: AverageTrueRange
  @usableFromInline let ranges: Double
  @usableFromInline var upper: Double
  @usableFromInline var lower: Double
  @usableFromInline var close: Double
  /// 0 before there is a line.
  @usableFromInline var direction: Int

  /// One that has seen nothing; `window` is one at least, `ranges` above zero.
  public init(window: Int = 10, ranges: Double = 3) {
    precondition(ranges > 0, "the line stands away from prices")
    range = AverageTrueRange(window: window)
    self.ranges = ranges
    upper = 0
    lower = 0
    close = 0
    direction = 0
  }

  /// Line and direction; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Value? {
    direction == 0 ? nil : Value(line: direction > 0 ? lower : upper, direction: direction)
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close newClose: Double) {
    range.update(high: high, low: low, close: newClose)
    if let width = range.value {
      let middle = (high + low) / 2
      let above = middle + ranges * width
      let below = middle - ranges * width
      if direction == 0 {
        upper = above
        lower = below
        direction = newClose > middle ? 1 : -1
      } else {
        upper = above < upper || close > upper ? above : upper
        lower = below > lower || close < lower ? below : lower
        if direction < 0, newClose > upper {
          direction = 1
        } else if direction > 0, newClose < lower {
          direction = -1
        }
      }
    }
    close = newClose
  }
}
