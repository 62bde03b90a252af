/// A bar to which prints are added.
struct PrintBar {
  /// What the prints have, and so what the bars have.
  struct Form: Hashable {
    let priceScale: Int
    let quantityScale: Int
    /// Decimals of the prints' own quote quantities; nil where they have none.
    let writtenQuoteScale: Int?
    let hasQuote: Bool
    let isAggregated: Bool

    init(_ trades: TradeColumns, paysPriceTimesQuantity: Bool) {
      priceScale = trades.priceScale
      quantityScale = trades.quantityScale
      writtenQuoteScale = trades.has(5) ? trades.quoteScale : nil
      hasQuote = trades.has(5) || paysPriceTimesQuantity
      isAggregated = trades.has(6) && trades.has(7)
    }

    /// Decimals of price times quantity.
    var productScale: Int { priceScale + quantityScale }
    var quoteScale: Int { writtenQuoteScale ?? min(productScale, Self.greatestQuoteScale) }
    /// Decimals that Binance's klines write quote volumes with.
    private static let greatestQuoteScale = 8

    /// Sets the form of columns that are empty.
    func set(_ columns: KlineColumns) {
      guard columns.count == 0 else { return }
      columns.fields = [.openTime, .open, .high, .low, .close, .volume, .trades, .takerBuyVolume]
      if hasQuote { columns.fields.formUnion([.quoteVolume, .takerBuyQuoteVolume]) }
      columns.priceScale = priceScale
      columns.quantityScale = quantityScale
      columns.quoteVolumeScale = quoteScale
    }
  }

  var isOpen = false
  /// Whether none was before it.
  var isFirst = true
  var start: Int64 = 0
  private(set) var form: Form?
  private var open: Int64 = 0
  private var high: Int64 = 0
  private var low: Int64 = 0
  private var close: Int64 = 0
  private var trades: Int64 = 0
  private var volume: Int128 = 0
  private var quote: Int128 = 0
  private var takerVolume: Int128 = 0
  private var takerQuote: Int128 = 0
  private var knowsTakers = true
  private var isEmpty = true

  mutating func begin(_ form: Form, at start: Int64) {
    self.form = form
    self.start = start
    isOpen = true
    isEmpty = true
    trades = 0
    volume = 0
    quote = 0
    takerVolume = 0
    takerQuote = 0
    knowsTakers = true
  }

  mutating func add(_ columns: TradeColumns, _ row: Int) throws(FeedError) {
    let price = columns.price[row]
    if isEmpty {
      open = price
      high = price
      low = price
      isEmpty = false
    }
    high = max(high, price)
    low = min(low, price)
    close = price
    let quantity = Int128(columns.quantity[row])
    let paid = columns.has(5) ? Int128(columns.quoteQuantity[row]) : Int128(price) * quantity
    volume += quantity
    let (sum, overflow) = quote.addingReportingOverflow(paid)
    if overflow { throw doesNotFit }
    quote = sum
    switch columns.side[row] {
    case 1:
      takerVolume += quantity
      takerQuote += paid
    case -1: break
    default: knowsTakers = false
    }
    trades += columns.has(6) && columns.has(7) ? max(1, columns.lastID[row] &- columns.firstID[row] &+ 1) : 1
  }

  /// Appends the bar.
  func write(_ columns: KlineColumns) throws(FeedError) {
    guard let form else { return }
    form.set(columns)
    let row = columns.count
    columns.count += 1
    columns.openTime[row] = start
    columns.open[row] = open
    columns.high[row] = high
    columns.low[row] = low
    columns.close[row] = close
    columns.trades[row] = trades
    columns.volume[row] = try fitting(volume)
    columns.takerBuyVolume[row] = try fitting(takerVolume)
    if !knowsTakers { columns.fields.subtract([.takerBuyVolume, .takerBuyQuoteVolume]) }
    guard form.hasQuote else { return }
    // No source says how an exchange rounds the sum; toward zero.
    let factor = form.writtenQuoteScale == nil ? PowerOfTen.int128(form.productScale - form.quoteScale) : 1
    columns.quoteVolume[row] = try fitting(divide(quote, by: factor, .towardZero))
    columns.takerBuyQuoteVolume[row] = try fitting(divide(takerQuote, by: factor, .towardZero))
  }

  /// Appends a bar at `start` in which nothing traded, flat at this one's close.
  func writeFlat(_ columns: KlineColumns, at start: Int64) {
    if let form { form.set(columns) }
    let row = columns.count
    columns.count += 1
    for position in 0..<KlineFields.columnCount { columns.column(position)[row] = 0 }
    columns.openTime[row] = start
    for position in 1...4 { columns.column(position)[row] = close }
  }

  private func fitting(_ value: Int128) throws(FeedError) -> Int64 {
    guard let narrow = Int64(exactly: value) else { throw doesNotFit }
    return narrow
  }

  private var doesNotFit: FeedError {
    FeedError(message: "the volume of the bar at \(Timestamp(nanoseconds: start)) does not fit 64 bits")
  }
}
