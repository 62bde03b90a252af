/// How far the middle of bars moved for the volume it took, a simple mean over the last `window` changes.
///
/// Change of (high + low) / 2 x (high - low) x `scale` / volume; a bar without volume counts as none. Each update is constant work. Source:
/// Arms.
@frozen
public struct EaseOfMovement: Sendable {
  @usableFromInline var average: SimpleMovingAverage
  @usableFromInline let scale: Double
  @usableFromInline var last: Double?

  /// An empty window of `window` changes, one at least; `scale` brings the figures to a handy size.
  public init(window: Int = 14, scale: Double = 1) {
    average = SimpleMovingAverage(window: window)
    self.scale = scale
    last = nil
  }

  /// The mean; nil until `window` + 1 bars have come.
  @inlinable
  public var value: Double? { average.value }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, volume: Double) {
    let middle = (high + low) / 2
    if let last { average.update(volume > 0 ? (middle - last) * (high - low) * scale / volume : 0) }
    last = middle
  }
}
