public import Market

// Timers in exchange time.

extension Context {
  /// Asks for a call after a while: as ``setTimer(at:)``, counted from ``now``.
  @discardableResult
  public mutating func setTimer(after span: TimeSpan) -> TimerID {
    let (time, overflow) = clock.addingReportingOverflow(span.nanoseconds)
    return setTimer(at: Timestamp(nanoseconds: overflow ? .max : time))
  }

  /// Asks for a call at each instant of a schedule, the present one included, until ``cancelTimer(_:)``.
  ///
  /// Each comes after the market events of its instant and before the opens of bars that begin there, so that a market order sent then
  /// pays such a bar's open. Set in ``Strategy/onStart(_:)`` it begins when trading begins.
  @discardableResult
  public mutating func setTimer(_ schedule: Schedule) -> TimerID {
    let first = schedule.next(from: now) ?? .distantFuture
    let id = setTimer(at: first)
    schedules.append((id, schedule))
    return id
  }

  /// Takes a timer back: it is not called any more, also when it is due at this very instant.
  public mutating func cancelTimer(_ timer: TimerID) {
    schedules.removeAll { $0.id == timer }
    canceledTimers.insert(timer)
  }

  /// Before a timer's call: whether it is wanted still. One that comes again is set again.
  @usableFromInline
  package mutating func begins(_ timer: TimerID, due time: Int64) -> Bool {
    if !canceledTimers.isEmpty, canceledTimers.remove(timer) != nil { return false }
    guard let place = schedules.firstIndex(where: { $0.id == timer }) else { return true }
    if let next = schedules[place].schedule.next(after: Timestamp(nanoseconds: time)) {
      timerRequests.append((next, timer))
      hasOutbox = true
    }
    return true
  }
}
