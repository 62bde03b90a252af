/// Bars built from prints: first, highest, lowest and last price, sums of what traded.
///
/// Prints off the book are passed over: they are no prices. A quote volume that the prints do not carry is the sum of price times
/// quantity, exact, then cut to eight decimals (Binance's klines have eight). An aggregated print counts as the trades it stands
/// for. Taker volumes are there while every print says who took. Prints must come in ascending time.
package struct TradeBarFeed: Feed {
  /// What is built, and from what.
  package struct Plan: Hashable, Sendable {
    package var grid: BarGrid
    /// Whether bars without a print are written, flat at the close before.
    package var emptyBars: EmptyBars
    /// The stretch of which every print is there; nil: from the first print on to the last, whose bars are left out for being
    /// incomplete.
    package var covered: Range<Timestamp>?
    /// Whether the prints' numbers rise by one, so that a hole in them shows that prints are missing: bars that it touches are
    /// then left out, and none is written flat in it.
    package var hasConsecutiveNumbers: Bool
    /// Whether price times quantity is what was paid: not so for contracts of another size, whose prints then give no quote volume
    /// unless they carry it.
    package var paysPriceTimesQuantity: Bool

    package init(
      grid: BarGrid, emptyBars: EmptyBars, covered: Range<Timestamp>? = nil, hasConsecutiveNumbers: Bool = false,
      paysPriceTimesQuantity: Bool = true
    ) {
      self.grid = grid
      self.emptyBars = emptyBars
      self.covered = covered
      self.hasConsecutiveNumbers = hasConsecutiveNumbers
      self.paysPriceTimesQuantity = paysPriceTimesQuantity
    }
  }

  private var source: any Feed<TradeColumns>
  private let plan: Plan
  private let trades = TradeColumns()
  private var row = 0
  private var isAtEnd = false
  private var form: PrintBar.Form?
  private var bar = PrintBar()
  /// The next bar that nothing traded in, and where such bars end.
  private var empty: Range<Int64>?
  private var chain = NumberChain()
  /// Whether prints are missing before the next one, by their numbers; nil: not looked at yet.
  private var isAfterHole: Bool?
  /// Whether prints are missing in the open bar.
  private var isBroken = false
  /// Bars at the edges that were begun and not handed over.
  package private(set) var leftOut = 0
  /// Bars that were not handed over since prints of them are missing.
  package private(set) var broken = 0

  package init(_ source: any Feed<TradeColumns>, _ plan: Plan) {
    self.source = source
    self.plan = plan
  }

  package mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.count = 0
    while true {
      if columns.count == columns.capacity { return true }
      if let stretch = empty {
        bar.writeFlat(columns, at: stretch.lowerBound)
        let next = stretch.lowerBound + plan.grid.span.nanoseconds
        empty = next < stretch.upperBound ? next..<stretch.upperBound : nil
        continue
      }
      if row >= trades.count {
        if isAtEnd { return columns.count > 0 }
        row = 0
        if try !source.refill(trades) {
          trades.count = 0
          isAtEnd = true
          try close(into: columns, next: nil)
        }
        form = PrintBar.Form(trades, paysPriceTimesQuantity: plan.paysPriceTimesQuantity)
        continue
      }
      if try take(columns) { return true }
    }
  }

  /// Takes one print in, or closes the bar before it; true when the columns must be handed over first.
  private mutating func take(_ columns: KlineColumns) throws(FeedError) -> Bool {
    let time = trades.time[row]
    // What wraps around is negative and goes the long way.
    let offset = time &- bar.start
    let isOfBar = bar.isOpen && offset >= 0 && offset < plan.grid.span.nanoseconds
    let start = isOfBar ? bar.start : plan.grid.start(of: Timestamp(nanoseconds: time)).nanoseconds
    let isHole = lookBefore(row)
    if bar.isOpen, start != bar.start {
      guard start > bar.start else {
        throw FeedError(message: "a print of \(Timestamp(nanoseconds: time)) comes after later ones")
      }
      isBroken = isBroken || isHole
      try close(into: columns, next: start)
      // Whoever is missing may belong to the next bar as well, whose print this is.
      isBroken = isHole
      return false
    }
    isBroken = isBroken || isHole
    if !(trades.has(8) && trades.flags[row] & TradeFlags.offBook.rawValue != 0) {
      guard let form else { preconditionFailure("a chunk of prints has a form") }
      if !bar.isOpen {
        if columns.count > 0, bar.form != form { return true }
        bar.begin(form, at: start)
      } else if bar.form != form {
        throw FeedError(
          message: "the prints of the bar at \(Timestamp(nanoseconds: start)) do not have the same columns")
      }
      try bar.add(trades, row)
    }
    isAfterHole = nil
    row += 1
    return false
  }

  /// Whether prints are missing before the one of `row`.
  private mutating func lookBefore(_ row: Int) -> Bool {
    if let isAfterHole { return isAfterHole }
    guard plan.hasConsecutiveNumbers else { return false }
    let isHole =
      switch chain.step(trades, row) {
      case .begins, .follows: false
      case .jump, .back: true
      }
    isAfterHole = isHole
    return isHole
  }

  /// Closes the open bar before the one at `next`, nil: before the end.
  private mutating func close(into columns: KlineColumns, next: Int64?) throws(FeedError) {
    guard bar.isOpen else { return }
    bar.isOpen = false
    let isFirst = bar.isFirst
    bar.isFirst = false
    let span = plan.grid.span.nanoseconds
    let isInside =
      if let covered = plan.covered {
        covered.lowerBound.nanoseconds <= bar.start && bar.start + span <= covered.upperBound.nanoseconds
      } else {
        !isFirst && next != nil
      }
    if isInside, !isBroken {
      try bar.write(columns)
    } else if isInside {
      broken += 1
    } else {
      leftOut += 1
    }
    guard plan.emptyBars == .flat, !isBroken else { return }
    var first = bar.start + span
    var end = next ?? Int64.min
    if let covered = plan.covered {
      first = max(first, plan.grid.firstStart(from: covered.lowerBound).nanoseconds)
      let last = plan.grid.start(of: covered.upperBound).nanoseconds
      end = min(next ?? last, last)
    }
    if first < end { empty = first..<end }
  }
}
