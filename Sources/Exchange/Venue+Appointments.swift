public import Market

// What the exchange does by its calendar (rank 3): orders that end at their time.

extension Venue {
  /// When the next of the exchange's own appointments is due; `Int64.max`: none.
  public var nextAppointment: Int64 { expiries.nextTime }

  /// Keeps the appointments of an instant: GTD orders end, by order number.
  public mutating func keepAppointments(at time: Timestamp, _ events: inout EventBuffer) {
    while expiries.nextTime <= time.nanoseconds, let entry = expiries.removeNext() {
      let slot = Int(entry.slot)
      guard orders.isOpen(entry.order, at: slot) else { continue }
      let index = Int(orders[slot].terms.instrument.index)
      advancePath(index, to: time)
      end(slot, reason: .expired, isCancel: false, at: time, &events)
      scheduleCrossing(index)
    }
  }
}
