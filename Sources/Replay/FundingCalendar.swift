import Exchange
import Market

/// Funding rows of a run in order of their settlements, and settlements that were due and have no row.
struct FundingCalendar {
  private struct Series {
    var feed: any Feed<FundingColumns>
    let columns = FundingColumns()
    let instrument: InstrumentID
    let place: Int
    var row = 0
    /// The next settlement's row; `Int64.max`: no more.
    var time = Int64.max
    /// Rows handed out.
    var taken = 0
  }

  private var series: [Series] = []

  init(_ streams: [RunStream]) {
    for (place, stream) in streams.enumerated() {
      if case .funding(let feed) = stream.source {
        series.append(Series(feed: feed, instrument: stream.instrument, place: place))
      }
    }
  }

  /// When the next settlement is; `Int64.max`: no more.
  private(set) var nextTime = Int64.max

  /// Reads each series' first row.
  mutating func start() throws(FeedError) {
    for index in series.indices { try fill(index) }
    refresh()
  }

  /// Rows handed out, by the place of their stream in the plan.
  var rows: [(place: Int, count: Int)] { series.map { ($0.place, $0.taken) } }

  /// The next settlement: in time, then in the plan's order.
  mutating func next() throws(FeedError) -> FundingRow? {
    guard let index = series.firstIndex(where: { $0.time == nextTime }), nextTime != .max else { return nil }
    let columns = series[index].columns
    let row = series[index].row
    let mark = columns.has(3) && columns.mark[row] > 0 ? Price(columns.mark[row]) : nil
    let result = FundingRow(
      time: Timestamp(nanoseconds: nextTime), instrument: series[index].instrument,
      rate: Rate(units: Self.units(columns.rate[row], scale: columns.rateScale)), mark: mark)
    series[index].taken += 1
    series[index].row += 1
    try fill(index)
    refresh()
    return result
  }

  private mutating func fill(_ index: Int) throws(FeedError) {
    if series[index].row >= series[index].columns.count {
      series[index].row = 0
      series[index].columns.count = 0
      guard try series[index].feed.refill(series[index].columns), series[index].columns.count > 0 else {
        series[index].time = .max
        return
      }
    }
    series[index].time = Self.settlement(series[index].columns.time[series[index].row])
  }

  private mutating func refresh() { nextTime = series.map(\.time).min() ?? .max }

  /// A stamp under one second past a full minute is that minute (DESIGN 4.7).
  static func settlement(_ time: Int64) -> Int64 {
    let past = time % 60_000_000_000
    return past < 1_000_000_000 ? time - past : time
  }

  /// A rate at the scale of ``Rate``; digits beyond it go toward zero.
  private static func units(_ value: Int64, scale: Int) -> Int64 {
    if scale <= Rate.scale {
      return Int64(clamping: Int128(value) * PowerOfTen.int128(Rate.scale - scale))
    }
    return value / PowerOfTen.int64(Swift.min(scale - Rate.scale, PowerOfTen.greatestInt64Exponent))
  }
}
