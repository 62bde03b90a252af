/// What a straight line through the last `window` numbers needs: their sum, the sum weighted by place and the sum of squares, all of
/// differences from an origin near them, so that nothing is lost between large numbers.
///
/// Every `window` updates the sums become those that were gathered apart meanwhile, from a nearer origin: rounding errors live for
/// two windows at most. Each update is constant work.
@usableFromInline
@frozen
struct RollingTrend: Sendable {
  @usableFromInline var values: RecentValues
  @usableFromInline var origin: Double
  @usableFromInline var sum: Double
  /// The oldest once, the newest `window` times.
  @usableFromInline var weighted: Double
  @usableFromInline var squares: Double
  @usableFromInline var nextOrigin: Double
  @usableFromInline var nextSum: Double
  @usableFromInline var nextWeighted: Double
  @usableFromInline var nextSquares: Double
  /// Numbers gathered for the next round.
  @usableFromInline var gathered: Int
  /// How many of the newest numbers are the same.
  @usableFromInline var equal: Int

  @usableFromInline
  init(window: Int) {
    values = RecentValues(window: window)
    origin = 0
    sum = 0
    weighted = 0
    squares = 0
    nextOrigin = 0
    nextSum = 0
    nextWeighted = 0
    nextSquares = 0
    gathered = 0
    equal = 0
  }

  /// Whether all numbers of the window are the same.
  @inlinable
  var isFlat: Bool { equal >= values.window }

  @inlinable
  mutating func update(_ value: Double) {
    equal = values.count > 0 && values[0] == value ? equal + 1 : 1
    if values.count == 0 {
      origin = value
      nextOrigin = value
    }
    let count = Double(values.window)
    let full = values.isFull
    let leaving = values.update(value)
    let new = value - origin
    if full {
      let old = leaving - origin
      weighted += count * new - sum
      sum += new - old
      squares += new * new - old * old
    } else {
      sum += new
      weighted += Double(values.count) * new
      squares += new * new
    }
    let near = value - nextOrigin
    gathered += 1
    nextSum += near
    nextWeighted += Double(gathered) * near
    nextSquares += near * near
    if gathered == values.window { startNextRound() }
  }

  @inlinable
  mutating func startNextRound() {
    origin = nextOrigin
    sum = nextSum
    weighted = nextWeighted
    squares = nextSquares
    nextOrigin = origin + sum / Double(values.window)
    nextSum = 0
    nextWeighted = 0
    nextSquares = 0
    gathered = 0
  }
}
