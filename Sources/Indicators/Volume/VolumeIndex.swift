/// NVI and PVI: prices followed only through bars whose volume fell, or only through those whose volume rose; both from 1,000.
///
/// In such a bar the index moves by the share the close moved. Each update is constant work. Source: Dysart 1936, Fosback 1976.
@frozen
public struct VolumeIndex: Sendable {
  /// Which bars count.
  @frozen
  public enum Bars: Sendable {
    /// Those with less volume than the bar before: the negative index.
    case fallingVolume
    /// Those with more volume than the bar before: the positive index.
    case risingVolume
  }

  @usableFromInline let bars: Bars
  @usableFromInline var level: Double
  @usableFromInline var last: (close: Double, volume: Double)?

  /// One that has seen nothing.
  public init(_ bars: Bars) {
    self.bars = bars
    level = 1_000
    last = nil
  }

  /// The index; nil before the first bar.
  @inlinable
  public var value: Double? { last == nil ? nil : level }

  /// Takes the next bar; closes are above zero.
  @inlinable
  public mutating func update(close: Double, volume: Double) {
    if let last {
      let counts = bars == .risingVolume ? volume > last.volume : volume < last.volume
      if counts { level *= close / last.close }
    }
    last = (close, volume)
  }
}
