/// An average that hurries after falling prices and hangs back in rising ones.
///
/// state + (value - state) / (`window` x (value / state)^4), starting from the first value, which is above zero as all are. After a fall so
/// deep that this would go past the value it stops at the value. Each update is constant work. Source: McGinley, Journal of Technical Analysis, 1997.
@frozen
public struct McGinleyDynamic: NumberIndicator {
  /// The length it behaves like in calm markets.
  public let window: Int
  @usableFromInline var state: Double
  @usableFromInline var missing: Int

  /// An average that has seen nothing; `window` is one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    self.window = window
    state = 0
    missing = window
  }

  /// The average; nil until `window` values have come.
  @inlinable
  public var value: Double? { missing == 0 ? state : nil }

  /// Takes the next value, above zero.
  @inlinable
  public mutating func update(_ value: Double) {
    if missing == window {
      state = value
    } else {
      let ratio = value / state
      let square = ratio * ratio
      let share = 1 / (Double(window) * square * square)
      if share < 1 { state += share * (value - state) } else { state = value }
    }
    if missing > 0 { missing -= 1 }
  }
}
