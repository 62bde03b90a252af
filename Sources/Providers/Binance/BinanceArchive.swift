import Market

/// Files of data.binance.vision: a month where it is over and published, else days. Daily ones appear the next day, monthly ones
/// on the first Monday of the next month (binance-public-data `README.md`).
struct BinanceArchive {
  let base: String

  func files(_ stream: FetchStream, from: Timestamp, to: Timestamp, now: Timestamp) -> [ArchiveFile] {
    guard let type = Self.type(stream.kind) else { return [] }
    let calendar = ArchiveCalendar()
    // Today is not there, and yesterday's file comes some hours into the day.
    let days = calendar.days(from: from, to: to, limit: now - 6 * TimeSpan.hour)
    let symbol = stream.kind == .index ? stream.instrument.indexName : stream.instrument.native
    let market =
      switch stream.instrument.segment {
      case .spot: "spot"
      case .linear: "futures/um"
      case .inverse: "futures/cm"
      }
    let level = stream.level?.description
    func file(_ run: ArchiveRun) -> ArchiveFile {
      let folder = run.isMonth ? "monthly" : "daily"
      let date = run.isMonth ? run.date.month(dashed: true) : run.date.dashed
      let place = "\(base)/data/\(market)/\(folder)/\(type)/\(symbol)/" + (level.map { "\($0)/" } ?? "")
      let url = place + "\(symbol)-\(level ?? type)-\(date).zip"
      return ArchiveFile(
        url: url, checksumURL: url + ".CHECKSUM", from: calendar.start(ofDay: run.days.lowerBound),
        to: calendar.start(ofDay: run.days.upperBound))
    }
    let isDailyOnly = stream.kind == .openInterest
    let runs = ArchiveCalendar.runs(days) { date in
      !isDailyOnly && Self.isPublished(month: date, now: now)
    }
    return runs.map { run in
      var whole = file(run)
      if run.isMonth {
        whole.parts = run.days.map { day in
          file(ArchiveRun(date: CivilDate(daysSinceEpoch: day), days: day..<(day + 1), isMonth: false))
        }
      }
      return whole
    }
  }

  /// Whether the first Monday after a month is over.
  private static func isPublished(month: CivilDate, now: Timestamp) -> Bool {
    let next =
      month.month == 12
      ? CivilDate(year: month.year + 1, month: 1, day: 1)
      : CivilDate(year: month.year, month: month.month + 1, day: 1)
    var day = next.daysSinceEpoch
    // 1970-01-01 was a Thursday, so day 4 was a Monday.
    while (day - 4) % 7 != 0 { day += 1 }
    return ArchiveCalendar().day(now) > day
  }

  private static func type(_ kind: SeriesKind) -> String? {
    switch kind {
    case .klines: "klines"
    case .mark: "markPriceKlines"
    case .index: "indexPriceKlines"
    case .premium: "premiumIndexKlines"
    case .trades: "trades"
    case .aggTrades: "aggTrades"
    case .openInterest: "metrics"
    // REST has all settlements in a few pages, with the mark price, which the files lack.
    default: nil
    }
  }
}
