public import Exchange
public import Market

/// A trading strategy: a value that answers what reaches it by sending commands.
///
/// Rule: a callback sees what has reached the strategy up to ``Context/now`` and nothing later; what it sends arrives at the exchange
/// after that. Why: a strategy that can see its own fill price, or the bar it trades in, earns what nobody can earn. In practice: keep
/// your state in properties, decide in `onKline`, look at ``Context`` for balances and own orders. Otherwise: there is no way round,
/// neither the exchange nor the data is reachable from here.
///
/// A strategy does no I/O, reads no clock and draws no unseeded random number: the same inputs give the same run.
public protocol Strategy: SendableMetatype {
  /// One sentence: what it believes.
  static var summary: String { get }
  /// What a scenario may set.
  static var parameters: [ParameterDeclaration] { get }

  /// Which rows the context keeps for it; none unless asked.
  static var remembers: ContextMemory { get }

  /// Made anew for each run, with checked parameters.
  init(_ setup: StrategySetup) throws(StrategyError)

  /// Before the first row.
  mutating func onStart(_ context: inout Context)
  /// A bar has closed and reached the strategy.
  mutating func onKline(_ kline: Kline, _ context: inout Context)
  /// A trade of the market has reached it.
  mutating func onTrade(_ print: Print, _ context: inout Context)
  /// A message of the order book has reached it, which ``Context`` now shows.
  mutating func onBook(_ instrument: InstrumentID, _ context: inout Context)
  /// A best bid and ask have reached it; a price of zero: there is none.
  mutating func onQuote(_ instrument: InstrumentID, bid: BookLevel, ask: BookLevel, _ context: inout Context)
  /// A mark or index price has reached it: a tick, or the close of a bar of them.
  mutating func onMark(_ tick: PriceTick, _ context: inout Context)
  /// A funding rate was settled.
  mutating func onFunding(_ row: FundingRow, _ context: inout Context)
  /// One of its orders was filled, whole or in part.
  mutating func onFill(_ fill: Fill, _ context: inout Context)
  /// A position has changed, after the fills that changed it: a perpetual's, or what is held of a pair's base asset.
  mutating func onPosition(_ change: PositionChange, _ context: inout Context)
  /// Anything else about its orders: accepted, rejected, triggered, cancelled, expired, amended.
  mutating func onOrder(_ event: Event, _ context: inout Context)
  /// Anything else about its account: funding, interest, loans, transfers, settings, liquidations, and account commands refused.
  mutating func onAccount(_ event: AccountEvent, _ context: inout Context)
  /// A timer it set is due.
  mutating func onTimer(_ timer: TimerID, _ context: inout Context)
  /// After the last row; what it sends now goes nowhere.
  mutating func onStop(_ context: inout Context)
}

extension Strategy {
  @inlinable
  public static var parameters: [ParameterDeclaration] { [] }
  @inlinable
  public static var remembers: ContextMemory { [] }
  @inlinable
  public mutating func onStart(_ context: inout Context) {}
  @inlinable
  public mutating func onKline(_ kline: Kline, _ context: inout Context) {}
  @inlinable
  public mutating func onTrade(_ print: Print, _ context: inout Context) {}
  @inlinable
  public mutating func onBook(_ instrument: InstrumentID, _ context: inout Context) {}
  @inlinable
  public mutating func onQuote(_ instrument: InstrumentID, bid: BookLevel, ask: BookLevel, _ context: inout Context) {}
  @inlinable
  public mutating func onMark(_ tick: PriceTick, _ context: inout Context) {}
  @inlinable
  public mutating func onFunding(_ row: FundingRow, _ context: inout Context) {}
  @inlinable
  public mutating func onFill(_ fill: Fill, _ context: inout Context) {}
  @inlinable
  public mutating func onPosition(_ change: PositionChange, _ context: inout Context) {}
  @inlinable
  public mutating func onOrder(_ event: Event, _ context: inout Context) {}
  @inlinable
  public mutating func onAccount(_ event: AccountEvent, _ context: inout Context) {}
  @inlinable
  public mutating func onTimer(_ timer: TimerID, _ context: inout Context) {}
  @inlinable
  public mutating func onStop(_ context: inout Context) {}
}

/// Why a strategy refuses to start, with the place a user has to look at.
public enum StrategyError: Error, Hashable, Sendable {
  /// A parameter's value does not make sense (beyond its declared range).
  case parameter(name: String, message: String)
  /// A file's row is in the wrong form; line and column count from 1.
  case file(path: String, line: Int, column: Int, message: String)
}

/// A timer a strategy set, numbered in order of creation.
@frozen
public struct TimerID: BitwiseCopyable, Hashable, Sendable {
  public var number: UInt32

  @inlinable
  public init(_ number: UInt32) { self.number = number }
}
