public import Market
public import StrategyKit

/// Timers in order of time, then of creation.
public struct TimerQueue: Sendable {
  @usableFromInline var entries: [(time: Int64, id: TimerID)] = []

  public init() {}

  /// When the next is due; `Int64.max`: never.
  @inlinable public var nextTime: Int64 { entries.last?.time ?? .max }

  /// Adds a timer, behind those of the same time that were created before it.
  public mutating func insert(_ time: Timestamp, _ id: TimerID) {
    // The next one is last; equal times go by creation.
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      let other = entries[middle]
      let isLater = other.time == time.nanoseconds ? other.id.number > id.number : other.time > time.nanoseconds
      if isLater { low = middle + 1 } else { high = middle }
    }
    entries.insert((time.nanoseconds, id), at: low)
  }

  /// Takes the next timer out.
  @inlinable
  public mutating func removeNext() -> (time: Int64, id: TimerID)? { entries.popLast() }
}
