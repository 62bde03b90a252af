/// The value below which a share of the last `window` numbers lies; with a half it is their median.
///
/// Between two numbers it lies on the straight line, at place `quantile` x (window - 1) of the sorted window. An update finds its places by
/// halving and moves the numbers between them: up to `window` moves, without allocation.
@frozen
public struct RollingQuantile: NumberIndicator {
  @usableFromInline var recent: RecentValues
  /// The numbers of the window in order; beyond their count, nothing.
  @usableFromInline var sorted: [Double]
  @usableFromInline let below: Int
  @usableFromInline let share: Double

  /// An empty window of `window` numbers, one at least; `quantile` is from 0 to 1.
  public init(window: Int, quantile: Double) {
    precondition(quantile >= 0 && quantile <= 1, "a quantile is a share of the window")
    recent = RecentValues(window: window)
    sorted = Array(repeating: 0, count: window)
    let place = quantile * Double(window - 1)
    below = Int(place)
    share = place - Double(below)
  }

  /// The median of the last `window` numbers.
  public static func median(window: Int) -> RollingQuantile { RollingQuantile(window: window, quantile: 0.5) }

  /// The quantile; nil until `window` numbers have come.
  @inlinable
  public var value: Double? {
    guard recent.isFull else { return nil }
    let lower = sorted[below]
    return share > 0 ? lower + share * (sorted[below + 1] - lower) : lower
  }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    let count = recent.count
    let full = recent.isFull
    let leaving = recent.update(value)
    var hole = full ? place(of: leaving, among: count) : count
    while hole > 0, sorted[hole - 1] > value {
      sorted[hole] = sorted[hole - 1]
      hole -= 1
    }
    while hole + 1 < (full ? count : count + 1), sorted[hole + 1] < value {
      sorted[hole] = sorted[hole + 1]
      hole += 1
    }
    sorted[hole] = value
  }

  /// The first place among the first `count` whose number isn't below `value`.
  @inlinable
  func place(of value: Double, among count: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
