package import Market

/// Equity over a run: drawdown at every mark, the time-weighted mean, the last equity of each UTC day and of each step.
///
/// Equity is a step function: it holds from one mark to the next. A mark at the very end of a day or step is the last of it, so the
/// close of the bar that ends at midnight belongs to the day it ends; what ``stand(until:)`` announces at that instant begins the
/// next.
package struct EquityCurve: Sendable {
  /// One row of `equity.csv`.
  package struct Row: Hashable, Sendable {
    package var time: Timestamp
    package var equity: Money
    /// The highest equity up to here.
    package var peak: Money
    /// Equity without what open positions have won or lost.
    package var balance: Money

    /// How far equity is below its peak, in percent; nil when the peak is not positive.
    package var drawdownPercent: Double? {
      peak.units > 0 ? 100 * (peak - equity).units.nearestDouble / peak.units.nearestDouble : nil
    }
  }

  /// Equity at the start.
  package let initial: Money
  package let start: Timestamp
  @usableFromInline var fall: Drawdown
  @usableFromInline var last: Int128
  private var lastTime: Int64
  /// The earlier of the day's and the step's end: nothing but the marks' own work happens before.
  @usableFromInline var boundary: Int64
  /// Sum of equity, shifted down, x nanoseconds.
  private var weighted = 0.0
  /// Bits of equity left out of ``weighted``, so that what is left fits 64 bits with room to grow.
  private let shift: Int128

  /// Equity without open results, as of the last fill; whoever feeds the curve sets it.
  package var balance: Money
  /// Last equity of each UTC day that is over.
  private(set) var days: [Int128] = []
  /// Rows of the steps that are over, until ``takeRows()``.
  private var rows: [Row] = []
  private var dayEnd: Int64
  private var stepEnd: Int64
  private let step: Int64?
  private let isEveryMarkARow: Bool

  private static let day = TimeSpan.day.nanoseconds

  /// A curve that begins with `equity` at `start`, with a row each `step` of UTC (nil: none but the first and the last) and, if asked, at
  /// every mark that changes it.
  package init(start: Timestamp, equity: Money, step: TimeSpan? = .hour, isEveryMarkARow: Bool = false) {
    initial = equity
    self.start = start
    balance = equity
    last = equity.units
    lastTime = start.nanoseconds
    fall = Drawdown(at: start.nanoseconds, equity.units)
    // 46 bits keep 13 digits and leave room for a growth of 100,000 times.
    shift = Int128(Swift.max(0, 128 - equity.units.magnitude.leadingZeroBitCount - 46))
    self.step = step?.nanoseconds
    self.isEveryMarkARow = isEveryMarkARow
    dayEnd = Self.end(of: Self.day, after: start.nanoseconds)
    stepEnd = step.map { Self.end(of: $0.nanoseconds, after: start.nanoseconds) } ?? .max
    boundary = Swift.min(dayEnd, stepEnd)
    rows.append(row(at: start))
  }

  private static func end(of length: Int64, after time: Int64) -> Int64 {
    let (end, overflow) = (divide(time, by: length, .down) + 1).multipliedReportingOverflow(by: length)
    return overflow ? .max : end
  }

  /// Takes equity at `time`, not earlier than the mark before.
  @inlinable @inline(__always)
  package mutating func mark(_ time: Timestamp, _ equity: Money) {
    if time.nanoseconds <= boundary, equity.units == last { return stand(time.nanoseconds) }
    change(time.nanoseconds, equity.units)
  }

  /// Takes a mark that changes equity or ends a day or a step.
  @usableFromInline
  mutating func change(_ now: Int64, _ equity: Int128) {
    if now > boundary { cross(now) }
    guard equity != last else { return stand(now) }
    weigh(now)
    last = equity
    fall.mark(now, equity)
    if isEveryMarkARow { rows.append(row(at: Timestamp(nanoseconds: now))) }
  }

  /// Says that equity is still what it was and that what comes at `time` belongs to what begins then: a fill, before its mark.
  package mutating func stand(until time: Timestamp) {
    if time.nanoseconds >= boundary { cross(time.nanoseconds + 1) }
    stand(time.nanoseconds)
  }

  @inlinable
  mutating func stand(_ now: Int64) { fall.stand(until: now) }

  private mutating func weigh(_ now: Int64) {
    weighted += Double(Int64(truncatingIfNeeded: last &>> shift)) * Double(now - lastTime)
    lastTime = now
  }

  /// Ends the days and steps that end before `now`.
  private mutating func cross(_ now: Int64) {
    while boundary < now {
      if stepEnd == boundary {
        rows.append(row(at: Timestamp(nanoseconds: stepEnd)))
        stepEnd = step.map { Self.end(of: $0, after: boundary) } ?? .max
      }
      if dayEnd == boundary {
        days.append(last)
        dayEnd = Self.end(of: Self.day, after: boundary)
      }
      boundary = Swift.min(dayEnd, stepEnd)
    }
  }

  private func row(at time: Timestamp) -> Row {
    Row(time: time, equity: Money(last), peak: Money(fall.highest), balance: balance)
  }

  /// Rows that are complete and not yet taken; what is taken is forgotten, so that a long run holds few.
  package mutating func takeRows() -> [Row] {
    defer { rows.removeAll(keepingCapacity: true) }
    return rows
  }

  /// The equity of the last mark.
  package var current: Money { Money(last) }

  /// Ends the curve at `end`: closes the last step and day, as partial as they are, and says what there was.
  package mutating func finish(at end: Timestamp) -> EquitySummary {
    cross(end.nanoseconds)
    weigh(end.nanoseconds)
    // A day that would begin at the very end is none.
    if days.isEmpty || dayEnd - Self.day < end.nanoseconds {
      days.append(last)
    } else {
      days[days.count - 1] = last
    }
    if rows.last?.time != end { rows.append(row(at: end)) }
    let elapsed = end - start
    let mean = elapsed.nanoseconds > 0 ? weighted / Double(elapsed.nanoseconds) : (last &>> shift).nearestDouble
    return EquitySummary(
      start: start, end: end, initial: initial, final: Money(last), days: days.map { Money($0) },
      deepestFall: fall.deepestSoFar, longestFall: TimeSpan(nanoseconds: fall.longest(until: end.nanoseconds)),
      meanUnits: mean * (1 &<< shift).nearestDouble)
  }
}

/// What is known of equity when a run is over; money at the equity's own scale.
package struct EquitySummary: Sendable {
  package var start: Timestamp
  package var end: Timestamp
  package var initial: Money
  package var final: Money
  /// The last equity of each UTC day from the first to the last.
  package var days: [Money]
  package var deepestFall: Drawdown.Fall?
  /// The longest time from a peak to its recovery.
  package var longestFall: TimeSpan
  /// Mean equity weighted by time, in units.
  package var meanUnits: Double
}
