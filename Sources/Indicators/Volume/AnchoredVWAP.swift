/// The mean price of everything traded since an anchor, each price weighing its volume, and how far prices spread around it.
///
/// It begins at the first bar and again wherever ``restart()`` says: at a session's start, an extreme, an entry. Sums are carried to 106
/// bits, of differences from the first price after the anchor. Each update is constant work.
@frozen
public struct AnchoredVWAP: Sendable {
  @usableFromInline var volumes: CompensatedSum
  @usableFromInline var turnover: CompensatedSum
  @usableFromInline var squares: CompensatedSum
  @usableFromInline var origin: Double?

  /// One that begins with the first bar it takes.
  public init() {
    volumes = CompensatedSum()
    turnover = CompensatedSum()
    squares = CompensatedSum()
    origin = nil
  }

  /// The mean price; nil until something has traded since the anchor.
  @inlinable
  public var value: Double? {
    guard let origin, volumes.value > 0 else { return nil }
    return origin + turnover.value / volumes.value
  }

  /// The standard deviation of prices around it, weighted alike.
  @inlinable
  public var standardDeviation: Double? {
    guard volumes.value > 0 else { return nil }
    let mean = turnover.value / volumes.value
    return max(0, squares.value / volumes.value - mean * mean).squareRoot()
  }

  /// Forgets everything: the next bar is the first after the anchor.
  @inlinable
  public mutating func restart() {
    volumes = CompensatedSum()
    turnover = CompensatedSum()
    squares = CompensatedSum()
    origin = nil
  }

  /// Takes the next bar with its typical price (high + low + close) / 3.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double, volume: Double) {
    update((high + low + close) / 3, volume: volume)
  }

  /// Takes the next price and what traded at it.
  @inlinable
  public mutating func update(_ price: Double, volume: Double) {
    let distance = price - (origin ?? price)
    if origin == nil { origin = price }
    volumes.add(volume)
    turnover.add(distance * volume)
    squares.add(distance * distance * volume)
  }
}
