/// The change over the last `window` values: value - value `window` ago.
@frozen
public struct Momentum: NumberIndicator {
  @usableFromInline var recent: RecentValues

  /// A memory of `window` changes, one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    recent = RecentValues(window: window + 1)
  }

  /// The change; nil until `window` + 1 values have come.
  @inlinable
  public var value: Double? { recent.oldest.map { recent[0] - $0 } }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) { recent.update(value) }
}

/// The change over the last `window` values as a share of the older one, also called ROCP; times 100 it is ROC.
@frozen
public struct RateOfChange: NumberIndicator {
  @usableFromInline var recent: RecentValues

  /// A memory of `window` changes, one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    recent = RecentValues(window: window + 1)
  }

  /// (value - value `window` ago) / value `window` ago; nil until `window` + 1 values have come; 0 where the older one is zero.
  @inlinable
  public var value: Double? { recent.oldest.map { $0 == 0 ? 0 : (recent[0] - $0) / $0 } }

  /// The same in hundredths.
  @inlinable
  public var percent: Double? { value.map { 100 * $0 } }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) { recent.update(value) }
}

/// The natural logarithm of the ratio of the last value to the one `window` before.
@frozen
public struct LogReturn: NumberIndicator {
  @usableFromInline var recent: RecentValues

  /// A memory of `window` changes, one at least.
  public init(window: Int = 1) {
    precondition(window > 0, "a window holds one value at least")
    recent = RecentValues(window: window + 1)
  }

  /// The return; nil until `window` + 1 values have come.
  @inlinable
  public var value: Double? { recent.oldest.map { RealMathematics.naturalLogarithm(recent[0] / $0) } }

  /// Takes the next value, above zero.
  @inlinable
  public mutating func update(_ value: Double) { recent.update(value) }
}
