import Market

/// Range and volume of the last 24 hours, in 24 buckets of an hour: what the square-root impact is reckoned with.
struct DayWindow: Sendable {
  private struct Hour: BitwiseCopyable {
    var number: Int64 = .min
    var high: Int64 = .min
    var low: Int64 = .max
    var volume: Int64 = 0
  }

  private static let hour: Int64 = 3_600_000_000_000
  private var hours: [Hour] = []

  /// Takes in what traded at or before `time`.
  mutating func note(_ time: Int64, high: Int64, low: Int64, volume: Int64) {
    if hours.isEmpty { hours = [Hour](repeating: Hour(), count: 24) }
    // What ends at a full hour belongs to the hour before it.
    let number = (time - 1) / Self.hour
    let place = Int(number % 24)
    if hours[place].number != number { hours[place] = Hour(number: number) }
    hours[place].high = Swift.max(hours[place].high, high)
    hours[place].low = Swift.min(hours[place].low, low)
    hours[place].volume = Self.sum(hours[place].volume, Swift.max(volume, 0))
  }

  private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }

  /// High less low, and volume, of the 24 hours up to `time`; nil when nothing traded.
  func figures(at time: Int64) -> (range: Int64, volume: Int64)? {
    let newest = (time - 1) / Self.hour
    var high = Int64.min
    var low = Int64.max
    var volume: Int64 = 0
    for hour in hours where hour.number > newest - 24 && hour.number <= newest {
      high = Swift.max(high, hour.high)
      low = Swift.min(low, hour.low)
      volume = Self.sum(volume, hour.volume)
    }
    return high >= low && volume > 0 ? (high - low, volume) : nil
  }
}
