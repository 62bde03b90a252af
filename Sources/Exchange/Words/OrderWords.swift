/// What an order asks for.
@frozen
public enum OrderType: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// Takes what stands there.
  case market
  /// Fills at its price or better, or rests.
  case limit
  /// A market order once the stop price is reached.
  case stopMarket
  /// A limit order once the stop price is reached.
  case stopLimit
  /// A market order once the price has moved to the stop price in the position's favour.
  case takeProfitMarket
  /// A limit order once the price has moved to the stop price in the position's favour.
  case takeProfitLimit
  /// A market order once the price has turned back by the callback rate from its extreme.
  case trailingStopMarket

  /// The word of the API.
  public var name: StaticString {
    switch self {
    case .market: "market"
    case .limit: "limit"
    case .stopMarket: "stop_market"
    case .stopLimit: "stop_limit"
    case .takeProfitMarket: "take_profit_market"
    case .takeProfitLimit: "take_profit_limit"
    case .trailingStopMarket: "trailing_stop_market"
    }
  }

  /// Whether it has a limit price.
  @inlinable
  public var hasLimit: Bool { self == .limit || self == .stopLimit || self == .takeProfitLimit }
  /// Whether it must have a stop price. A trailing stop may have one: the price from which it follows.
  @inlinable
  public var hasStop: Bool {
    self == .stopMarket || self == .stopLimit || self == .takeProfitMarket || self == .takeProfitLimit
  }
  /// Whether it waits for a trigger: what Binance counts as an algo order.
  @inlinable
  public var isConditional: Bool { hasStop || self == .trailingStopMarket }
  /// Whether its trigger lies where the price comes from its own side: a buy's below, a sell's above.
  @inlinable
  public var takesProfit: Bool { self == .takeProfitMarket || self == .takeProfitLimit }
  /// Whether it takes at any price, at once or after its trigger.
  @inlinable
  public var isMarket: Bool { !hasLimit }
}

/// How long an order lives.
@frozen
public enum TimeInForce: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// Good till cancelled.
  case goodTillCanceled
  /// What can be filled at once is, the rest expires.
  case immediateOrCancel
  /// Filled whole at once or not at all.
  case fillOrKill
  /// Post-only (Binance's GTX): refused if it would take.
  case postOnly
  /// Good till its expiry time, at which it ends before commands of that instant.
  case goodTillDate

  /// The word of the API.
  public var name: StaticString {
    switch self {
    case .goodTillCanceled: "GTC"
    case .immediateOrCancel: "IOC"
    case .fillOrKill: "FOK"
    case .postOnly: "GTX"
    case .goodTillDate: "GTD"
    }
  }
}

/// Which price wakes an order.
@frozen
public enum TriggerSource: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  case last
  case mark
  case index

  /// The word of the API.
  public var name: StaticString {
    switch self {
    case .last: "last"
    case .mark: "mark"
    case .index: "index"
    }
  }
}

/// What happens when an order would trade with one of the same account: the arriving order's mode decides (Binance, STP FAQ; Bybit,
/// SMP; OKX, stpMode).
@frozen
public enum SelfTradePrevention: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// The account's orders may meet: they are left alone.
  case none
  /// The arriving order ends.
  case expireTaker
  /// The resting orders end.
  case expireMaker
  /// Both end.
  case expireBoth

  /// The word of the API.
  public var name: StaticString {
    switch self {
    case .none: "NONE"
    case .expireTaker: "EXPIRE_TAKER"
    case .expireMaker: "EXPIRE_MAKER"
    case .expireBoth: "EXPIRE_BOTH"
    }
  }
}

/// Whether a fill added liquidity or took it.
@frozen
public enum Liquidity: UInt8, BitwiseCopyable, Hashable, Sendable {
  case maker
  case taker

  /// The word of `fills.csv`.
  public var name: StaticString { self == .maker ? "maker" : "taker" }
}

/// An order's number at the exchange, counted from 1 in order of arrival.
@frozen
public struct OrderID: BitwiseCopyable, Hashable, Comparable, Sendable {
  public var number: UInt32

  @inlinable
  public init(_ number: UInt32) { self.number = number }

  @inlinable
  public static func < (a: OrderID, b: OrderID) -> Bool { a.number < b.number }
}

/// A strategy's handle on an order it sent, valid before the exchange has answered; counted from 1 in order of sending.
@frozen
public struct OrderTag: BitwiseCopyable, Hashable, Sendable {
  public var number: UInt32

  @inlinable
  public init(_ number: UInt32) { self.number = number }
}

/// An interned text, such as a client order id; see ``NameTable``.
@frozen
public struct NameID: BitwiseCopyable, Hashable, Sendable {
  public var number: UInt32

  @inlinable
  public init(_ number: UInt32) { self.number = number }
}

/// Texts that events refer to by number, so that an event holds no string.
public struct NameTable: Sendable {
  private var texts: [String] = []
  private var numbers: [String: UInt32] = [:]

  public init() {}

  /// The number of `text`, the same for the same text.
  public mutating func intern(_ text: String) -> NameID {
    if let number = numbers[text] { return NameID(number) }
    let number = UInt32(texts.count)
    texts.append(text)
    numbers[text] = number
    return NameID(number)
  }

  /// The text behind a number that this table gave out.
  public subscript(id: NameID) -> String { texts[Int(id.number)] }
}

/// A fraction as an exact decimal: units of 10^-12. Fees, participation, slippage, callback rates.
@frozen
public struct Rate: BitwiseCopyable, Hashable, Comparable, Sendable {
  @inlinable
  public static var scale: Int { 12 }
  @inlinable
  public static var one: Rate { Rate(units: 1_000_000_000_000) }
  @inlinable
  public static var zero: Rate { Rate(units: 0) }

  public var units: Int64

  @inlinable
  public init(units: Int64) { self.units = units }

  @inlinable
  public static func < (a: Rate, b: Rate) -> Bool { a.units < b.units }
}
