public import Market

/// A trade of the market.
@frozen
public struct Print: BitwiseCopyable, Hashable, Sendable {
  public var time: Timestamp
  public var price: Price
  public var quantity: Quantity
  public var instrument: InstrumentID
  /// Side of the taker: +1 bought, -1 sold, 0 not known.
  public var side: Int8
  /// Whether it was made off the book, so that nobody could have traded at its price.
  public var isOffBook: Bool

  @inlinable
  public init(
    time: Timestamp, instrument: InstrumentID, price: Price, quantity: Quantity, side: Int8 = 0, isOffBook: Bool = false
  ) {
    self.time = time
    self.price = price
    self.quantity = quantity
    self.instrument = instrument
    self.side = side
    self.isOffBook = isOffBook
  }
}

/// A mark or index price as it was streamed.
@frozen
public struct PriceTick: BitwiseCopyable, Hashable, Sendable {
  public var time: Timestamp
  public var instrument: InstrumentID
  /// Mark or index; never last.
  public var source: TriggerSource
  public var price: Price

  @inlinable
  public init(time: Timestamp, instrument: InstrumentID, source: TriggerSource, price: Price) {
    self.time = time
    self.instrument = instrument
    self.source = source
    self.price = price
  }
}

/// A funding settlement's row.
@frozen
public struct FundingRow: BitwiseCopyable, Hashable, Sendable {
  /// The settlement: a stamp under one second past a full minute is that minute.
  public var time: Timestamp
  public var instrument: InstrumentID
  /// Fraction of the notional; positive: longs pay.
  public var rate: Rate
  /// The mark price at the settlement, where the row has it.
  public var mark: Price?

  @inlinable
  public init(time: Timestamp, instrument: InstrumentID, rate: Rate, mark: Price? = nil) {
    self.time = time
    self.instrument = instrument
    self.rate = rate
    self.mark = mark
  }
}

/// What goes wrong at the exchange for a while.
@frozen
public enum FaultKind: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// Every command is refused.
  case maintenance
  /// Commands do not get there and answers do not come back until it ends.
  case disconnect
  /// Commands are refused at random.
  case reject
  /// Answers take longer.
  case delay

  /// The word of a scenario.
  public var name: StaticString {
    switch self {
    case .maintenance: "maintenance"
    case .disconnect: "disconnect"
    case .reject: "reject"
    case .delay: "delay"
    }
  }
}

/// What the state machine takes in, one at a time; everything that can change a result is one of these.
@frozen
public enum Input: BitwiseCopyable, Sendable {
  /// A bar begins: its path is what drives matching until it ends (rank 7).
  case barOpens(Kline)
  /// The next order on a path is reached (rank 1, at its own time).
  case crossing(InstrumentID)
  /// A bar ends (rank 1).
  case barCloses(InstrumentID)
  /// A trade of the market (rank 2).
  case print(Print)
  /// A mark or index price (rank 2).
  case tick(PriceTick)
  /// A bar of the mark or index price begins: a path of its own (rank 7).
  case tickBarOpens(Kline, TriggerSource)
  /// It ends (rank 1).
  case tickBarCloses(InstrumentID, TriggerSource)
  /// The next of the venue's own appointments: expiries, rules, interest (rank 3, at its own time).
  case calendar
  /// A settlement (rank 3).
  case funding(FundingRow)
  /// A command arrives (rank 4).
  case command(Command)
  /// A command arrives at an exchange that takes none: in maintenance, out of reach, or refusing at random (rank 4).
  case refused(Command, Refusal)
}
