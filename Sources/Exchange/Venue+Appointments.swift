public import Market

// What the exchange does by its calendar (rank 3): orders that end at their time, interest.

extension Venue {
  private static var hour: Int64 { 3_600_000_000_000 }

  /// When the next of the exchange's own appointments is due; `Int64.max`: none.
  @inlinable public var nextAppointment: Int64 { appointmentTime }

  /// Says again when the next appointment is, after one was made, kept or called off.
  mutating func refreshAppointment() { appointmentTime = Swift.min(expiries.nextTime, interestTime) }

  /// Keeps the appointments of an instant: GTD orders end, by order number; then a full hour's interest.
  public mutating func keepAppointments(at time: Timestamp, _ events: inout EventBuffer) {
    while expiries.nextTime <= time.nanoseconds, let entry = expiries.removeNext() {
      let slot = Int(entry.slot)
      guard orders.isOpen(entry.order, at: slot) else { continue }
      let index = Int(orders[slot].terms.instrument.index)
      advancePath(index, to: time)
      end(slot, reason: .expired, isCancel: false, at: time, &events)
      scheduleCrossing(index)
    }
    if interestTime <= time.nanoseconds {
      interestTime = .max
      applyInterest(at: time, &events)
      refreshInterest(after: time)
    }
    refreshAppointment()
  }

  /// As long as anything is owed, interest is due at each full hour.
  mutating func refreshInterest(after time: Timestamp) {
    if !margin.hasDebts {
      interestTime = .max
    } else if interestTime == .max {
      interestTime = (time.nanoseconds / Self.hour + 1) * Self.hour
    }
    refreshAppointment()
  }
}
