/// The exponential average of the close's change times the volume.
///
/// Each update is constant work. Source: Elder, Trading for a Living, 1993.
@frozen
public struct ForceIndex: Sendable {
  @usableFromInline var average: ExponentialMovingAverage
  @usableFromInline var last: Double?

  /// One that has seen nothing; `window` is one at least, and one is the raw force.
  public init(window: Int = 13) {
    average = ExponentialMovingAverage(window: window)
    last = nil
  }

  /// The average; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Double? { average.value }

  /// Takes the next bar.
  @inlinable
  public mutating func update(close: Double, volume: Double) {
    if let last { average.update((close - last) * volume) }
    last = close
  }
}
