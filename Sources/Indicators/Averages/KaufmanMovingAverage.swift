/// KAMA: an exponential average that is quick where prices move straight and slow where they wander.
///
/// With the ``EfficiencyRatio`` e the newest value weighs (e (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1))^2; it starts from
/// the value before the first that has a ratio. Each update is constant work. Source: Kaufman, Smarter Trading, 1995.
@frozen
public struct KaufmanMovingAverage: NumberIndicator {
  @usableFromInline var ratio: EfficiencyRatio
  @usableFromInline let quick: Double
  @usableFromInline let calm: Double
  @usableFromInline var state: Double

  /// An average that has seen nothing; `window` counts the changes of the ratio.
  public init(window: Int, fast: Int = 2, slow: Int = 30) {
    ratio = EfficiencyRatio(window: window)
    quick = 2 / (Double(fast) + 1)
    calm = 2 / (Double(slow) + 1)
    state = 0
  }

  /// The average; nil until `window` + 1 values have come.
  @inlinable
  public var value: Double? { ratio.recent.isFull ? state : nil }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    ratio.update(value)
    guard let efficiency = ratio.value else {
      state = value
      return
    }
    let root = efficiency * (quick - calm) + calm
    state += root * root * (value - state)
  }
}
