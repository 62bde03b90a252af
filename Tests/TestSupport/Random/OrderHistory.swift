package import Exchange
import Market

/// What events alone say about orders, checked as they come: legal ways, quantities, limits. The first fault is kept.
package struct OrderHistory {
  private struct Known {
    var terms: OrderTerms
    var filled: Int64 = 0
    var isHeld: Bool
    var isArmed: Bool
    var isDone = false
  }

  private var orders: [UInt32: Known] = [:]
  private var lastFill: UInt32 = 0
  private var lastOrder: UInt32 = 0
  private var lastTime = Int64.min
  /// The first thing that cannot be.
  package private(set) var fault: String?

  package init() {}

  private mutating func fail(_ text: String, _ order: OrderID) {
    if fault == nil { fault = "order \(order.number): \(text)" }
  }

  /// Takes the next event in.
  package mutating func take(_ event: Event) {
    if event.time.nanoseconds < lastTime, fault == nil { fault = "time runs back at \(TapeTime.text(event.time))" }
    lastTime = Swift.max(lastTime, event.time.nanoseconds)
    switch event {
    case .accepted(let e):
      number(e.order)
      orders[e.order.number] = Known(terms: e.terms, isHeld: e.parent != nil, isArmed: e.terms.type.isConditional)
    case .rejected(let e): number(e.order)
    case .filled(let e): fill(e)
    case .triggered(let e):
      change(e.order) { known in
        guard known.isArmed, !known.isHeld else { return "woke without a stop that waits" }
        known.isArmed = false
        return nil
      }
    case .released(let e):
      change(e.order) { known in
        guard known.isHeld else { return "let go without being held" }
        known.isHeld = false
        return nil
      }
    case .canceled(let e), .expired(let e):
      change(e.order) { known in
        known.isDone = true
        return known.filled == e.filled.units ? nil : "ended with \(e.filled.units) filled, \(known.filled) were"
      }
    case .amended(let e):
      change(e.order) { known in
        known.terms = e.terms
        return known.filled < e.terms.quantity.units && !known.isHeld ? nil : "amended to what is filled, or while held"
      }
    case .activated(let e): change(e.order) { $0.isArmed ? nil : "follows the price without waiting for it" }
    case .conditions, .commandRejected, .balance, .account: break
    }
  }

  private mutating func number(_ order: OrderID) {
    if order.number != lastOrder + 1 { fail("follows order \(lastOrder)", order) }
    lastOrder = order.number
  }

  private mutating func fill(_ e: Fill) {
    if e.number != lastFill + 1 { fail("fill \(e.number) follows \(lastFill)", e.order) }
    lastFill = e.number
    change(e.order) { known in
      known.filled += e.quantity.units
      if known.isHeld || known.isArmed { return "filled before it was let go or woke" }
      if e.quantity.units <= 0 || known.filled > known.terms.quantity.units { return "filled beyond its quantity" }
      if e.isComplete != (known.filled == known.terms.quantity.units) { return "its completeness is wrong" }
      if let limit = known.terms.price {
        if !known.terms.side.reaches(e.price, limit: limit) { return "filled worse than its limit" }
        if e.liquidity == .maker, e.price != limit { return "a maker not at its own price" }
      } else if e.liquidity == .maker {
        return "a maker without a limit"
      }
      known.isDone = e.isComplete
      return nil
    }
  }

  private mutating func change(_ order: OrderID, _ body: (inout Known) -> String?) {
    guard var known = orders[order.number] else { return fail("was never accepted", order) }
    if known.isDone { return fail("goes on after its end", order) }
    if let problem = body(&known) { fail(problem, order) }
    orders[order.number] = known
  }
}
