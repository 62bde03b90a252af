import StrategyKit

/// One command of a script, with everything in the instrument's scales.
struct ScriptRow {
  enum Action {
    case submit(ScriptOrder)
    case cancel(String)
    case cancelAll(InstrumentID?)
    case amend(String, price: Price?, quantity: Quantity?)
    case close(InstrumentID, clientID: String?)
  }

  var time: Timestamp
  var action: Action
}

/// An order of a script.
struct ScriptOrder {
  var terms: OrderTerms
  var clientID: String?
  var oco: String?
  var parent: String?
  var takesParentQuantity: Bool
  var imprecision: OrderRequest.Imprecision
}
