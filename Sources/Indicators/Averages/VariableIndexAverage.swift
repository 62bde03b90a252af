/// VIDYA: an exponential average of `window` whose weight is scaled by how one-sided movement is.
///
/// The newest value weighs 2 / (window + 1) x |``ChandeMomentumOscillator``| / 100, the oscillator over `momentum` changes; it starts
/// from the value before the first that has one. Each update is constant work. Source: Chande, Technical Analysis of Stocks & Commodities,
/// October 1995.
@frozen
public struct VariableIndexAverage: NumberIndicator {
  @usableFromInline var oscillator: ChandeMomentumOscillator
  @usableFromInline let weight: Double
  @usableFromInline var state: Double

  /// An average that has seen nothing; both counts are one at least.
  public init(window: Int, momentum: Int = 9) {
    precondition(window > 0, "a window holds one value at least")
    oscillator = ChandeMomentumOscillator(window: momentum)
    weight = 2 / (Double(window) + 1)
    state = 0
  }

  /// The average; nil until `momentum` + 1 values have come.
  @inlinable
  public var value: Double? { oscillator.value == nil ? nil : state }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    oscillator.update(value)
    guard let momentum = oscillator.value else {
      state = value
      return
    }
    state += weight * (momentum.magnitude / 100) * (value - state)
  }
}
