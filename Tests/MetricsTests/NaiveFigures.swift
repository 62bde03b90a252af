import Exchange
import Market
import Metrics

/// The figures of a run of one pair against the currency, in the plainest way: everything kept, every sum from its definition.
struct NaiveFigures {
  struct Trade {
    var opened: Timestamp
    var closed = Timestamp.distantFuture
    var gross: Int128 = 0
    var fees: Int128 = 0
    var lowest: Int64
    var highest: Int64
    var exit = ExitReason.signal
  }

  private(set) var price: Int128 = 0
  private(set) var spread: Int128 = 0
  private(set) var slippage: Int128 = 0
  private(set) var fees: Int128 = 0
  private(set) var volume: Int128 = 0
  private(set) var days: [Int128] = []
  private(set) var drawdownPercent = 0.0
  private(set) var longestFall: Int64 = 0
  private(set) var mean = 0.0
  private(set) var sharpe: Double?
  private(set) var exposurePercent = 0.0
  private(set) var rows: [(time: Timestamp, equity: Int128)] = []
  private(set) var trades: [Trade] = []
  private(set) var openTrades = 0

  init(_ run: TestRun) {
    moneyParts(run)
    equityFigures(run)
    roundTrips(run)
  }

  /// Base money has eight decimals, quote and equity ten: a price unit is 10^-2, a quantity unit 10^-3.
  private static func value(_ base: Int128, at price: Int64) -> Int128 { base * Int128(price) }

  private mutating func moneyParts(_ run: TestRun) {
    var held: Int128 = 0
    var last: Int64 = run.bars[0].kline.open.ticks
    var closes = run.bars.map { (time: $0.kline.closeTime, price: $0.kline.close.ticks) }[...]
    func quote(_ fill: Fill, _ difference: Price) -> Int128 {
      Int128(fill.side.sign) * Int128(fill.quantity.units) * Int128(difference.ticks) * 100_000
    }
    for fill in run.fills {
      while let close = closes.first, close.time <= fill.time {
        price += Self.value(held, at: close.price - last)
        last = close.price
        closes.removeFirst()
      }
      price += Self.value(held, at: fill.mark.ticks - last)
      last = fill.mark.ticks
      held += Int128(fill.side.sign) * Int128(fill.quantity.units) * 100_000
      let paid = fill.liquidity == .taker ? quote(fill, fill.firstPrice - fill.price) : 0
      slippage += paid
      spread += quote(fill, fill.mark - fill.price) - paid
      volume += Int128(fill.quantity.units) * Int128(fill.price.ticks) * 100_000
      if fill.feeAsset == run.configuration.baseAssets[0] {
        held -= fill.fee.units
        fees += Self.value(fill.fee.units, at: fill.mark.ticks)
      } else {
        fees += fill.fee.units * PowerOfTen.int128(10 - 8)
      }
    }
    for close in closes {
      price += Self.value(held, at: close.price - last)
      last = close.price
    }
  }

  private mutating func equityFigures(_ run: TestRun) {
    // Equity up to a fill, and what the fill made of it.
    var marks: [TestRun.Mark] = []
    for mark in run.marks {
      if mark.isFill, let before = marks.last {
        marks.append(TestRun.Mark(time: mark.time, equity: before.equity, isFill: true))
      }
      marks.append(mark)
    }
    func bucket(_ mark: TestRun.Mark, _ length: Int64) -> Int64 {
      (mark.time.nanoseconds - (mark.isFill ? 0 : 1)) / length
    }
    let day = TimeSpan.day.nanoseconds
    for number in (run.start.nanoseconds / day)...((run.end.nanoseconds - 1) / day) {
      let last = marks.last { bucket($0, day) <= number }
      days.append(last?.equity ?? 0)
    }
    let hour = TimeSpan.hour.nanoseconds
    rows.append((run.start, marks[0].equity))
    var next = (run.start.nanoseconds / hour + 1) * hour
    while next < run.end.nanoseconds {
      let last = marks.last { bucket($0, hour) < next / hour }
      rows.append((Timestamp(nanoseconds: next), last?.equity ?? 0))
      next += hour
    }
    rows.append((run.end, marks[marks.count - 1].equity))

    var peak = marks[0]
    var trough = peak.equity
    for mark in marks {
      if mark.equity >= peak.equity {
        if trough < peak.equity { longestFall = Swift.max(longestFall, (mark.time - peak.time).nanoseconds) }
        peak = mark
        trough = mark.equity
      }
      trough = Swift.min(trough, mark.equity)
      drawdownPercent = Swift.max(drawdownPercent, 100 * Double(peak.equity - trough) / Double(peak.equity))
    }
    if trough < peak.equity { longestFall = Swift.max(longestFall, (run.end - peak.time).nanoseconds) }

    for (mark, after) in zip(marks, marks.dropFirst()) {
      mean += Double(mark.equity) * (after.time - mark.time).seconds
    }
    mean /= (run.end - run.start).seconds

    let returns = zip(days, [marks[0].equity] + days).map { Double($0) / Double($1) - 1 }
    let average = returns.reduce(0, +) / Double(returns.count)
    let squares = returns.reduce(0) { $0 + ($1 - average) * ($1 - average) }
    sharpe = average / (squares / Double(returns.count - 1)).squareRoot() * 365.0.squareRoot()
  }

  private mutating func roundTrips(_ run: TestRun) {
    let step: Int128 = 100_000
    var held: Int128 = 0
    var cost: Int128 = 0
    var open: Trade?
    var exposed: Int64 = 0
    for fill in run.fills {
      let quantity = Int128(fill.quantity.units) * step
      let notional = Int128(fill.quantity.units) * Int128(fill.price.ticks) * 1_000
      let isBaseFee = fill.feeAsset == run.configuration.baseAssets[0]
      let fee = isBaseFee ? fill.fee.units * Int128(fill.mark.ticks) / 100 : fill.fee.units
      if fill.side == .buy {
        if open == nil { open = Trade(opened: fill.time, lowest: fill.mark.ticks, highest: fill.mark.ticks) }
        held += quantity
        cost += notional
        open?.fees += fee
        if isBaseFee {
          let share = cost * fill.fee.units / held
          held -= fill.fee.units
          cost -= share
        }
      } else {
        let closing = Swift.min(quantity, held)
        guard closing > 0 else { continue }
        let share = closing == held ? cost : cost * closing / held
        held -= closing
        cost -= share
        open?.gross += notional * closing / quantity - share
        open?.fees += fee * closing / quantity
        open?.exit = run.exits[Int(fill.order.number)]
      }
      guard var trade = open else { continue }
      trade.lowest = Swift.min(trade.lowest, fill.mark.ticks)
      trade.highest = Swift.max(trade.highest, fill.mark.ticks)
      open = trade
      if fill.side == .sell, held < step {
        trade.closed = fill.time
        exposed += (fill.time - trade.opened).nanoseconds
        for bar in run.bars where bar.kline.closeTime > trade.opened && bar.kline.openTime <= trade.closed {
          for point in 0...3
          where bar.time(ofPoint: point) >= trade.opened.nanoseconds
            && bar.time(ofPoint: point) <= trade.closed.nanoseconds
          {
            trade.lowest = Swift.min(trade.lowest, bar.price(ofPoint: point))
            trade.highest = Swift.max(trade.highest, bar.price(ofPoint: point))
          }
        }
        trades.append(trade)
        open = nil
      }
    }
    if let open {
      openTrades = 1
      exposed += (run.end - open.opened).nanoseconds
    }
    exposurePercent = 100 * Double(exposed) / Double((run.end - run.start).nanoseconds)
  }

  /// Position x change of price by pair, for pairs against the currency, in the plainest arithmetic.
  static func priceMoves(_ run: TestRun, pairs: Set<Int>) -> [Int: Double] {
    let configuration = run.configuration
    func amount(_ money: Money, _ asset: AssetID) -> Double {
      Double(money.units) / Double(PowerOfTen.int128(configuration.assets[Int(asset.index)].scale))
    }
    var held = zip(configuration.initialBalances, configuration.assets.indices).map { amount($0, AssetID($1)) }
    var prices: [Int: Double] = [:]
    var moves: [Int: Double] = [:]
    func scaled(_ price: Price, _ index: Int) -> Double {
      Double(price.ticks) / Double(PowerOfTen.int64(configuration.instruments[index].priceScale))
    }
    func move(_ index: Int, to price: Price) {
      guard pairs.contains(index) else { return }
      let next = scaled(price, index)
      let before = prices[index] ?? next
      moves[index, default: 0] += held[Int(configuration.baseAssets[index].index)] * (next - before)
      prices[index] = next
    }
    for index in configuration.instruments.indices {
      if let bar = run.bars.first(where: { Int($0.kline.instrument.index) == index }) {
        move(index, to: bar.kline.open)
      }
    }
    var bars = run.bars[...]
    for fill in run.fills {
      while let bar = bars.first, bar.kline.closeTime <= fill.time {
        move(Int(bar.kline.instrument.index), to: bar.kline.close)
        bars.removeFirst()
      }
      let index = Int(fill.instrument.index)
      move(index, to: fill.mark)
      let quantity =
        Double(fill.side.sign) * Double(fill.quantity.units)
        / Double(PowerOfTen.int64(configuration.instruments[index].quantityScale))
      held[Int(configuration.baseAssets[index].index)] += quantity
      held[Int(configuration.quoteAssets[index].index)] -= quantity * scaled(fill.price, index)
      held[Int(fill.feeAsset.index)] -= amount(fill.fee, fill.feeAsset)
    }
    for bar in bars { move(Int(bar.kline.instrument.index), to: bar.kline.close) }
    return moves
  }
}
