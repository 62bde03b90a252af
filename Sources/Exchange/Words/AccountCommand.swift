public import Market

/// What a strategy can ask of its account, orders apart.
@frozen
public enum AccountCommand: BitwiseCopyable, Sendable {
  /// Sets the leverage of an instrument, of both sides in hedge mode.
  case leverage(InstrumentID, Leverage)
  /// Cross or isolated for an instrument without position and open orders.
  case marginMode(InstrumentID, MarginMode)
  /// One-way or hedge for all instruments of the exchange of this instrument, when it has neither positions nor open orders.
  case positionMode(InstrumentID, PositionMode)
  /// Adds to the margin of an isolated position, or takes out (negative); nil: the one-way position.
  case addMargin(InstrumentID, PositionSide?, Money)
  /// Borrows an asset (spot margin).
  case borrow(AssetID, Money)
  /// Gives back what was borrowed, interest first.
  case repay(AssetID, Money)
  /// Moves an amount between two wallets of one exchange.
  case transfer(from: AssetID, to: AssetID, Money)

  /// Which command it was, for a refusal.
  public var kind: Kind {
    switch self {
    case .leverage: .leverage
    case .marginMode: .marginMode
    case .positionMode: .positionMode
    case .addMargin: .addMargin
    case .borrow: .borrow
    case .repay: .repay
    case .transfer: .transfer
    }
  }

  /// The commands without what they carry.
  @frozen
  public enum Kind: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
    case leverage
    case marginMode
    case positionMode
    case addMargin
    case borrow
    case repay
    case transfer

    /// The word of the API and of `Scripted`.
    public var name: StaticString {
      switch self {
      case .leverage: "leverage"
      case .marginMode: "margin_mode"
      case .positionMode: "position_mode"
      case .addMargin: "add_margin"
      case .borrow: "borrow"
      case .repay: "repay"
      case .transfer: "transfer"
      }
    }
  }
}
