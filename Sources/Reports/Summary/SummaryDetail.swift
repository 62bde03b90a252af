package import Market

/// What the terminal summary shows beyond `result.json`.
package struct SummaryDetail: Sendable {
  package var instruments: [Instrument] = []
  /// All instruments together, shown where there are several.
  package var all: Instrument?
  package var openTrades: [OpenTrade] = []
  package var long = Side()
  package var short = Side()
  /// Sum of fill notionals, in the report's currency.
  package var volume: FixedDecimal?
  package var bestDay: Day?
  package var worstDay: Day?
  /// The deepest fall of equity; nil without one.
  package var deepestFall: Fall?
  /// Mean net profit over mean loss.
  package var expectancyRatio: Double?
  /// Equity over time, thinned; first and last of the run among them.
  package var equity: [Point] = []

  package init() {}

  /// The closed trades of one instrument, or of all.
  package struct Instrument: Hashable, Sendable {
    package var entityID: String
    package var trades: Int
    package var averagePercent: Double?
    package var total: FixedDecimal
    package var averageSeconds: Double?
    package var won: Int
    package var drawn: Int
    package var lost: Int

    package init(
      entityID: String, trades: Int, averagePercent: Double?, total: FixedDecimal, averageSeconds: Double?, won: Int,
      drawn: Int, lost: Int
    ) {
      self.entityID = entityID
      self.trades = trades
      self.averagePercent = averagePercent
      self.total = total
      self.averageSeconds = averageSeconds
      self.won = won
      self.drawn = drawn
      self.lost = lost
    }
  }

  /// A round trip that is still open, valued at the end.
  package struct OpenTrade: Hashable, Sendable {
    package var entityID: String
    /// `long` or `short`.
    package var positionSide: String
    package var opened: Timestamp
    package var quantity: FixedDecimal
    package var entryPrice: FixedDecimal?
    /// In the report's currency.
    package var netProfit: FixedDecimal
    package var netPercent: Double?

    package init(
      entityID: String, positionSide: String, opened: Timestamp, quantity: FixedDecimal, entryPrice: FixedDecimal?,
      netProfit: FixedDecimal, netPercent: Double?
    ) {
      self.entityID = entityID
      self.positionSide = positionSide
      self.opened = opened
      self.quantity = quantity
      self.entryPrice = entryPrice
      self.netProfit = netProfit
      self.netPercent = netPercent
    }
  }

  /// The closed trades of one side.
  package struct Side: Hashable, Sendable {
    package var trades: Int
    package var netProfit: FixedDecimal

    package init(trades: Int = 0, netProfit: FixedDecimal = .zero) {
      self.trades = trades
      self.netProfit = netProfit
    }
  }

  /// One UTC day and its return.
  package struct Day: Hashable, Sendable {
    package var date: CivilDate
    package var percent: Double

    package init(date: CivilDate, percent: Double) {
      self.date = date
      self.percent = percent
    }
  }

  /// One fall of equity, from the last instant at its peak to its lowest.
  package struct Fall: Hashable, Sendable {
    package var from: Timestamp
    package var to: Timestamp
    package var amount: FixedDecimal

    package init(from: Timestamp, to: Timestamp, amount: FixedDecimal) {
      self.from = from
      self.to = to
      self.amount = amount
    }
  }

  /// Equity at one instant.
  package struct Point: Hashable, Sendable {
    package var time: Timestamp
    package var equity: Double

    package init(time: Timestamp, equity: Double) {
      self.time = time
      self.equity = equity
    }
  }
}
