/// A price in units of its instrument's price scale: `ticks` x 10^-scale, in quote currency.
///
/// The scale belongs to the ``Instrument`` of the run, not to the number, so prices of two instruments must not meet.
@frozen
public struct Price: BitwiseCopyable, Hashable, Comparable, Sendable {
  /// Units of 10^-priceScale.
  public var ticks: Int64

  @inlinable
  public init(_ ticks: Int64) { self.ticks = ticks }

  @inlinable
  public static func < (a: Price, b: Price) -> Bool { a.ticks < b.ticks }
  @inlinable
  public static func + (a: Price, b: Price) -> Price { Price(a.ticks + b.ticks) }
  @inlinable
  public static func - (a: Price, b: Price) -> Price { Price(a.ticks - b.ticks) }
}

/// An amount of the base asset in units of its instrument's quantity scale: `units` x 10^-scale.
@frozen
public struct Quantity: BitwiseCopyable, Hashable, Comparable, Sendable {
  /// Units of 10^-quantityScale.
  public var units: Int64

  @inlinable
  public init(_ units: Int64) { self.units = units }

  @inlinable
  public static var zero: Quantity { Quantity(0) }

  @inlinable
  public static func < (a: Quantity, b: Quantity) -> Bool { a.units < b.units }
  @inlinable
  public static func + (a: Quantity, b: Quantity) -> Quantity { Quantity(a.units + b.units) }
  @inlinable
  public static func - (a: Quantity, b: Quantity) -> Quantity { Quantity(a.units - b.units) }
  @inlinable
  public static func += (a: inout Quantity, b: Quantity) { a.units += b.units }
  @inlinable
  public static func -= (a: inout Quantity, b: Quantity) { a.units -= b.units }

  /// The largest multiple of `step` that is not above this (for a quantity of zero or more).
  @inlinable
  public func roundedDown(to step: Quantity) -> Quantity { Quantity(units - units % step.units) }
}

/// An amount of one asset in units of the asset's scale (eight decimals or more): `units` x 10^-scale.
///
/// The product of a price and a quantity is exact: Int128 holds every product of two Int64.
@frozen
public struct Money: BitwiseCopyable, Hashable, Comparable, Sendable {
  /// Units of 10^-assetScale.
  public var units: Int128

  @inlinable
  public init(_ units: Int128) { self.units = units }

  @inlinable
  public static var zero: Money { Money(0) }

  @inlinable
  public static func < (a: Money, b: Money) -> Bool { a.units < b.units }
  @inlinable
  public static func + (a: Money, b: Money) -> Money { Money(a.units + b.units) }
  @inlinable
  public static func - (a: Money, b: Money) -> Money { Money(a.units - b.units) }
  @inlinable
  public static prefix func - (a: Money) -> Money { Money(-a.units) }
  @inlinable
  public static func += (a: inout Money, b: Money) { a.units += b.units }
  @inlinable
  public static func -= (a: inout Money, b: Money) { a.units -= b.units }
}
