public import Market

/// A funding payment of one position at a settlement (DESIGN 4.7).
@frozen
public struct FundingPaid: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var mark: Price
  public var rate: Rate
  public var quantity: Quantity
  /// Positive when paid, in the settlement asset.
  public var amount: Money
  public var instrument: InstrumentID
  public var asset: AssetID
  public var side: PositionSide
  /// Whether it moved the position's own margin and not the wallet.
  public var isIsolated: Bool
}

/// An hour's interest on what is borrowed of an asset, owed until it is repaid.
@frozen
public struct InterestPaid: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var rate: Rate
  /// Positive: what is owed more.
  public var amount: Money
  public var principal: Money
  public var asset: AssetID
}

/// A loan taken or given back.
@frozen
public struct LoanChanged: BitwiseCopyable, Sendable {
  public var time: Timestamp
  /// What was borrowed or repaid, interest included.
  public var amount: Money
  /// What of it was interest.
  public var interest: Money
  /// What is still owed.
  public var owed: Money
  public var asset: AssetID
}

/// An amount moved between two wallets of one exchange.
@frozen
public struct Transferred: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var amount: Money
  public var from: AssetID
  public var to: AssetID
}

/// A setting of an instrument that has changed.
@frozen
public struct SettingChanged: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var instrument: InstrumentID
  public var leverage: Leverage
  public var marginMode: MarginMode
  public var positionMode: PositionMode
}

/// Margin put into an isolated position or taken out (negative).
@frozen
public struct MarginAdded: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var amount: Money
  /// The position's margin after it.
  public var margin: Money
  public var instrument: InstrumentID
  public var asset: AssetID
  public var side: PositionSide
}

/// A position taken over by the insurance fund (DESIGN 4.8); the fill that closes it carries the same numbers as an order's fill does.
@frozen
public struct Liquidated: BitwiseCopyable, Sendable {
  public var time: Timestamp
  /// The mark that did it.
  public var mark: Price
  public var quantity: Quantity
  /// What the position had won or lost at that mark.
  public var atMark: Money
  /// What the fund gains against the mark, up to the liquidation fee.
  public var fee: Money
  /// What it gains beyond the fee; negative: what it loses.
  public var surplus: Money
  public var instrument: InstrumentID
  public var asset: AssetID
  public var side: PositionSide
  public var isIsolated: Bool
}

/// A balance below zero made good by the insurance fund, or a loan that the assets of a liquidated account do not cover.
@frozen
public struct LossCovered: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var amount: Money
  public var asset: AssetID
}

/// What a position is after a change: for the owner's view.
@frozen
public struct PositionChanged: BitwiseCopyable, Sendable {
  public var time: Timestamp
  /// Negative: short.
  public var quantity: Quantity
  /// What it was entered at, in the settlement asset.
  public var cost: Money
  /// The margin of its own (isolated), else zero.
  public var margin: Money
  public var instrument: InstrumentID
  /// Nil: the position of one-way mode.
  public var side: PositionSide?
}

/// A settlement that was due and had no rate, met by a position (CRYPTO_FUNDING_RATE_MISSING).
@frozen
public struct FundingMissing: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var instrument: InstrumentID
}

/// An account command that the exchange refused.
@frozen
public struct AccountRefused: BitwiseCopyable, Sendable {
  public var time: Timestamp
  public var command: AccountCommand.Kind
  public var reason: Refusal
}

/// What the exchange says of the account, orders and fills apart.
@frozen
public enum AccountEvent: BitwiseCopyable, Sendable {
  case fundingPaid(FundingPaid)
  case fundingMissing(FundingMissing)
  case interestPaid(InterestPaid)
  case borrowed(LoanChanged)
  case repaid(LoanChanged)
  case transferred(Transferred)
  case leverageChanged(SettingChanged)
  case marginModeChanged(SettingChanged)
  case positionModeChanged(SettingChanged)
  case marginAdded(MarginAdded)
  case liquidated(Liquidated)
  case lossCovered(LossCovered)
  case refused(AccountRefused)
  /// For the owner's view; the journal has it from the fills.
  case position(PositionChanged)

  /// When it happened at the exchange.
  public var time: Timestamp {
    switch self {
    case .fundingPaid(let event): event.time
    case .fundingMissing(let event): event.time
    case .interestPaid(let event): event.time
    case .borrowed(let event), .repaid(let event): event.time
    case .transferred(let event): event.time
    case .leverageChanged(let event), .marginModeChanged(let event), .positionModeChanged(let event): event.time
    case .marginAdded(let event): event.time
    case .liquidated(let event): event.time
    case .lossCovered(let event): event.time
    case .refused(let event): event.time
    case .position(let event): event.time
    }
  }
}
