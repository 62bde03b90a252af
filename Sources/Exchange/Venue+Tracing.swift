package import Market

// What a plain run does not keep and `why` asks for.

/// What an order met when the checks that need a price were made: on arrival, at the first price, at its parent's fill.
package struct AdmissionTrace: Sendable {
  package var order: OrderID
  package var time: Timestamp
  /// Nil before the instrument's first price.
  package var priceInForce: Price?
  /// Price at which a buy's lock is reckoned.
  package var lockPrice: Price
  /// What the order has to lock of `asset`, what of it beyond the locks of its OCO group, and what was free.
  package var need: Money
  package var extra: Money
  package var free: Money
  package var asset: AssetID
  /// Whether a bar was running.
  package var isInBar: Bool
  /// The leverage of a perpetual's order, over which what it adds is asked for as margin; nil on spot.
  package var leverage: Leverage?
}

extension Venue {
  /// Keeps what an order meets before it is judged.
  mutating func traceAdmission(_ order: Order, at time: Timestamp) {
    let index = Int(order.terms.instrument.index)
    let isContract = states[index].arithmetic.isContract
    let asset = isContract ? margin.contracts[index].settle : lockAsset(order.terms)
    admissions.append(
      AdmissionTrace(
        order: order.id, time: time,
        priceInForce: states[index].hasPrice ? priceInForce(index, at: time, against: order.terms.side) : nil,
        lockPrice: order.lockPrice, need: lockNeed(order),
        extra: isContract ? lockNeed(order) : Money(lockExtra(order)),
        free: Money(isContract ? available(margin.contracts[index].settle) : free[asset]),
        asset: AssetID(asset), isInBar: states[index].isBarRunning,
        leverage: isContract ? margin.contracts[index].leverage : nil))
  }
}
