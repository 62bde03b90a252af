public import Market

/// Where an order stands between acceptance and its end; what is done leaves the state as an event.
///
/// Legal ways: held -> awaitingPrice | taking | resting | armed; awaitingPrice -> taking | resting | armed; armed -> taking | resting;
/// taking -> resting (a limit's rest) | taking (the next bar); any -> done.
@frozen
public enum OrderState: UInt8, BitwiseCopyable, Hashable, Sendable {
  /// Waits for its parent's full fill.
  case held
  /// Arrived before the instrument had a price; the checks that need one wait too.
  case awaitingPrice
  /// Takes the next price.
  case taking
  /// Rests at its limit.
  case resting
  /// Waits for its stop price.
  case armed
}

/// An open order: a flat record in a slot.
@frozen
public struct Order: BitwiseCopyable, Sendable {
  public var id: OrderID
  public var tag: OrderTag
  public var clientID: NameID?
  public var terms: OrderTerms
  public var state: OrderState
  public var created: Timestamp
  public var filled: Quantity
  /// Decides between orders at one price: arrival, renewed when priority is lost.
  public var arrival: UInt64
  public var oco: NameID?
  public var parent: OrderID?
  /// What of the lock asset is locked for it (buys: quote, sells: base).
  public var locked: Money
  /// Price at which a buy's lock is reckoned.
  var lockPrice: Price

  @inlinable
  public var leaves: Quantity { terms.quantity - filled }
  /// Whether its fills pay its limit price at worst.
  var limit: Price? { terms.price }
}
