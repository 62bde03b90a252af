package import Market

/// The prints of a generated market: put together by the minute they give its bars, but for the quote volume.
///
/// Times are whole milliseconds and ids count from 1, as an exchange's do.
package struct SyntheticTrades: Feed {
  private var path: SyntheticPath
  private var deal: TradeDeal
  private let end: Int64
  private let instrument: Instrument

  init(market: SyntheticMarket, instrument: Instrument, from: Timestamp, to: Timestamp) {
    let minute = TimeSpan.minute.nanoseconds
    path = SyntheticPath(market: market, instrument: instrument, minute: divide(from.nanoseconds, by: minute, .up))
    end = divide(to.nanoseconds, by: minute, .down)
    deal = TradeDeal(
      key: NoiseStream.key(seed: market.seed, purpose: "trades " + instrument.entity.description),
      priceStep: instrument.priceStep.ticks, quantityStep: instrument.quantityStep.units)
    self.instrument = instrument
  }

  package mutating func refill(_ columns: TradeColumns) throws(FeedError) -> Bool {
    columns.count = 0
    columns.present = 0b1_1111
    columns.priceScale = instrument.priceScale
    columns.quantityScale = instrument.quantityScale
    while columns.count < columns.capacity {
      if deal.isDone {
        guard path.minute < end else { break }
        let minute = path.minute
        deal.begin(try path.next(), minute: minute)
        continue
      }
      deal.next(columns)
    }
    return columns.count > 0
  }
}

/// How the trades of one minute's bar are dealt out: one after the other, each from what is left, so that a minute of any number of
/// trades needs no memory.
///
/// Prices run from the open over both extremes to the close, with a wobble inside the bar; quantities are random shares of what is
/// left, at least one step each; buyers and sellers come mixed and take exactly the bar's volumes.
private struct TradeDeal: Sendable {
  private let key: UInt64
  private let priceStep: Int64
  private let quantityStep: Int64
  private var noise: NoiseStream
  private var bar = SyntheticMinute()
  private var start: Int64 = 0
  private var index: Int64 = 0
  private var lastID: Int64 = 0
  /// The trades at which the extremes are reached, the first one and the second one, and what they are.
  private var turns: (first: Int64, second: Int64) = (0, 0)
  private var extremes: (first: Int64, second: Int64) = (0, 0)
  /// Trades and quantity steps that are left to each side.
  private var buys: Int64 = 0
  private var sells: Int64 = 0
  private var buySteps: Int64 = 0
  private var sellSteps: Int64 = 0

  init(key: UInt64, priceStep: Int64, quantityStep: Int64) {
    self.key = key
    self.priceStep = priceStep
    self.quantityStep = quantityStep
    noise = NoiseStream(key: key, counter: 0)
  }

  /// Whether the minute's trades are all dealt.
  var isDone: Bool { index >= bar.trades }

  /// Begins a minute.
  mutating func begin(_ bar: SyntheticMinute, minute: Int64) {
    self.bar = bar
    index = 0
    start = minute * TimeSpan.minute.nanoseconds
    guard bar.trades > 0 else { return }
    noise = NoiseStream(key: key, counter: minute)
    let steps = bar.volume / quantityStep
    buySteps = bar.takerBuyVolume / quantityStep
    sellSteps = steps - buySteps
    // As many buys as there is bought of the volume, each with a step at least, and none where nothing was bought.
    let share = Int64(Double(bar.trades) * (Double(buySteps) / Double(steps)))
    let least = Swift.max(bar.trades - sellSteps, buySteps > 0 ? 1 : 0)
    let most = Swift.min(buySteps, sellSteps > 0 ? bar.trades - 1 : bar.trades)
    buys = Swift.min(Swift.max(share, least), most)
    sells = bar.trades - buys
    let isLowFirst = (bar.close >= bar.open) == (noise.uniform() < 0.8)
    extremes = isLowFirst ? (bar.low, bar.high) : (bar.high, bar.low)
    let inner = Double(Swift.max(bar.trades - 3, 0))
    let first = 1 + Int64(inner * 0.6 * noise.uniform())
    turns = (first, first + 1 + Int64(Double(Swift.max(bar.trades - 3 - first, 0)) * noise.uniform()))
  }

  /// Writes the next trade.
  mutating func next(_ columns: TradeColumns) {
    let row = columns.count
    let width = 60_000 / Double(bar.trades)
    let milliseconds = Swift.min(Int64((Double(index) + noise.uniform()) * width), 59_999)
    let isBuy = noise.uniform() * Double(buys + sells) < Double(buys)
    lastID += 1
    columns.time[row] = start + milliseconds * 1_000_000
    columns.price[row] = price()
    columns.side[row] = isBuy ? 1 : -1
    columns.id[row] = lastID
    columns.quantity[row] = (isBuy ? takeBuy() : takeSell()) * quantityStep
    index += 1
    columns.count = row + 1
  }

  private mutating func takeBuy() -> Int64 {
    let steps = part(of: buySteps, among: buys)
    buys -= 1
    buySteps -= steps
    return steps
  }

  private mutating func takeSell() -> Int64 {
    let steps = part(of: sellSteps, among: sells)
    sells -= 1
    sellSteps -= steps
    return steps
  }

  /// A random share of what is left, which leaves a step for each of the others: the last one takes all.
  private mutating func part(of steps: Int64, among count: Int64) -> Int64 {
    if count <= 1 { return steps }
    let draw = noise.uniform()
    let spare = steps - count
    return 1 + Swift.min(Int64(Double(spare) * 2 * draw * draw * 1.5 / Double(count)), spare)
  }

  private mutating func price() -> Int64 {
    let last = bar.trades - 1
    if index == last { return bar.close }
    if index == 0 { return bar.open }
    if bar.trades <= 3 { return Swift.min(Swift.max(bar.open, bar.low), bar.high) }
    if index == turns.first { return extremes.first }
    if index == turns.second { return extremes.second }
    let leg: (from: Int64, to: Int64, begin: Int64, end: Int64) =
      index < turns.first
      ? (bar.open, extremes.first, 0, turns.first)
      : index < turns.second
        ? (extremes.first, extremes.second, turns.first, turns.second)
        : (extremes.second, bar.close, turns.second, last)
    let way = Double(index - leg.begin) / Double(leg.end - leg.begin)
    let wobble = (noise.uniform() - 0.5) * 0.15 * Double(bar.high - bar.low)
    let raw = Double(leg.from) + Double(leg.to - leg.from) * way + wobble
    let rounded = Int64(raw / Double(priceStep) + 0.5) * priceStep
    return Swift.min(Swift.max(rounded, bar.low), bar.high)
  }
}

extension SyntheticMarket {
  /// Prints of `instrument` in the full minutes from `from` to `to`.
  ///
  /// Put together by the minute they have the prices, the volumes and the counts of ``klines(of:level:from:to:)``.
  package func trades(
    of instrument: Instrument, from: Timestamp, to: Timestamp
  ) throws(SyntheticError) -> SyntheticTrades {
    try check(instrument, from: from)
    return SyntheticTrades(market: self, instrument: instrument, from: from, to: to)
  }
}
