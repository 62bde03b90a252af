public import Market

/// Where an order stands between acceptance and its end; what is done leaves the state as an event.
///
/// ``ways`` is the table of the legal ways; every other one is impossible.
@frozen
public enum OrderState: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// Waits for its parent's full fill.
  case held
  /// Arrived before the instrument had a price; the checks that need one wait too.
  case awaitingPrice
  /// Takes the next price.
  case taking
  /// Rests at its limit.
  case resting
  /// Waits for its trigger.
  case armed

  /// From where an order may go where; nil is its end.
  public static let ways: [(from: OrderState, to: OrderState?)] = [
    // Let go by its parent: into a market with a price, or without one.
    (.held, .awaitingPrice), (.held, nil),
    // The first price.
    (.awaitingPrice, .taking), (.awaitingPrice, .resting), (.awaitingPrice, .armed), (.awaitingPrice, nil),
    // Part of it taken: the rest takes the next bar or print, or rests at the limit.
    (.taking, .taking), (.taking, .resting), (.taking, nil),
    // An amended limit order can take.
    (.resting, .resting), (.resting, .taking), (.resting, nil),
    // The trigger; an amend arms it again.
    (.armed, .armed), (.armed, .taking), (.armed, .resting), (.armed, nil),
  ]

  /// Bit `to` of entry `from`: whether the way is in ``ways``.
  private static let masks: [UInt8] = allCases.map { from in
    ways.reduce(0) { mask, way in way.from == from ? mask | 1 << (way.to?.rawValue ?? 7) : mask }
  }

  /// Whether an order may go from here to `next`; nil is its end.
  func leads(to next: OrderState?) -> Bool { Self.masks[Int(rawValue)] >> (next?.rawValue ?? 7) & 1 == 1 }
}

/// An open order: a flat record in a slot.
@frozen
public struct Order: BitwiseCopyable, Sendable {
  public var id: OrderID
  public var tag: OrderTag
  public var clientID: NameID?
  public var terms: OrderTerms
  public internal(set) var state: OrderState
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
  /// How far the price turns back before a trailing stop wakes.
  public var callbackRate = Rate.zero
  /// When a GTD order ends.
  public var expireTime: Timestamp?
  /// The highest (of a sell; lowest of a buy) price a trailing stop has seen since it follows; nil: it does not follow yet.
  public internal(set) var extreme: Price?
  /// Where what it waits for lies: see ``Venue/list(_:_:)``.
  var place: Int32 = 0
  /// Its place in the queue at its limit, where it fills by that, and the arrival it joined with.
  public internal(set) var queue = QueuePlace(behind: 0)
  var queueArrival: UInt64 = 0
  /// Whether it has triggered.
  public internal(set) var hasTriggered = false

  @inlinable
  public var leaves: Quantity { terms.quantity - filled }
  /// Whether its fills pay its limit price at worst.
  var limit: Price? { terms.price }

  /// Goes on to `next`, which must be a legal way.
  mutating func go(to next: OrderState) {
    precondition(state.leads(to: next), "an order goes only the ways of OrderState.ways")
    state = next
  }

  /// Whether a rising (+1) or a falling (-1) price reaches what it waits for: its stop, or what a trailing stop that does not follow
  /// yet waits for.
  var wakeSign: Int64 {
    let isBehind = terms.type.takesProfit || (terms.type == .trailingStopMarket && extreme == nil)
    return isBehind ? -terms.side.sign : terms.side.sign
  }

  /// The price at which it wakes, or begins to follow.
  func wakePrice(step: Price) -> Price? {
    guard terms.type == .trailingStopMarket, let extreme else { return terms.stopPrice }
    return trailingTrigger(extreme, step: step)
  }

  /// The first price step that satisfies a trailing stop's rule: a sell's price at or below extreme x (1 - rate), a buy's at or above
  /// extreme x (1 + rate) (Binance spot, trailing-stop FAQ; USD-M new order).
  private func trailingTrigger(_ extreme: Price, step: Price) -> Price {
    let factor = Int128(Rate.one.units) + Int128(terms.side.sign) * Int128(callbackRate.units)
    let steps = divide(
      Int128(extreme.ticks) * factor, by: Int128(Rate.one.units) * Int128(step.ticks),
      terms.side == .buy ? .up : .down)
    return Price(Int64(clamping: steps) * step.ticks)
  }
}
