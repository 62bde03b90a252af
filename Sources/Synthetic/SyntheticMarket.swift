package import Market

/// A generated market: what shipped scenarios and tests run on where no stored data is at hand.
///
/// It looks like one and predicts nothing: volatility moves between three regimes that last for hours and days, returns have fat
/// tails, activity follows the hour and the weekend, and volume and trades rise with the size of a move. All instruments share one
/// market factor and the regimes; those with the same symbol code (a pair and its perpetual, the same pair on two exchanges) share
/// their path but for a basis of a few hundredths of a percent.
///
/// **Promised:** the same settings, instrument and `from` give the same rows, to the byte, on any machine and in any build;
/// `to` only cuts them off, and neither the size of the chunks nor the level changes the path: bars of an hour are the sixty bars of
/// a minute put together. **Not promised:** rows of two runs that begin at different times have nothing in common but their law,
/// since the price starts at ``startPrice`` at `from`.
package struct SyntheticMarket: Hashable, Sendable {
  /// Every draw comes from here.
  package var seed: UInt64
  /// Price of the first trade, rounded to the price step.
  package var startPrice: FixedDecimal
  /// Standard deviation of a year's logarithmic return, on average over the regimes: 0.6 is 60 %.
  package var annualVolatility: FixedDecimal
  /// Growth of the price's logarithm in a year.
  package var annualDrift: FixedDecimal
  /// Mean number of trades in a minute; below 1 there are bars without one.
  package var tradesPerMinute: FixedDecimal
  /// Mean size of a trade in the quote asset.
  package var tradeNotional: FixedDecimal
  /// Share of a symbol's variance that is the market's, 0 to 1: the correlation of two symbols.
  package var correlation: FixedDecimal

  /// A market of `seed`, with defaults like those of a large pair.
  package init(
    seed: UInt64, startPrice: FixedDecimal, annualVolatility: FixedDecimal = "0.6", annualDrift: FixedDecimal = "0",
    tradesPerMinute: FixedDecimal = "300", tradeNotional: FixedDecimal = "1500", correlation: FixedDecimal = "0.5"
  ) {
    self.seed = seed
    self.startPrice = startPrice
    self.annualVolatility = annualVolatility
    self.annualDrift = annualDrift
    self.tradesPerMinute = tradesPerMinute
    self.tradeNotional = tradeNotional
    self.correlation = correlation
  }

  /// Bars of `instrument` that begin at `from` or later and end by `to`, at multiples of `level` from the epoch.
  ///
  /// The path begins at the first full minute of `from`. All eleven columns are filled, at the instrument's scales; a close time is
  /// the last millisecond of the bar, as exchanges stamp it.
  package func klines(
    of instrument: Instrument, level: KlineLevel, from: Timestamp, to: Timestamp
  ) throws(SyntheticError) -> SyntheticKlines {
    try check(instrument, level: level, from: from)
    return SyntheticKlines(market: self, instrument: instrument, level: level, from: from, to: to)
  }
}

extension SyntheticMarket {
  /// Refuses settings that no market can be made of.
  func check(_ instrument: Instrument, level: KlineLevel = .minute, from: Timestamp) throws(SyntheticError) {
    guard level.span.nanoseconds % TimeSpan.minute.nanoseconds == 0 else { throw .levelNotOfMinutes(level) }
    let settings: [(String, FixedDecimal, ClosedRange<FixedDecimal>)] = [
      ("start_price", startPrice, "0.000000000000000001"..."1000000000000"),
      ("annual_volatility", annualVolatility, "0"..."20"), ("annual_drift", annualDrift, "-20"..."20"),
      ("trades_per_minute", tradesPerMinute, "0"..."1000000"), ("trade_notional", tradeNotional, "0"..."1000000000000"),
      ("correlation", correlation, "0"..."1"),
    ]
    for (name, value, range) in settings where !range.contains(value) {
      throw .outOfRange(setting: name, value: value, allowed: range)
    }
    let step = FixedDecimal(units: Int128(instrument.priceStep.ticks), scale: instrument.priceScale)
    guard startPrice >= step else { throw .startPriceBelowStep(startPrice, step: step) }
    guard startPrice.double * Double(PowerOfTen.int64(instrument.priceScale)) < SyntheticPath.greatestUnits else {
      throw .startPriceTooLarge(startPrice, scale: instrument.priceScale)
    }
    guard from.nanoseconds >= 0 else { throw .beforeEpoch(from) }
  }
}

/// Why a synthetic market cannot be made.
package enum SyntheticError: Error, Hashable, Sendable {
  /// A level that is no whole number of minutes.
  case levelNotOfMinutes(KlineLevel)
  /// A setting, by its name in a scenario, outside of what is allowed.
  case outOfRange(setting: String, value: FixedDecimal, allowed: ClosedRange<FixedDecimal>)
  /// A start price that would be rounded to nothing.
  case startPriceBelowStep(FixedDecimal, step: FixedDecimal)
  /// A start price of 10^15 units or more at the instrument's scale.
  case startPriceTooLarge(FixedDecimal, scale: Int)
  /// A beginning before 1970.
  case beforeEpoch(Timestamp)
}
