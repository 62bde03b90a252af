package import Market
package import Tape

extension PlayedMarket {
  /// What a tape holds of an instrument, to be played again: bars of one minute, prints, settlements. Scales follow from the rules on
  /// the tape, which must be there; rows from `now` on are left out. Nil when the tape has no rules of it.
  ///
  /// Throws what the tape throws, also for values that have more digits than the rules' steps.
  package init?(_ entity: EntityID, of tape: borrowing TapeFile, now: Timestamp) throws(TapeError) {
    guard let rules = try tape.instrument(entity, at: nil) else { return nil }
    self.init(
      base: rules.base.uppercased(), quote: rules.quote.uppercased(), isPerpetual: entity.kind == .perpetual, now: now)
    priceScale = rules.priceStep.reduced.scale
    quantityScale = rules.quantityStep.reduced.scale
    for kind in [SeriesKind.klines, .mark, .index, .premium] {
      bars[kind] = try Self.bars(SeriesKey(entity: entity, kind: kind, level: .minute), of: tape, now, scales)
    }
    let single = try Self.trades(SeriesKey(entity: entity, kind: .trades, level: nil), of: tape, now, scales)
    trades =
      single.isEmpty
      ? try Self.trades(SeriesKey(entity: entity, kind: .aggTrades, level: nil), of: tape, now, scales) : single
    fundings = try Self.fundings(SeriesKey(entity: entity, kind: .funding, level: nil), of: tape, now)
  }

  private var scales: SeriesScales {
    SeriesScales(price: priceScale, quantity: quantityScale, quote: priceScale + quantityScale)
  }

  private static func bars(
    _ key: SeriesKey, of tape: borrowing TapeFile, _ now: Timestamp, _ scales: SeriesScales
  ) throws(TapeError) -> [PlayedBar] {
    guard try tape.info(key) != nil else { return [] }
    var cursor = try tape.rows(key, as: KlineColumns.self, from: nil, to: now, scales: scales)
    let columns = KlineColumns()
    var bars: [PlayedBar] = []
    while try cursor.fill(columns) {
      func value(_ field: KlineFields, _ column: UnsafeMutablePointer<Int64>, _ row: Int) -> Int64 {
        columns.fields.contains(field) ? column[row] : 0
      }
      for row in 0..<columns.count {
        bars.append(
          PlayedBar(
            time: columns.openTime[row], open: columns.open[row], high: columns.high[row], low: columns.low[row],
            close: columns.close[row], volume: value(.volume, columns.volume, row),
            quoteVolume: value(.quoteVolume, columns.quoteVolume, row), trades: value(.trades, columns.trades, row),
            takerVolume: value(.takerBuyVolume, columns.takerBuyVolume, row),
            takerQuoteVolume: value(.takerBuyQuoteVolume, columns.takerBuyQuoteVolume, row)))
      }
    }
    return bars
  }

  private static func trades(
    _ key: SeriesKey, of tape: borrowing TapeFile, _ now: Timestamp, _ scales: SeriesScales
  ) throws(TapeError) -> [PlayedTrade] {
    guard try tape.info(key) != nil else { return [] }
    var cursor = try tape.trades(key, from: nil, to: now, scales: scales)
    let columns = TradeColumns()
    var trades: [PlayedTrade] = []
    while try cursor.fill(columns) {
      for row in 0..<columns.count {
        trades.append(
          PlayedTrade(
            id: columns.id[row], time: columns.time[row], price: columns.price[row], quantity: columns.quantity[row],
            side: columns.side[row]))
      }
    }
    return trades
  }

  private static func fundings(
    _ key: SeriesKey, of tape: borrowing TapeFile, _ now: Timestamp
  ) throws(TapeError) -> [(time: Int64, rate: Int64, mark: Int64)] {
    guard try tape.info(key) != nil else { return [] }
    var cursor = try tape.funding(key, from: nil, to: now, scales: SeriesScales(price: 8, quantity: 0, rate: 8))
    let columns = FundingColumns()
    var fundings: [(time: Int64, rate: Int64, mark: Int64)] = []
    while try cursor.fill(columns) {
      for row in 0..<columns.count {
        fundings.append((columns.time[row], columns.rate[row], columns.has(3) ? columns.mark[row] : 0))
      }
    }
    return fundings
  }
}
