public import Exchange
public import Market
public import StrategyKit

// Rank 3: what the exchange does by its calendar.

extension Loop {
  /// The exchange's own appointments of an instant, then its settlements.
  @inlinable
  mutating func keepCalendar(at time: Timestamp) {
    if venue.nextAppointment <= time.nanoseconds {
      core.beginWatchesInside(at: time, &venue)
      core.noteWatches(.calendar, at: time)
      venue.apply(.calendar, at: time, &core.events)
      afterInput(at: time)
      return
    }
    guard let row = core.takeFunding(at: time) else { return settleMissing(at: time) }
    context.clock = Swift.max(context.clock, time.nanoseconds)
    // Before trading begins nothing is settled; the strategy sees the rate all the same.
    if time.nanoseconds >= core.startTime {
      core.beginWatchesInside(at: time, &venue)
      core.noteWatches(.funding(row), at: time)
      venue.apply(.funding(row), at: time, &core.events)
    }
    deliver(at: time)
    show(row)
    if context.hasOutbox { flush(at: time) }
    core.otherKey = core.computeOtherKey(venue.nextCrossingTime, core.calendarTime(venue.nextAppointment))
  }

  /// Settlements that were due now and had no row: positions that met them are told.
  @inlinable
  mutating func settleMissing(at time: Timestamp) {
    while let instrument = core.takeDue(at: time) { venue.applyFundingDue(instrument, at: time, &core.events) }
    afterInput(at: time)
  }
}
