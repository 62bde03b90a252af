public import Market

/// An order that the exchange took in.
@frozen
public struct OrderAccepted: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var created: Timestamp
  public var order: OrderID
  public var tag: OrderTag
  public var clientID: NameID?
  public var oco: NameID?
  public var parent: OrderID?
  public var terms: OrderTerms
}

/// An order that the exchange refused.
@frozen
public struct OrderRejected: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var created: Timestamp
  public var order: OrderID
  public var tag: OrderTag
  public var clientID: NameID?
  public var reason: Refusal
  public var terms: OrderTerms
}

/// Why a fill happened.
@frozen
public enum FillReason: UInt8, BitwiseCopyable, Hashable, Sendable {
  case order
  case liquidation
  case settlement

  /// The word of `fills.csv`.
  public var name: StaticString {
    switch self {
    case .order: "order"
    case .liquidation: "liquidation"
    case .settlement: "settlement"
    }
  }
}

/// One trade of one own order.
@frozen
public struct Fill: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var order: OrderID
  /// Counted from 1.
  public var number: UInt32
  public var price: Price
  public var quantity: Quantity
  /// Positive when paid, at the scale of ``feeAsset``.
  public var fee: Money
  /// Profit of what this fill closed, without fees, in the quote asset.
  public var realized: Money
  /// The instrument's price in force at the fill's instant: what equity uses.
  public var mark: Price
  /// The first price available to the order, before slippage.
  public var firstPrice: Price
  public var instrument: InstrumentID
  public var feeAsset: AssetID
  public var side: Side
  public var liquidity: Liquidity
  public var reason: FillReason
  /// Whether the order is filled whole.
  public var isComplete: Bool
}

/// An order that woke or was let go, with the price that did it.
@frozen
public struct OrderStep: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var order: OrderID
  public var instrument: InstrumentID
  public var price: Price
}

/// An order that ended without being filled whole.
@frozen
public struct OrderEnded: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var order: OrderID
  public var instrument: InstrumentID
  /// What had been filled before.
  public var filled: Quantity
  /// Nil: the owner asked for it.
  public var reason: Refusal?
}

/// A changed order.
@frozen
public struct OrderAmended: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var order: OrderID
  public var terms: OrderTerms
}

/// A cancel or amend that the exchange refused.
@frozen
public struct CommandRejected: BitwiseCopyable, Sendable {
  public var time: Timestamp
  /// The order meant, when it ever existed.
  public var order: OrderID?
  public var isAmend: Bool
  public var reason: Refusal
}

/// An asset's balance after a change.
@frozen
public struct BalanceChanged: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var free: Money
  public var locked: Money
  public var asset: AssetID
}

/// What the exchange says: the only output of the state machine. Flat, 96 bytes at most.
@frozen
public enum Event: BitwiseCopyable, Sendable {
  case accepted(OrderAccepted)
  case rejected(OrderRejected)
  case filled(Fill)
  case triggered(OrderStep)
  /// A child order let go by its parent's fill.
  case released(OrderStep)
  case canceled(OrderEnded)
  case expired(OrderEnded)
  case amended(OrderAmended)
  case commandRejected(CommandRejected)
  /// For the owner's view; the journal has only the final ones.
  case balance(BalanceChanged)

  /// When it happened at the exchange.
  public var time: Timestamp {
    switch self {
    case .accepted(let event): event.time
    case .rejected(let event): event.time
    case .filled(let event): event.time
    case .triggered(let event), .released(let event): event.time
    case .canceled(let event), .expired(let event): event.time
    case .amended(let event): event.time
    case .commandRejected(let event): event.time
    case .balance(let event): event.time
    }
  }
}

/// Events of one input, or of many: a buffer that keeps its room.
public struct EventBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Event>
  @usableFromInline var capacity: Int
  /// Events held.
  public internal(set) var count: Int

  /// An empty buffer.
  public init(capacity: Int = 64) {
    self.capacity = Swift.max(capacity, 16)
    base = .allocate(capacity: self.capacity)
    count = 0
  }

  deinit { base.deallocate() }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  @inlinable
  public subscript(index: Int) -> Event { base[index] }

  /// Adds one event.
  public mutating func append(_ event: Event) {
    if count == capacity { grow() }
    (base + count).initialize(to: event)
    count += 1
  }

  /// Adds the events of another buffer.
  public mutating func append(contentsOf other: borrowing EventBuffer) {
    for index in 0..<other.count { append(other.base[index]) }
  }

  /// Forgets all, keeps the room.
  public mutating func removeAll() { count = 0 }

  /// The events, valid inside the call.
  public borrowing func withEvents<Result>(_ body: (UnsafeBufferPointer<Event>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: base, count: count))
  }

  private mutating func grow() {
    let next = UnsafeMutablePointer<Event>.allocate(capacity: capacity * 2)
    next.moveInitialize(from: base, count: count)
    base.deallocate()
    base = next
    capacity *= 2
  }
}
