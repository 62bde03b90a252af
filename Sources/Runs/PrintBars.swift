import Market

/// Minutes put together from prints, for a picture: prices alone, minutes without a print left out.
struct PrintBars: Feed {
  private var source: any Feed<TradeColumns>
  private let prints = TradeColumns()
  private var row = 0
  private var isAtEnd = false

  init(_ source: any Feed<TradeColumns>) { self.source = source }

  mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.count = 0
    columns.fields = .prices
    let minute = TimeSpan.minute
    var current = Int64.min
    while !isAtEnd {
      if row >= prints.count {
        row = 0
        prints.count = 0
        if try !source.refill(prints) {
          isAtEnd = true
          break
        }
        columns.priceScale = prints.priceScale
        continue
      }
      if prints.has(8), TradeFlags(rawValue: prints.flags[row]).contains(.offBook) {
        row += 1
        continue
      }
      let price = prints.price[row]
      let start = Timestamp(nanoseconds: prints.time[row]).floored(to: minute).nanoseconds
      if start != current {
        if columns.count == columns.capacity { return true }
        current = start
        let bar = columns.count
        columns.openTime[bar] = start
        columns.open[bar] = price
        columns.high[bar] = price
        columns.low[bar] = price
        columns.count += 1
      }
      let bar = columns.count - 1
      columns.high[bar] = Swift.max(columns.high[bar], price)
      columns.low[bar] = Swift.min(columns.low[bar], price)
      columns.close[bar] = price
      row += 1
    }
    return columns.count > 0
  }
}
