import Market

/// The orders that others send to a generated market: limit orders, cancels and market orders, a seeded flow around the path's price.
///
/// A minute's price runs from the open over both extremes to the close, as in its bar; the touch follows it: quotes that the price has
/// left behind are cancelled, new ones come in, and market orders mostly take the side towards it. The book is never crossed, every
/// print is of a quantity that stood at its price, and the change that follows it takes just that off.
struct SyntheticBookFlow: Sendable {
  /// A price level in steps of price and quantity.
  struct Level: BitwiseCopyable {
    var price: Int64
    var quantity: Int64
  }

  /// Something that the flow makes: a print, or a level's new quantity.
  struct Print: BitwiseCopyable {
    var price: Int64
    var quantity: Int64
    /// +1: the taker bought.
    var side: Int64
  }
  struct Change: BitwiseCopyable {
    var side: Int64
    var price: Int64
    var quantity: Int64
  }

  private var path: SyntheticPath
  private let end: Int64
  private let key: UInt64
  private let priceStep: Int64
  private let eventsPerMinute: Int64
  /// A trade's mean notional over the worth of one quantity step at a price of one step.
  private let tradeSteps: Double
  private var noise: NoiseStream
  private var bar = SyntheticMinute()
  private var minute: Int64
  private var index: Int64
  private var isLowFirst = true
  private var hasBegun = false

  /// Best last.
  private var bids: [Level] = []
  private var asks: [Level] = []

  /// When the last step happened, in nanoseconds; whether it is the whole book; what changed before its prints, the prints, and what
  /// they took.
  private(set) var time: Int64 = 0
  private(set) var isSnapshot = false
  private(set) var prints: [Print] = []
  private(set) var changes: [Change] = []
  private(set) var takings: [Change] = []

  /// Levels a side has at most, and at least.
  private static let depth = 40
  private static let leastDepth = 20
  /// Events of a minute at most, so that each has two milliseconds.
  private static let greatestRate = 30_000.0

  init(market: SyntheticMarket, instrument: Instrument, from: Timestamp, to: Timestamp) {
    minute = divide(from.nanoseconds, by: TimeSpan.minute.nanoseconds, .up)
    end = divide(to.nanoseconds, by: TimeSpan.minute.nanoseconds, .down)
    path = SyntheticPath(market: market, instrument: instrument, minute: minute)
    key = NoiseStream.key(seed: market.seed, purpose: "book " + instrument.entity.description)
    noise = NoiseStream(key: key, counter: minute)
    priceStep = instrument.priceStep.ticks
    // One order in ten is a market order.
    eventsPerMinute = Int64(Swift.min(Swift.max(market.tradesPerMinute.double * 10, 10), Self.greatestRate))
    let priceStepValue = Double(priceStep) / Double(PowerOfTen.int64(instrument.priceScale))
    let quantityStepValue = Double(instrument.quantityStep.units) / Double(PowerOfTen.int64(instrument.quantityScale))
    tradeSteps = market.tradeNotional.double / (priceStepValue * quantityStepValue)
    index = eventsPerMinute
  }

  /// Goes on to the next order; false at the end.
  mutating func next() throws(FeedError) -> Bool {
    if index >= eventsPerMinute {
      guard minute < end else { return false }
      bar = try path.next()
      noise = NoiseStream(key: key, counter: minute)
      isLowFirst = (bar.close >= bar.open) == (noise.uniform() < 0.8)
      minute += 1
      index = 0
    }
    prints.removeAll(keepingCapacity: true)
    changes.removeAll(keepingCapacity: true)
    takings.removeAll(keepingCapacity: true)
    let width = 60_000 / Double(eventsPerMinute)
    let start = (minute - 1) * TimeSpan.minute.nanoseconds
    // Whole milliseconds, one at least between two, none at the minute's very beginning.
    let milliseconds = Int64((Double(index) + 0.5 * noise.uniform()) * width)
    time = start + (1 + Swift.min(milliseconds, 59_997)) * 1_000_000
    isSnapshot = !hasBegun
    let target = price(at: (Double(index) + 0.5) / Double(eventsPerMinute))
    index += 1
    guard hasBegun else {
      hasBegun = true
      open(at: target)
      return true
    }
    follow(target)
    fill(target)
    act(target)
    return true
  }

  /// The path's price in steps at a share of the minute.
  private func price(at share: Double) -> Double {
    let points = [bar.open, isLowFirst ? bar.low : bar.high, isLowFirst ? bar.high : bar.low, bar.close]
    let place = share * 3
    let leg = Swift.min(Int(place), 2)
    let from = Double(points[leg])
    return (from + (Double(points[leg + 1]) - from) * (place - Double(leg))) / Double(priceStep)
  }

  /// Mean quantity of an order in steps.
  private func size(at price: Double) -> Double { Swift.max(tradeSteps / Swift.max(price, 1), 1) }

  private mutating func draw(_ price: Double) -> Int64 {
    let u = noise.uniform()
    return Swift.max(1, Int64(3 * u * u * size(at: price) + 0.5))
  }

  private mutating func open(at target: Double) {
    let middle = Int64(target)
    for distance in stride(from: Int64(Self.depth), through: 1, by: -1) {
      if middle - distance > 0 { bids.append(Level(price: middle - distance, quantity: 2 * draw(target))) }
      asks.append(Level(price: middle + distance, quantity: 2 * draw(target)))
    }
    for level in bids.reversed() { changes.append(Change(side: 1, price: level.price, quantity: level.quantity)) }
    for level in asks.reversed() { changes.append(Change(side: -1, price: level.price, quantity: level.quantity)) }
  }

  /// Cancels quotes that the price has left behind and brings new ones up to it.
  private mutating func follow(_ target: Double) {
    let middle = Int64(target)
    while let best = asks.last, best.price < middle - 1 { add(Change(side: -1, price: best.price, quantity: 0)) }
    while let best = bids.last, best.price > middle + 1 { add(Change(side: 1, price: best.price, quantity: 0)) }
    if asks.last.map({ $0.price > middle + 3 }) ?? true {
      let price = Swift.max(middle + 1, (bids.last?.price ?? 0) + 1)
      add(Change(side: -1, price: price, quantity: draw(target)))
    }
    if bids.last.map({ $0.price < middle - 3 }) ?? true, middle > 1 {
      let price = Swift.min(middle - 1, (asks.last?.price ?? .max) - 1)
      if price > 0 { add(Change(side: 1, price: price, quantity: draw(target))) }
    }
  }

  /// One order: a limit order, a cancel, or a market order.
  private mutating func act(_ target: Double) {
    let kind = noise.uniform()
    let draw = noise.uniform()
    let isUp = noise.uniform() < 0.5
    if kind < 0.1 {
      let middle = (Double(bids.last?.price ?? 0) + Double(asks.last?.price ?? 0)) / 2
      let isBuy = draw < (target > middle ? 0.7 : 0.3)
      take(isBuy: isBuy, self.draw(target))
    } else if kind < 0.55 {
      // Most orders join near the touch; one in ten goes into the spread.
      let depth = Int64(12 * draw * draw)
      let side: Int64 = isUp ? 1 : -1
      guard let best = isUp ? bids.last : asks.last, let other = isUp ? asks.last : bids.last else { return }
      let isInside = noise.uniform() < 0.1 && (other.price - best.price).magnitude > 1
      let price = isInside ? best.price + side : best.price - side * depth
      guard price > 0 else { return }
      let there = quantity(side, price)
      add(Change(side: side, price: price, quantity: there + self.draw(target)))
    } else {
      let side: Int64 = isUp ? 1 : -1
      let count = isUp ? bids.count : asks.count
      guard count > Self.leastDepth else { return }
      let place = count - 1 - Swift.min(Int(Double(count) * draw * draw), count - 1)
      let level = isUp ? bids[place] : asks[place]
      let part = noise.uniform() < 0.3 ? level.quantity : Int64(Double(level.quantity) * noise.uniform())
      if part > 0 { add(Change(side: side, price: level.price, quantity: level.quantity - part)) }
    }
  }

  /// A market order walks the book, a print a level.
  private mutating func take(isBuy: Bool, _ wanted: Int64) {
    var left = wanted
    let side: Int64 = isBuy ? -1 : 1
    while left > 0, (isBuy ? asks.count : bids.count) > 1, let level = isBuy ? asks.last : bids.last {
      let part = Swift.min(left, level.quantity)
      prints.append(Print(price: level.price, quantity: part, side: -side))
      let change = Change(side: side, price: level.price, quantity: level.quantity - part)
      put(change)
      takings.append(change)
      left -= part
    }
  }

  /// Puts far levels behind what has become thin, and takes off what is too deep to matter.
  private mutating func fill(_ target: Double) {
    while bids.count < Self.leastDepth, let worst = bids.first, worst.price > 1 {
      let level = Level(price: worst.price - 1, quantity: 2 * draw(target))
      bids.insert(level, at: 0)
      changes.append(Change(side: 1, price: level.price, quantity: level.quantity))
    }
    while asks.count < Self.leastDepth, let worst = asks.first {
      let level = Level(price: worst.price + 1, quantity: 2 * draw(target))
      asks.insert(level, at: 0)
      changes.append(Change(side: -1, price: level.price, quantity: level.quantity))
    }
    while bids.count > Self.depth { changes.append(Change(side: 1, price: bids.removeFirst().price, quantity: 0)) }
    while asks.count > Self.depth { changes.append(Change(side: -1, price: asks.removeFirst().price, quantity: 0)) }
  }

  private func place(_ side: Int64, _ price: Int64) -> Int {
    let levels = side > 0 ? bids : asks
    var low = 0
    var high = levels.count
    while low < high {
      let middle = (low + high) / 2
      if side * levels[middle].price < side * price { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func quantity(_ side: Int64, _ price: Int64) -> Int64 {
    let place = place(side, price)
    let levels = side > 0 ? bids : asks
    return place < levels.count && levels[place].price == price ? levels[place].quantity : 0
  }

  /// Puts a level's new quantity in place and tells it.
  private mutating func add(_ change: Change) {
    put(change)
    changes.append(change)
  }

  private mutating func put(_ change: Change) {
    let place = place(change.side, change.price)
    if change.side > 0 { Self.put(&bids, place, change) } else { Self.put(&asks, place, change) }
  }

  private static func put(_ levels: inout [Level], _ place: Int, _ change: Change) {
    let isThere = place < levels.count && levels[place].price == change.price
    if change.quantity == 0 {
      if isThere { levels.remove(at: place) }
    } else if isThere {
      levels[place].quantity = change.quantity
    } else {
      levels.insert(Level(price: change.price, quantity: change.quantity), at: place)
    }
  }
}
