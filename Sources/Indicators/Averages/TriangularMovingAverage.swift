/// TRIMA: a mean whose weights rise to the middle of the window and fall again: a simple average of a simple average.
///
/// Over (`window` + 1) / 2 twice where the window is odd, over half of it and half of it plus one where it is even. Each update is
/// constant work.
@frozen
public struct TriangularMovingAverage: NumberIndicator {
  @usableFromInline var inner: SimpleMovingAverage
  @usableFromInline var outer: SimpleMovingAverage

  /// An empty window of `window` numbers, one at least.
  public init(window: Int) {
    inner = SimpleMovingAverage(window: (window + 1) / 2)
    outer = SimpleMovingAverage(window: window / 2 + 1)
  }

  /// The average; nil until `window` numbers have come.
  @inlinable
  public var value: Double? { outer.value }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    inner.update(value)
    outer.update(ifAny: inner.value)
  }
}
