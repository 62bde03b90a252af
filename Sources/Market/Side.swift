/// Buy or sell, as a sign: a rule is written once for the buy, and prices are multiplied by the sign.
@frozen
public enum Side: Int8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  case buy = 1
  case sell = -1

  /// +1 for a buy, -1 for a sell.
  @inlinable
  public var sign: Int64 { Int64(rawValue) }

  @inlinable
  public var opposite: Side { self == .buy ? .sell : .buy }

  /// Whether `price` is at `limit` or better for this side.
  @inlinable
  public func reaches(_ price: Price, limit: Price) -> Bool { sign * price.ticks <= sign * limit.ticks }

  /// The word of the API: `buy` or `sell`.
  public var name: StaticString { self == .buy ? "buy" : "sell" }
}

extension Side: CustomStringConvertible {
  public var description: String { name.description }
}
