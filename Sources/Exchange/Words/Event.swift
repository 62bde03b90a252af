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

  package init(
    time: Timestamp, created: Timestamp, order: OrderID, tag: OrderTag, clientID: NameID?, oco: NameID?,
    parent: OrderID?, terms: OrderTerms
  ) {
    self.time = time
    self.created = created
    self.order = order
    self.tag = tag
    self.clientID = clientID
    self.oco = oco
    self.parent = parent
    self.terms = terms
  }
}

/// What of an accepted order is rarely there: follows ``OrderAccepted`` where one of them is.
@frozen
public struct OrderConditions: BitwiseCopyable, Sendable {
  public var time: Timestamp
  /// How far the price turns back before a trailing stop wakes; zero: no trailing stop.
  public var callbackRate: Rate
  /// When a GTD order ends.
  public var expireTime: Timestamp?
  public var order: OrderID
  public var instrument: InstrumentID

  package init(time: Timestamp, order: OrderID, instrument: InstrumentID, callbackRate: Rate, expireTime: Timestamp?) {
    self.time = time
    self.callbackRate = callbackRate
    self.expireTime = expireTime
    self.order = order
    self.instrument = instrument
  }
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

  package init(
    time: Timestamp, created: Timestamp, order: OrderID, tag: OrderTag, clientID: NameID?, reason: Refusal,
    terms: OrderTerms
  ) {
    self.time = time
    self.created = created
    self.order = order
    self.tag = tag
    self.clientID = clientID
    self.reason = reason
    self.terms = terms
  }
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

  package init(
    time: Timestamp, order: OrderID, number: UInt32, price: Price, quantity: Quantity, fee: Money, realized: Money,
    mark: Price, firstPrice: Price, instrument: InstrumentID, feeAsset: AssetID, side: Side, liquidity: Liquidity,
    reason: FillReason, isComplete: Bool
  ) {
    self.time = time
    self.order = order
    self.number = number
    self.price = price
    self.quantity = quantity
    self.fee = fee
    self.realized = realized
    self.mark = mark
    self.firstPrice = firstPrice
    self.instrument = instrument
    self.feeAsset = feeAsset
    self.side = side
    self.liquidity = liquidity
    self.reason = reason
    self.isComplete = isComplete
  }
}

/// An order that woke or was let go, with the price that did it.
@frozen
public struct OrderStep: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var order: OrderID
  public var instrument: InstrumentID
  public var price: Price

  package init(time: Timestamp, order: OrderID, instrument: InstrumentID, price: Price) {
    self.time = time
    self.order = order
    self.instrument = instrument
    self.price = price
  }
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

  package init(time: Timestamp, order: OrderID, instrument: InstrumentID, filled: Quantity, reason: Refusal?) {
    self.time = time
    self.order = order
    self.instrument = instrument
    self.filled = filled
    self.reason = reason
  }
}

/// A changed order.
@frozen
public struct OrderAmended: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var order: OrderID
  public var terms: OrderTerms

  package init(time: Timestamp, order: OrderID, terms: OrderTerms) {
    self.time = time
    self.order = order
    self.terms = terms
  }
}

/// A cancel or amend that the exchange refused.
@frozen
public struct CommandRejected: BitwiseCopyable, Sendable {
  public var time: Timestamp
  /// The order meant, when it ever existed.
  public var order: OrderID?
  public var isAmend: Bool
  public var reason: Refusal

  package init(time: Timestamp, order: OrderID?, isAmend: Bool, reason: Refusal) {
    self.time = time
    self.order = order
    self.isAmend = isAmend
    self.reason = reason
  }
}

/// An asset's balance after a change.
@frozen
public struct BalanceChanged: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var free: Money
  public var locked: Money
  public var asset: AssetID

  package init(time: Timestamp, free: Money, locked: Money, asset: AssetID) {
    self.time = time
    self.free = free
    self.locked = locked
    self.asset = asset
  }
}

/// What the exchange says: the only output of the state machine. Flat, 96 bytes at most.
@frozen
public enum Event: BitwiseCopyable, Sendable {
  case accepted(OrderAccepted)
  /// Behind the acceptance of a trailing stop or a GTD order: the rest of its terms.
  case conditions(OrderConditions)
  case rejected(OrderRejected)
  case filled(Fill)
  case triggered(OrderStep)
  /// A child order let go by its parent's fill.
  case released(OrderStep)
  case canceled(OrderEnded)
  case expired(OrderEnded)
  case amended(OrderAmended)
  /// A trailing stop that has begun to follow the price.
  case activated(OrderStep)
  case commandRejected(CommandRejected)
  /// For the owner's view; the journal has only the final ones.
  case balance(BalanceChanged)
  /// What happened to the account, orders and fills apart.
  case account(AccountEvent)

  /// The instrument it is about; nil for balances and for commands that named no order.
  public var instrument: InstrumentID? {
    switch self {
    case .accepted(let event): event.terms.instrument
    case .conditions(let event): event.instrument
    case .rejected(let event): event.terms.instrument
    case .filled(let event): event.instrument
    case .triggered(let event), .released(let event), .activated(let event): event.instrument
    case .canceled(let event), .expired(let event): event.instrument
    case .amended(let event): event.terms.instrument
    case .account(let event): event.instrument
    case .commandRejected, .balance: nil
    }
  }

  /// When it happened at the exchange.
  public var time: Timestamp {
    switch self {
    case .accepted(let event): event.time
    case .conditions(let event): event.time
    case .rejected(let event): event.time
    case .filled(let event): event.time
    case .triggered(let event), .released(let event), .activated(let event): event.time
    case .canceled(let event), .expired(let event): event.time
    case .amended(let event): event.time
    case .commandRejected(let event): event.time
    case .balance(let event): event.time
    case .account(let event): event.time
    }
  }
}

/// What the account is worth at one instant: at each close that moves it and after each fill (METRICS: marks).
@frozen
public struct EquityMark: BitwiseCopyable, Sendable {
  /// What moved it.
  @frozen
  public enum Cause: UInt8, BitwiseCopyable, Sendable {
    /// The price of an instrument as trading begins; equity counts for nothing yet.
    case price
    /// All that is held can be priced: the initial equity.
    case start
    /// A bar's close.
    case close
    /// A fill.
    case fill
    /// A mark price.
    case mark
    /// A print.
    case print
  }

  public var time: Timestamp
  /// At ``Valuation/scale``.
  public var equity: Money
  /// Range and last price of the instrument that moved it: of the closed bar, or the fill's mark.
  public var open: Price
  public var high: Price
  public var low: Price
  public var close: Price
  /// Events of the same buffer that came before it.
  public var eventsBefore: Int32
  public var instrument: InstrumentID
  public var cause: Cause
  /// Whether the closed bar's low came before its high.
  public var isLowFirst: Bool

  @inlinable
  public init(
    time: Timestamp, equity: Money, open: Price, high: Price, low: Price, close: Price, instrument: InstrumentID,
    cause: Cause, isLowFirst: Bool = true
  ) {
    self.time = time
    self.equity = equity
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    eventsBefore = 0
    self.instrument = instrument
    self.cause = cause
    self.isLowFirst = isLowFirst
  }
}

/// Events and equity marks of one input, or of many: a buffer that keeps its room.
public struct EventBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Event>
  @usableFromInline var capacity: Int
  @usableFromInline var markBase: UnsafeMutablePointer<EquityMark>
  @usableFromInline var markCapacity: Int
  @usableFromInline var eventCount: Int
  @usableFromInline var heldMarks: Int

  /// Events held.
  @inlinable
  public var count: Int { eventCount }
  /// Marks held.
  @inlinable
  public var markCount: Int { heldMarks }

  /// An empty buffer.
  public init(capacity: Int = 64) {
    self.capacity = Swift.max(capacity, 16)
    base = .allocate(capacity: self.capacity)
    eventCount = 0
    markCapacity = self.capacity
    markBase = .allocate(capacity: markCapacity)
    heldMarks = 0
  }

  deinit {
    base.deallocate()
    markBase.deallocate()
  }

  @inlinable
  public var isEmpty: Bool { count == 0 }

  @inlinable
  public subscript(index: Int) -> Event { base[index] }

  /// Adds one event.
  @inlinable @inline(__always)
  public mutating func append(_ event: Event) {
    if count == capacity { grow() }
    (base + count).initialize(to: event)
    eventCount += 1
  }

  /// Adds one mark, after the events held so far.
  @inlinable @inline(__always)
  public mutating func append(_ mark: EquityMark) {
    if markCount == markCapacity { growMarks() }
    (markBase + markCount).initialize(to: mark)
    markBase[markCount].eventsBefore = Int32(truncatingIfNeeded: count)
    heldMarks += 1
  }

  /// Adds what another buffer holds, without the balances, which are for the owner's view alone.
  public mutating func append(journalOf other: borrowing EventBuffer) {
    var mark = 0
    for index in 0..<other.count {
      while mark < other.markCount, Int(other.markBase[mark].eventsBefore) <= index {
        append(other.markBase[mark])
        mark += 1
      }
      switch other.base[index] {
      case .balance, .account(.position): continue
      default: append(other.base[index])
      }
    }
    while mark < other.markCount {
      append(other.markBase[mark])
      mark += 1
    }
  }

  /// Forgets all, keeps the room.
  @inlinable
  public mutating func removeAll() {
    eventCount = 0
    heldMarks = 0
  }

  /// The marks, valid inside the call.
  public borrowing func withMarks<Result>(_ body: (UnsafeBufferPointer<EquityMark>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: markBase, count: markCount))
  }

  @usableFromInline
  mutating func growMarks() {
    let next = UnsafeMutablePointer<EquityMark>.allocate(capacity: markCapacity * 2)
    next.moveInitialize(from: markBase, count: markCount)
    markBase.deallocate()
    markBase = next
    markCapacity *= 2
  }

  /// The events, valid inside the call.
  public borrowing func withEvents<Result>(_ body: (UnsafeBufferPointer<Event>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: base, count: count))
  }

  @inline(never) @usableFromInline
  mutating func grow() {
    let next = UnsafeMutablePointer<Event>.allocate(capacity: capacity * 2)
    next.moveInitialize(from: base, count: count)
    base.deallocate()
    base = next
    capacity *= 2
  }
}
