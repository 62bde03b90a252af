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

  /// Settlements that an instrument's interval makes due.
  private struct Due {
    let instrument: InstrumentID
    var interval: Int64
    var time = Int64.max
  }

  private var series: [Series] = []
  private var dues: [Due] = []

  init(_ streams: [RunStream], _ instruments: [Instrument]) {
    for (index, instrument) in instruments.enumerated() where instrument.entity.kind == .perpetual {
      let interval = instrument.specification.rules.fundingInterval.nanoseconds
      if interval > 0 { dues.append(Due(instrument: InstrumentID(index), interval: interval)) }
    }
    for (place, stream) in streams.enumerated() {
      if case .funding(let feed) = stream.source {
        series.append(Series(feed: feed, instrument: stream.instrument, place: place))
      }
    }
  }

  /// When the next settlement or the next due time is; `Int64.max`: no more.
  private(set) var nextTime = Int64.max
  /// When the next row's settlement is.
  private(set) var nextRowTime = Int64.max

  /// Settlements are due at multiples of the interval from 00:00 UTC on, after `start`.
  mutating func beginDue(after start: Int64) {
    for index in dues.indices { dues[index].time = (start / dues[index].interval + 1) * dues[index].interval }
    refresh()
  }

  /// An instrument whose settlement was due at `time`; nil: no more of them.
  mutating func nextDue(at time: Int64) -> InstrumentID? {
    guard let index = dues.firstIndex(where: { $0.time <= time }) else { return nil }
    dues[index].time += dues[index].interval
    refresh()
    return dues[index].instrument
  }

  /// Reads each series' first row.
  mutating func start() throws(FeedError) {
    for index in series.indices { try fill(index) }
    refresh()
  }

  /// Rows handed out, by the place of their stream in the plan.
  var rows: [(place: Int, count: Int)] { series.map { ($0.place, $0.taken) } }

  /// The next settlement: in time, then in the plan's order.
  mutating func next() throws(FeedError) -> FundingRow? {
    guard let index = series.firstIndex(where: { $0.time == nextRowTime }), nextRowTime != .max else { return nil }
    let columns = series[index].columns
    let row = series[index].row
    let mark = columns.has(3) && columns.mark[row] > 0 ? Price(columns.mark[row]) : nil
    let result = FundingRow(
      time: Timestamp(nanoseconds: nextRowTime), instrument: series[index].instrument,
      rate: Rate(units: Self.units(columns.rate[row], scale: columns.rateScale)), mark: mark)
    if columns.has(2), columns.interval[row] > 0 { noteInterval(columns.interval[row], series[index].instrument) }
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

  /// A row says in which interval its instrument settles; the next is due one interval later.
  private mutating func noteInterval(_ interval: Int64, _ instrument: InstrumentID) {
    guard let index = dues.firstIndex(where: { $0.instrument == instrument }), dues[index].interval != interval else {
      return
    }
    dues[index].interval = interval
    dues[index].time = nextRowTime + interval
  }

  private mutating func refresh() {
    nextRowTime = series.map(\.time).min() ?? .max
    nextTime = Swift.min(nextRowTime, dues.map(\.time).min() ?? .max)
  }

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
