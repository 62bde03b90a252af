/// The sum of the last `window` numbers, carried to 106 bits: no errors pile up. A window of zeros sums to zero exactly.
@frozen
public struct RollingTotal: NumberIndicator {
  @usableFromInline var values: RecentValues
  @usableFromInline var total: CompensatedSum
  /// How many of the newest numbers are zero.
  @usableFromInline var zeros: Int

  /// An empty window of `window` numbers, one at least.
  public init(window: Int) {
    values = RecentValues(window: window)
    total = CompensatedSum()
    zeros = 0
  }

  /// Numbers summed.
  @inlinable
  public var window: Int { values.window }

  /// The sum of the numbers there are.
  @inlinable
  public var sum: Double { total.value }

  /// Whether `window` numbers have come.
  @inlinable
  public var isFull: Bool { values.isFull }

  /// The sum; nil until `window` numbers have come.
  @inlinable
  public var value: Double? { isFull ? total.value : nil }

  /// The mean; nil until `window` numbers have come.
  @inlinable
  public var mean: Double? { isFull ? total.value / Double(window) : nil }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    total.add(value)
    total.add(-values.update(value))
    zeros = value == 0 ? zeros + 1 : 0
    if zeros >= window { total = CompensatedSum() }
  }
}
