import Exchange
import Market

/// All round trips of a run: one book an instrument, the closed trades in order of closing, their tallies.
///
/// A closed trade waits for the end of the bar it closed in, so that the bar's extremes up to that instant are in its range; then it
/// can be taken.
package struct TradeLog: Sendable {
  private(set) var books: [RoundTripBook]
  private let firstBooks: Int
  /// Closed trades that nobody has taken yet.
  private var trades: [RoundTrip] = []
  /// Numbers of closed trades whose bar has not ended, by instrument, and the number of the first in `trades`.
  private var unfinished: [[Int]]
  private var firstNumber = 0

  package private(set) var all = TradeTally()
  package private(set) var byInstrument: [TradeTally]
  private(set) var long = TradeTally()
  private(set) var short = TradeTally()
  /// By ``ExitReason``.
  private(set) var byReason = [TradeTally](repeating: TradeTally(), count: ExitReason.allCases.count)
  /// Fall of the sum of closed trades, from the initial equity on.
  private(set) var closedDrawdown: Drawdown?
  private var closedSum: Int128 = 0

  private var openCount = 0
  private var exposedSince: Timestamp?
  private(set) var exposure = TimeSpan.zero

  /// With `hasHedges` each instrument has a second book behind all first ones, for the short position of hedge mode.
  package init(books: [RoundTripBook], hasHedges: Bool = false) {
    self.books = hasHedges ? books + books : books
    firstBooks = books.count
    unfinished = [[Int]](repeating: [], count: books.count)
    byInstrument = [TradeTally](repeating: TradeTally(), count: books.count)
  }

  /// Begins the run with `equity`; positions held from the start are entered with ``enter(_:held:cost:mark:at:)``.
  mutating func begin(at time: Timestamp, equity: Money) {
    closedSum = equity.units
    closedDrawdown = Drawdown(at: time.nanoseconds, equity.units)
  }

  /// Where the book of an instrument's position lies; nil: that of one-way mode.
  func book(of index: Int, _ side: PositionSide?) -> Int {
    side == .short && books.count > firstBooks ? firstBooks + index : index
  }

  /// Whether a trade of an instrument goes on.
  func hasOpen(_ index: Int) -> Bool {
    books[index].isOpen || (books.count > firstBooks && books[firstBooks + index].isOpen)
  }

  /// A funding payment of a position, positive when paid, in settlement money.
  mutating func pay(funding amount: Int128, on index: Int, _ side: PositionSide) {
    let hedge = book(of: index, side)
    let isHedged = side == .short && books[hedge].held < 0
    books[isHedged ? hedge : index].pay(funding: amount)
  }

  /// A position that is there when the run begins.
  mutating func enter(_ index: Int, held: Int128, cost: Int128, mark: Price, at time: Timestamp) {
    books[index].start(at: time, held: held, cost: cost, mark: mark)
    if books[index].isOpen { open(at: time) }
  }

  /// Books a fill; the trade that it closed, when it did, which ``add(_:worth:)`` takes in.
  mutating func apply(_ fill: RoundTripFill, to index: Int) -> RoundTrip? {
    let wasOpen = books[index].isOpen
    let closed = books[index].apply(fill)
    if wasOpen, closed != nil { close(at: fill.time) }
    if books[index].isOpen, !wasOpen || closed != nil { open(at: fill.time) }
    return closed
  }

  /// Takes in a closed trade whose net result is worth `net` in the report's currency.
  mutating func add(_ closed: RoundTrip, worth net: Int128) {
    var trade = closed
    trade.netInCurrency = Money(net)
    let index = Int(trade.instrument.index)
    unfinished[index].append(firstNumber + trades.count)
    trades.append(trade)
    let percent = trade.netPercent
    all.add(trade, percent: percent)
    byInstrument[index].add(trade, percent: percent)
    if trade.side == .long { long.add(trade, percent: percent) } else { short.add(trade, percent: percent) }
    byReason[Int(trade.exit.rawValue)].add(trade, percent: percent)
    closedSum += trade.netInCurrency.units
    closedDrawdown?.mark((trade.closed ?? trade.opened).nanoseconds, closedSum)
  }

  private mutating func open(at time: Timestamp) {
    if openCount == 0 { exposedSince = time }
    openCount += 1
  }

  private mutating func close(at time: Timestamp) {
    openCount -= 1
    if openCount == 0, let since = exposedSince { exposure = exposure + (time - since) }
  }

  /// Whether a trade closed in a bar that has not ended.
  func isWaiting(_ index: Int) -> Bool { !unfinished[index].isEmpty }

  /// Takes a price in force: on other data than bars.
  mutating func touch(_ price: Price, _ index: Int) {
    books[index].touch(price)
    if books.count > firstBooks { books[firstBooks + index].touch(price) }
  }

  /// Takes a bar that has ended: widens the range of what was open in it.
  mutating func see(_ path: BarPath) {
    let bar = path.kline
    let index = Int(bar.instrument.index)
    if !unfinished[index].isEmpty { finishTrades(index, path) }
    see(path, index)
    if books.count > firstBooks { see(path, firstBooks + index) }
  }

  private mutating func see(_ path: BarPath, _ index: Int) {
    let bar = path.kline
    guard books[index].isOpen else { return }
    if books[index].opened <= bar.openTime {
      books[index].touch(bar.low)
      books[index].touch(bar.high)
    } else {
      let range = BarExcursion(path, from: books[index].opened, to: .distantFuture)
      if let low = range.lowest { books[index].touch(low) }
      if let high = range.highest { books[index].touch(high) }
    }
  }

  /// Widens the range of trades that closed in the bar.
  private mutating func finishTrades(_ index: Int, _ path: BarPath) {
    for number in unfinished[index] {
      let position = number - firstNumber
      let trade = trades[position]
      let range = BarExcursion(path, from: trade.opened, to: trade.closed ?? .distantFuture)
      if let low = range.lowest { trades[position].lowest = Swift.min(trade.lowest, low) }
      if let high = range.highest { trades[position].highest = Swift.max(trade.highest, high) }
    }
    unfinished[index].removeAll { (trades[$0 - firstNumber].closed ?? .distantFuture) <= path.kline.closeTime }
  }

  /// Closed trades that are finished, in order of closing; what is taken is forgotten.
  mutating func takeFinished() -> [RoundTrip] {
    var end = firstNumber + trades.count
    for numbers in unfinished { if let first = numbers.first { end = Swift.min(end, first) } }
    let count = end - firstNumber
    guard count > 0 else { return [] }
    let taken = Array(trades.prefix(count))
    trades.removeFirst(count)
    firstNumber += count
    return taken
  }

  /// Ends the run at `end`: what is open stays open, its time counts, and closed trades wait for no bar any more.
  mutating func finish(at end: Timestamp) {
    for index in unfinished.indices { unfinished[index] = [] }
    if openCount > 0, let since = exposedSince {
      exposure = exposure + (end - since)
      exposedSince = end
    }
  }
}
