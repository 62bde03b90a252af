import StrategyKit

/// One command of a script, with everything in the instrument's scales.
struct ScriptRow {
  enum Action {
    case submit(ScriptOrder)
    case cancel(String)
    case cancelAll(InstrumentID?)
    case amend(String, price: Price?, quantity: Quantity?)
    case close(InstrumentID, clientID: String?)
    case leverage(InstrumentID, Leverage)
    case marginMode(InstrumentID, MarginMode)
    case positionMode(InstrumentID, PositionMode)
    case addMargin(InstrumentID, PositionSide?, FixedDecimal)
    case borrow(ScriptAsset, FixedDecimal)
    case repay(ScriptAsset, FixedDecimal)
    case transfer(ScriptAsset, from: Wallet, to: Wallet, FixedDecimal)
  }

  var time: Timestamp
  var action: Action
}

/// An asset of the exchange that an instrument belongs to.
struct ScriptAsset {
  var name: String
  var instrument: InstrumentID
}

/// An order of a script.
struct ScriptOrder {
  var terms: OrderTerms
  var clientID: String?
  var oco: String?
  var parent: String?
  var takesParentQuantity: Bool
  var imprecision: OrderRequest.Imprecision
  var callbackRate: Rate
  var expireTime: Timestamp?
}
