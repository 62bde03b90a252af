import Exchange
import Market

/// What `orders.csv` says of one order, kept while it or an earlier one is open.
struct OrderRecord: BitwiseCopyable {
  enum Status: UInt8, BitwiseCopyable {
    case open, partiallyFilled, filled, canceled, expired, rejected

    var name: StaticString {
      switch self {
      case .open: "open"
      case .partiallyFilled: "partially_filled"
      case .filled: "filled"
      case .canceled: "canceled"
      case .expired: "expired"
      case .rejected: "rejected"
      }
    }

    var isDone: Bool { self != .open && self != .partiallyFilled }
  }

  var created: Timestamp
  var arrived: Timestamp
  var updated: Timestamp
  var terms: OrderTerms
  var filled = Quantity.zero
  /// Sum of price x quantity of its fills.
  var cost: Int128 = 0
  var clientID: NameID?
  var parent: OrderID?
  var status: Status
  /// Why it was refused or ended.
  var reason: Refusal?
  /// Whether its parent's fill, or its stop price, has yet to come.
  var isHeld: Bool
  var isArmed: Bool

  init(_ order: OrderAccepted) {
    created = order.created
    arrived = order.time
    updated = order.time
    terms = order.terms
    clientID = order.clientID
    parent = order.parent
    status = .open
    isHeld = order.parent != nil
    isArmed = order.terms.type.isConditional
  }

  init(_ order: OrderRejected) {
    created = order.created
    arrived = order.time
    updated = order.time
    terms = order.terms
    clientID = order.clientID
    status = .rejected
    reason = order.reason
    isHeld = false
    isArmed = false
  }

  /// What an order that is still open waits for: its stop price or its parent (`trigger`), its limit (`price`), the next bar (`data`).
  var waitingFor: StaticString {
    if status.isDone { return "" }
    if isHeld || isArmed { return "trigger" }
    return terms.type.hasLimit ? "price" : "data"
  }

  /// How an order ended that the exchange had taken in.
  var endReason: StaticString {
    switch status {
    case .open, .partiallyFilled, .rejected: ""
    case .filled: "filled"
    case .canceled, .expired: reason?.code ?? "request"
    }
  }
}
