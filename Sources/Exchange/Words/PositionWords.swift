public import Market

/// Which way a position is held.
@frozen
public enum PositionSide: Int8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  case long = 1
  case short = -1

  /// +1 for long, -1 for short.
  @inlinable
  public var sign: Int128 { Int128(rawValue) }

  /// The word of the API and of the files.
  public var name: StaticString { self == .long ? "long" : "short" }
}

/// Whether an instrument has one position or a long one beside a short one.
@frozen
public enum PositionMode: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  case oneWay
  case hedge

  /// The word of a scenario.
  public var name: StaticString { self == .oneWay ? "one_way" : "hedge" }
}

/// What stands behind a position: all of the margin asset's wallet, or a margin of its own.
@frozen
public enum MarginMode: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  case cross
  case isolated

  /// The word of a scenario.
  public var name: StaticString { self == .cross ? "cross" : "isolated" }
}

/// How many times its initial margin a position may be worth, in hundredths: OKX's brackets have such as 66.66.
@frozen
public struct Leverage: BitwiseCopyable, Hashable, Comparable, Sendable {
  public var hundredths: UInt32

  @inlinable
  public init(hundredths: UInt32) { self.hundredths = hundredths }

  /// One: no leverage.
  @inlinable
  public static var one: Leverage { Leverage(hundredths: 100) }

  @inlinable
  public static func < (a: Leverage, b: Leverage) -> Bool { a.hundredths < b.hundredths }

  /// A leverage of an exact decimal with two places at most; nil below 0.01 or with more places.
  public init?(_ value: FixedDecimal) {
    guard let units = value.int64Units(atScale: 2), units > 0, let hundredths = UInt32(exactly: units) else {
      return nil
    }
    self.init(hundredths: hundredths)
  }

  /// As a decimal.
  public var decimal: FixedDecimal { FixedDecimal(units: Int128(hundredths), scale: 2).reduced }

  /// What of `notional` must be there as margin, rounded up at the asset's scale (no source names the rounding: against the user).
  @inlinable
  public func margin(of notional: Int128) -> Int128 {
    divide(multiply(notional, 100), by: Int128(hundredths), .up)
  }
}
