/// The relative strength index (Wilder 1978): how much of recent movement went up, 0 to 100.
///
/// 100 x gain / (gain + loss), where gain and loss are the mean rise and fall of the first `window` changes, and after that
/// (mean x (window - 1) + newest) / window. Without any movement it is 50. Each update is constant work.
@frozen
public struct WilderRSI: NumberIndicator {
  /// Changes averaged.
  public let window: Int
  @usableFromInline var last: Double
  @usableFromInline var gain: Double
  @usableFromInline var loss: Double
  /// Values still to come until there is an index: `window` + 1 at first, since changes are counted.
  @usableFromInline var missing: Int

  /// An index that has seen nothing; `window` is one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one change at least")
    self.window = window
    last = 0
    gain = 0
    loss = 0
    missing = window + 1
  }

  /// The index, 0 to 100; nil until `window` + 1 values have come.
  @inlinable
  public var value: Double? {
    guard missing == 0 else { return nil }
    let movement = gain + loss
    return movement > 0 ? 100 * gain / movement : 50
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    let change = value - last
    last = value
    let rise = change > 0 ? change : 0
    let fall = change < 0 ? -change : 0
    if missing == 0 {
      gain = (gain * Double(window - 1) + rise) / Double(window)
      loss = (loss * Double(window - 1) + fall) / Double(window)
      return
    }
    missing -= 1
    // The first value has none before it to change from.
    if missing == window { return }
    gain += rise
    loss += fall
    if missing == 0 {
      gain /= Double(window)
      loss /= Double(window)
    }
  }
}
