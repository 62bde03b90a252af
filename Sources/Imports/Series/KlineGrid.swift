package import Market

/// The instants at which bars of a level may open.
///
/// Levels below a day count from the epoch. Longer ones take the phase of the data: weeks open on a Monday, and some exchanges' days
/// at 16:00.
package struct KlineGrid: Hashable, Sendable {
  package var level: KlineLevel
  /// Nanoseconds from the grid's zero to the epoch, less than the level.
  var phase: Int64

  /// The grid of a level; for a day or more `times` of rows tell its phase.
  package init(level: KlineLevel, times: [Int64] = []) {
    self.level = level
    let span = level.span.nanoseconds
    phase = 0
    if span >= TimeSpan.day.nanoseconds {
      phase = Self.commonest(times.map { TimeSpan(nanoseconds: ($0 % span + span) % span) })?.nanoseconds ?? 0
    }
  }

  /// The commonest step forward between rows that follow one another; nil when there is none.
  static func commonestStep(_ times: [Int64]) -> KlineLevel? {
    // A step over more than 292 years wraps; it is no level.
    let steps = zip(times, times.dropFirst()).map { TimeSpan(nanoseconds: $1 &- $0) }.filter { $0.nanoseconds > 0 }
    return commonest(steps).map { KlineLevel($0) }
  }

  /// Of equally common ones the least.
  private static func commonest(_ spans: [TimeSpan]) -> TimeSpan? {
    var counts: [TimeSpan: Int] = [:]
    for span in spans { counts[span, default: 0] += 1 }
    return counts.min { ($1.value, $0.key.nanoseconds) < ($0.value, $1.key.nanoseconds) }?.key
  }

  /// Whether a bar may open at `time`.
  @inline(__always)
  func has(_ time: Int64) -> Bool { (time - phase) % level.span.nanoseconds == 0 }
}
