package import Market

/// Checks funding settlements as they come, chunk by chunk.
///
/// Settlements are expected an interval apart. Where the series does not say its interval it is read out of the settlements: one of
/// 1, 2, 4 or 8 hours; a longer distance than the one before is a change when the next distance confirms it, and else a hole.
package struct FundingChecker {
  package private(set) var log = FindingLog()
  private var steps: StepRules
  private var order = RowOrder()
  /// The settlement before, at its full hour, and its own interval.
  private var before: (hour: Int64, interval: Int64)?
  /// The distance in hours that settlements have.
  private var usual: Int64?
  /// A distance that is longer than usual and waits for the next one.
  private var pending: (from: Int64, hours: Int64, usual: Int64)?

  package init(steps: StepRules = StepRules([])) { self.steps = steps }

  private static let hour = TimeSpan.hour.nanoseconds
  /// The intervals that Binance, Bybit and OKX have, in hours.
  private static let intervals: [Int64] = [1, 2, 4, 8]

  /// Checks a chunk, which goes on where the one before ended.
  package mutating func check(_ columns: FundingColumns) {
    for row in 0..<columns.count {
      let time = columns.time[row]
      order.check(time: time, id: 0, &log)
      // Stamps lie some milliseconds past the hour.
      let settlement = Timestamp(nanoseconds: time).floored(to: .hour).nanoseconds
      let isLate = time - settlement > Self.hour / 2
      let hour = isLate ? settlement + Self.hour : settlement
      if (isLate ? hour - time : time - hour) > TimeSpan.minute.nanoseconds {
        log.note(.fundingOffHour, at: time) { Timestamp(nanoseconds: time).iso }
      }
      checkDistance(hour, interval: columns.has(2) ? columns.interval[row] : 0)
      checkBounds(columns, row)
    }
  }

  /// Judges a distance that no later one confirmed.
  package mutating func finish() {
    if let pending { noteMissing(pending) }
    pending = nil
  }

  private mutating func checkDistance(_ hour: Int64, interval: Int64) {
    defer { before = (hour, interval) }
    guard let before, hour > before.hour else { return }
    let hours = (hour / Self.hour) - (before.hour / Self.hour)
    let stated = max(interval, before.interval) / Self.hour
    if stated > 0 {
      if interval > 0, before.interval > 0, interval != before.interval {
        noteChange(at: hour, from: before.interval / Self.hour, to: interval / Self.hour)
      }
      if hours > stated { noteMissing((before.hour, hours, stated)) }
      return
    }
    if let waiting = pending {
      pending = nil
      if waiting.hours == hours {
        noteChange(at: waiting.from, from: waiting.usual, to: hours)
        usual = hours
        return
      }
      noteMissing(waiting)
    }
    guard let usual else {
      self.usual = Self.intervals.contains(hours) ? hours : nil
      if self.usual == nil { noteMissing((before.hour, hours, Self.intervals.last(where: { hours % $0 == 0 }) ?? 1)) }
      return
    }
    if hours < usual {
      noteChange(at: before.hour, from: usual, to: hours)
      self.usual = hours
    } else if hours > usual {
      if Self.intervals.contains(hours) {
        pending = (before.hour, hours, usual)
      } else {
        noteMissing((before.hour, hours, usual))
      }
    }
  }

  private mutating func noteChange(at hour: Int64, from old: Int64, to new: Int64) {
    log.note(.fundingInterval, at: hour) { "from \(old)h to \(new)h" }
  }

  private mutating func noteMissing(_ hole: (from: Int64, hours: Int64, usual: Int64)) {
    let missing = max(1, hole.hours / max(hole.usual, 1) - 1)
    let time = hole.from + hole.usual * Self.hour
    log.note(.fundingMissing, at: time, count: Int(missing)) {
      "none between \(Timestamp(nanoseconds: hole.from).iso) and "
        + "\(Timestamp(nanoseconds: hole.from + hole.hours * Self.hour).iso), interval \(hole.usual)h"
    }
  }

  private mutating func checkBounds(_ columns: FundingColumns, _ row: Int) {
    guard !steps.isEmpty else { return }
    steps.advance(to: columns.time[row], priceScale: 0, quantityScale: 0)
    let rate = FixedDecimal(units: Int128(columns.rate[row]), scale: columns.rateScale)
    let (floor, cap) = steps.fundingBounds
    if let cap, rate > cap {
      log.note(.fundingLimit, at: columns.time[row]) { "\(rate) above \(cap)" }
    } else if let floor, rate < floor {
      log.note(.fundingLimit, at: columns.time[row]) { "\(rate) below \(floor)" }
    }
  }
}
