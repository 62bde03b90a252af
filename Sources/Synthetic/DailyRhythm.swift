/// How busy the market is at a minute of the week (UTC), against its mean: quiet before Europe opens, busiest when New York does, less
/// on Saturday and Sunday.
struct DailyRhythm: Sendable {
  /// Thousandths of the mean at each full hour; they sum to 24,000.
  private static let hours: [Int] = [
    960, 900, 840, 780, 700, 660, 690, 800, 930, 990, 970, 950, 1_030, 1_260, 1_570, 1_600, 1_460, 1_260, 1_110, 1_040,
    960, 910, 830, 800,
  ]
  private static let weekday = 1.12
  private static let weekend = 0.7

  /// By minute of the day: activity, and its square root, by which volatility goes.
  private let activities: [Double]
  private let volatilities: [Double]
  private static let weekdayRoot = weekday.squareRoot()
  private static let weekendRoot = weekend.squareRoot()

  init() {
    activities = (0..<1_440).map { minute in
      let hour = minute / 60
      let part = minute % 60
      return Double(Self.hours[hour] * (60 - part) + Self.hours[(hour + 1) % 24] * part) / 60_000
    }
    volatilities = activities.map { $0.squareRoot() }
  }

  /// Activity and volatility at a minute since the epoch.
  @inline(__always)
  func factors(minute: Int64) -> (activity: Double, volatility: Double) {
    let day = minute / 1_440
    let minuteOfDay = Int(minute - day * 1_440)
    // 1970-01-01 was a Thursday: day 2 is the first Saturday.
    let isWeekend = (day + 5) % 7 < 2
    return (
      activities[minuteOfDay] * (isWeekend ? Self.weekend : Self.weekday),
      volatilities[minuteOfDay] * (isWeekend ? Self.weekendRoot : Self.weekdayRoot)
    )
  }
}
