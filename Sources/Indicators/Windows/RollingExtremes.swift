/// The greatest of the last `window` numbers. Constant work an update on average.
@frozen
public struct RollingMaximum: NumberIndicator {
  @usableFromInline var queue: MonotonicQueue

  /// An empty window of `window` numbers, one at least.
  public init(window: Int) { queue = MonotonicQueue(window: window) }

  /// The greatest; nil until `window` numbers have come.
  @inlinable
  public var value: Double? { queue.isFull ? queue.greatest : nil }

  /// Updates since the greatest came, 0 for the newest; of equal ones the newest counts. Nil until `window` numbers have come.
  @inlinable
  public var age: Int? { queue.isFull ? queue.age : nil }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) { queue.update(value) }
}

/// The least of the last `window` numbers. Constant work an update on average.
@frozen
public struct RollingMinimum: NumberIndicator {
  /// Of the numbers with their signs turned.
  @usableFromInline var queue: MonotonicQueue

  /// An empty window of `window` numbers, one at least.
  public init(window: Int) { queue = MonotonicQueue(window: window) }

  /// The least; nil until `window` numbers have come.
  @inlinable
  public var value: Double? { queue.isFull ? -queue.greatest : nil }

  /// Updates since the least came, 0 for the newest; of equal ones the newest counts. Nil until `window` numbers have come.
  @inlinable
  public var age: Int? { queue.isFull ? queue.age : nil }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) { queue.update(-value) }
}

/// The band between the highest high and the lowest low of the last `window` bars.
@usableFromInline
@frozen
struct RollingRange: Sendable {
  @usableFromInline var highs: RollingMaximum
  @usableFromInline var lows: RollingMinimum

  @usableFromInline
  init(window: Int) {
    highs = RollingMaximum(window: window)
    lows = RollingMinimum(window: window)
  }

  @inlinable
  var high: Double? { highs.value }

  @inlinable
  var low: Double? { lows.value }

  @inlinable
  var middle: Double? {
    guard let high, let low else { return nil }
    return (high + low) / 2
  }

  @inlinable
  mutating func update(high: Double, low: Double) {
    highs.update(high)
    lows.update(low)
  }
}
