package import Exchange

/// What ended a round trip.
package enum ExitReason: UInt8, Hashable, Sendable, CaseIterable {
  /// Any order that is none of the others.
  case signal
  /// A stop or trailing order.
  case stop
  /// A take-profit, or a bracket's limit.
  case target
  /// The exchange took the position over.
  case liquidation
  /// Still open: valued, not closed.
  case end

  /// The word of `trades.csv`.
  package var name: StaticString {
    switch self {
    case .signal: "signal"
    case .stop: "stop"
    case .target: "target"
    case .liquidation: "liquidation"
    case .end: "end"
    }
  }

  /// What an order's fills end a trade by: a stop by its type, a target when it is a limit tied to others (child or OCO leg).
  package init(_ order: OrderAccepted) {
    switch order.terms.type {
    case .stopMarket, .stopLimit, .trailingStopMarket: self = .stop
    case .takeProfitMarket, .takeProfitLimit: self = .target
    case .limit: self = order.parent != nil || order.oco != nil ? .target : .signal
    case .market: self = .signal
    }
  }
}
