package import Market

/// A bar that a played exchange has.
package struct PlayedBar: Hashable, Sendable {
  /// Open time, nanoseconds.
  package var time: Int64
  package var open: Int64
  package var high: Int64
  package var low: Int64
  package var close: Int64
  /// Units of the market's quantity scale.
  package var volume: Int64 = 0
  /// Units of price and quantity scale together.
  package var quoteVolume: Int64 = 0
  package var trades: Int64 = 0
  package var takerVolume: Int64 = 0
  package var takerQuoteVolume: Int64 = 0
}

/// A print that a played exchange has.
package struct PlayedTrade: Hashable, Sendable {
  package var id: Int64
  /// Nanoseconds, whole milliseconds.
  package var time: Int64
  package var price: Int64
  package var quantity: Int64
  /// +1 when the taker bought.
  package var side: Int64
}

/// What a played exchange knows of one instrument: rows in time order, as integers at scales of its own.
package struct PlayedMarket: Hashable, Sendable {
  package var base: String
  package var quote: String
  package var isPerpetual: Bool
  package var priceScale = 2
  package var quantityScale = 5
  /// The exchange's clock: nothing later is told, and archives have what was over by then.
  package var now: Timestamp
  /// Bars of one minute.
  package var bars: [SeriesKind: [PlayedBar]] = [:]
  package var trades: [PlayedTrade] = []
  /// Settlements: time in nanoseconds, rate and mark price with eight decimals.
  package var fundings: [(time: Int64, rate: Int64, mark: Int64)] = []
  /// Open interest every five minutes: time, quantity, worth at the product's scale.
  package var openInterest: [(time: Int64, quantity: Int64, value: Int64)] = []

  package init(base: String, quote: String, isPerpetual: Bool, now: Timestamp) {
    self.base = base
    self.quote = quote
    self.isPerpetual = isPerpetual
    self.now = now
  }

  package static func == (a: PlayedMarket, b: PlayedMarket) -> Bool {
    a.bars == b.bars && a.trades == b.trades && a.now == b.now
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(trades) }
}

extension PlayedMarket {
  /// A market from `from` to `now`: a walk of prints, and bars that follow from them; some minutes have no print.
  package static func generated(
    seed: UInt64, base: String = "BTC", quote: String = "USDT", isPerpetual: Bool, from: Timestamp, now: Timestamp
  ) -> PlayedMarket {
    var market = PlayedMarket(base: base, quote: quote, isPerpetual: isPerpetual, now: now)
    var draws = Draws(state: seed)
    var price: Int64 = 6_000_000
    var time = from.nanoseconds
    var id: Int64 = 1_000
    while true {
      // Some 20 seconds between prints, now and then minutes; and several prints within one millisecond.
      let kind = draws.below(100)
      time += (kind < 3 ? 60_000 + draws.below(200_000) : kind < 15 ? 0 : draws.below(40_000)) * 1_000_000
      guard time < now.nanoseconds else { break }
      price = max(1_000_000, price + draws.below(2_001) - 1_000)
      market.trades.append(
        PlayedTrade(
          id: id, time: time, price: price, quantity: 1 + draws.below(300_000), side: draws.below(2) == 0 ? 1 : -1))
      id += 1
    }
    market.makeBars(from: from)
    guard isPerpetual else { return market }
    for (kind, offset) in [(SeriesKind.mark, Int64(3)), (.index, -5), (.premium, 0)] {
      market.bars[kind] = (market.bars[.klines] ?? []).map { bar in
        PlayedBar(
          time: bar.time, open: bar.open + offset, high: bar.high + offset, low: bar.low + offset,
          close: bar.close + offset)
      }
    }
    let step = 8 * TimeSpan.hour.nanoseconds
    var settlement = (from.nanoseconds + step - 1) / step * step
    while settlement < now.nanoseconds {
      // Stamps come some milliseconds late.
      market.fundings.append(
        (settlement + draws.below(20) * 1_000_000, draws.below(60_000) - 20_000, price * 1_000_000 + draws.below(99)))
      settlement += step
    }
    var interest = from.nanoseconds
    while interest < now.nanoseconds {
      let quantity = 1_000_000_000 + draws.below(1_000_000)
      market.openInterest.append((interest, quantity, quantity * 60_000))
      interest += 5 * TimeSpan.minute.nanoseconds
    }
    return market
  }

  /// Bars of the prints; a minute without one stands at the close before it, with volume zero.
  private mutating func makeBars(from: Timestamp) {
    let minute = TimeSpan.minute.nanoseconds
    var bars: [PlayedBar] = []
    var close = trades.first?.price ?? 0
    var next = 0
    var time = from.nanoseconds
    while time < now.nanoseconds {
      var bar = PlayedBar(time: time, open: close, high: close, low: close, close: close)
      while next < trades.count, trades[next].time < time + minute {
        let trade = trades[next]
        if bar.trades == 0 { (bar.open, bar.high, bar.low) = (trade.price, trade.price, trade.price) }
        bar.high = max(bar.high, trade.price)
        bar.low = min(bar.low, trade.price)
        bar.close = trade.price
        bar.volume += trade.quantity
        bar.quoteVolume += trade.quantity * trade.price
        bar.trades += 1
        if trade.side > 0 {
          bar.takerVolume += trade.quantity
          bar.takerQuoteVolume += trade.quantity * trade.price
        }
        next += 1
      }
      close = bar.close
      bars.append(bar)
      time += minute
    }
    self.bars[.klines] = bars
  }
}

/// SplitMix64.
private struct Draws {
  var state: UInt64

  mutating func below(_ limit: Int64) -> Int64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var draw = state
    draw = (draw ^ (draw >> 30)) &* 0xBF58_476D_1CE4_E5B9
    draw = (draw ^ (draw >> 27)) &* 0x94D0_49BB_1331_11EB
    draw ^= draw >> 31
    return Int64(draw % UInt64(limit))
  }
}
