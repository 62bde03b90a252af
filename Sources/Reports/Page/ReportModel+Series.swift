// What is drawn and listed row by row: series, fills and trades. These are for the eye and are floating point;
// the exact digits are in the run folder's CSV files.

extension ReportModel {
  /// One value of a series at one instant.
  package struct Point: Sendable {
    /// Nanoseconds since the epoch, UTC.
    package var time: Int64
    /// Its value.
    package var value: Double

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      time: Int64, value: Double
    ) {
      self.time = time
      self.value = value
    }
  }

  /// A range of values at one instant, such as the worst and best path.
  package struct BandPoint: Sendable {
    /// Nanoseconds since the epoch, UTC.
    package var time: Int64
    /// Least value.
    package var low: Double
    /// Greatest value.
    package var high: Double

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      time: Int64, low: Double, high: Double
    ) {
      self.time = time
      self.low = low
      self.high = high
    }
  }

  /// One bar of prices. Where only one price is known, all four are that price.
  package struct Bar: Sendable {
    /// Start of the bar, nanoseconds since the epoch, UTC.
    package var time: Int64
    /// First price.
    package var open: Double
    /// Greatest value.
    package var high: Double
    /// Least value.
    package var low: Double
    /// Last price.
    package var close: Double

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      time: Int64, open: Double, high: Double, low: Double, close: Double
    ) {
      self.time = time
      self.open = open
      self.high = high
      self.low = low
      self.close = close
    }
  }

  /// The prices of one instrument, in order of time.
  package struct PriceSeries: Sendable {
    /// Instrument, such as `btc_usdt_perp_binance`.
    package var entityID: String
    /// Interval of the bars as text, such as `1m`.
    package var level: String
    /// Decimals with which prices are shown.
    package var decimals: Int
    /// In order of time.
    package var bars: [Bar]
    /// Optional range drawn behind the price.
    package var band: [BandPoint]

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      entityID: String, level: String = "", decimals: Int = 2, bars: [Bar] = [], band: [BandPoint] = []
    ) {
      self.entityID = entityID
      self.level = level
      self.decimals = decimals
      self.bars = bars
      self.band = band
    }
  }

  /// One fill, as drawn on the price chart.
  package struct Fill: Sendable {
    /// Nanoseconds since the epoch, UTC.
    package var time: Int64
    /// Instrument, such as `btc_usdt_perp_binance`.
    package var entityID: String
    /// Whether it bought.
    package var isBuy: Bool
    /// Whether it was resting.
    package var isMaker: Bool
    /// Price of the fill.
    package var price: Double
    /// Amount of the base asset.
    package var quantity: Double
    /// `order`, `liquidation` or `settlement`.
    package var reason: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      time: Int64, entityID: String, isBuy: Bool, isMaker: Bool, price: Double, quantity: Double,
      reason: String = "order"
    ) {
      self.time = time
      self.entityID = entityID
      self.isBuy = isBuy
      self.isMaker = isMaker
      self.price = price
      self.quantity = quantity
      self.reason = reason
    }
  }

  /// One round trip; `closed` is nil while it is open.
  package struct Trade: Sendable {
    /// Nanoseconds since the epoch, UTC.
    package var opened: Int64
    /// Nanoseconds since the epoch, UTC.
    package var closed: Int64?
    /// Instrument, such as `btc_usdt_perp_binance`.
    package var entityID: String
    /// `long` or `short`.
    package var positionSide: String
    /// Amount of the base asset.
    package var quantity: Double
    /// Price of entry.
    package var entryPrice: Double
    /// Price of exit; nil while open.
    package var exitPrice: Double?
    /// Profit before fees and funding.
    package var grossProfit: Double
    /// Positive when they cost.
    package var fees: Double
    /// Positive when it cost.
    package var funding: Double
    /// Profit net of fees and funding.
    package var netProfit: Double
    /// On the entry notional.
    package var netProfitPct: Double?
    /// Worst excursion against the trade, percent of entry.
    package var maePct: Double?
    /// Best excursion for the trade, percent of entry.
    package var mfePct: Double?
    /// Such as `signal`, `stop`, `target`, `liquidation`, `end`.
    package var exitReason: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      opened: Int64, closed: Int64? = nil, entityID: String, positionSide: String, quantity: Double,
      entryPrice: Double, exitPrice: Double? = nil, grossProfit: Double, fees: Double = 0, funding: Double = 0,
      netProfit: Double, netProfitPct: Double? = nil, maePct: Double? = nil, mfePct: Double? = nil,
      exitReason: String
    ) {
      self.opened = opened
      self.closed = closed
      self.entityID = entityID
      self.positionSide = positionSide
      self.quantity = quantity
      self.entryPrice = entryPrice
      self.exitPrice = exitPrice
      self.grossProfit = grossProfit
      self.fees = fees
      self.funding = funding
      self.netProfit = netProfit
      self.netProfitPct = netProfitPct
      self.maePct = maePct
      self.mfePct = mfePct
      self.exitReason = exitReason
    }
  }
}
