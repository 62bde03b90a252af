package import Exchange
package import Market

/// The decimals in which an instrument's round trips are kept.
package struct RoundTripScales: Sendable {
  /// Of the base asset, the quote asset and the price.
  package var base: Int
  package var quote: Int
  package var price: Int
  /// How quantity, price and notional go together, of a perpetual.
  package var contract: SpotArithmetic?

  package init(base: Int, quote: Int, price: Int, contract: SpotArithmetic? = nil) {
    self.contract = contract
    self.base = base
    self.quote = quote
    self.price = price
  }

  /// What one price unit times one base money unit is in quote money units.
  package var unit: Double {
    let shift = quote - base - price
    let power = PowerOfTen.int128(shift < 0 ? -shift : shift).nearestDouble
    return shift < 0 ? 1 / power : power
  }

  /// `notional` / `quantity` with eight decimals more than prices have (18 at most), half to even since it is only shown; nil for no
  /// quantity, or where 128 bits do not hold it.
  package func average(_ notional: Money, over quantity: Money) -> FixedDecimal? {
    guard quantity.units > 0 else { return nil }
    let decimals = Swift.min(price + 8, 18)
    if let contract { return contractAverage(notional, quantity, contract, decimals) }
    let shift = decimals + base - quote
    guard shift >= 0, shift <= PowerOfTen.greatestInt128Exponent else { return nil }
    let (product, overflow) = notional.units.multipliedReportingOverflow(by: PowerOfTen.int128(shift))
    if overflow { return nil }
    return FixedDecimal(units: divide(product, by: quantity.units, .halfEven), scale: decimals).reduced
  }
}

extension RoundTripScales {
  private func contractAverage(
    _ notional: Money, _ quantity: Money, _ contract: SpotArithmetic, _ decimals: Int
  ) -> FixedDecimal? {
    let power = PowerOfTen.int128(decimals - price)
    let (worth, isTooLarge) = quantity.units.multipliedReportingOverflow(by: contract.contractFactor)
    guard notional.units > 0, worth > 0, !isTooLarge else { return nil }
    let (top, bottom) = contract.isInverse ? (worth, notional.units) : (notional.units, worth)
    let (scaled, overflow) = top.multipliedReportingOverflow(by: power)
    if !overflow { return FixedDecimal(units: divide(scaled, by: bottom, .halfEven), scale: decimals).reduced }
    return FixedDecimal(units: divide(top, by: bottom, .halfEven), scale: price).reduced
  }
}

/// One trade from flat to flat: quantities in base money, amounts in quote money, both at their assets' scales.
package struct RoundTrip: Hashable, Sendable {
  package var instrument: InstrumentID
  package var side: PositionSide
  /// When it was last changed by a fill decides this while it is open.
  package var exit: ExitReason
  package var opened: Timestamp
  /// Nil while it is open.
  package var closed: Timestamp?
  /// All that was added, and what was paid (short: received) for it.
  package var entryQuantity: Money
  package var entryNotional: Money
  /// All that was taken off, and what was received (short: paid) for it.
  package var exitQuantity: Money
  package var exitNotional: Money
  /// Profit of what was taken off against its average entry, without costs; while open with what is held, at the price in force.
  package var gross: Money
  /// Positive when paid.
  package var fees: Money
  /// Positive when paid.
  package var funding: Money
  /// Least and greatest price of the matching data while it was open.
  package var lowest: Price
  package var highest: Price
  /// Net profit in the report's currency, at equity's scale, by the prices at the close.
  package var netInCurrency: Money

  /// Profit after fees and funding, in quote money.
  package var net: Money { gross - fees - funding }

  /// Net profit in percent of what was paid for all that was added, never of margin; nil without any.
  package var netPercent: Double? {
    entryNotional.units > 0 ? 100 * net.units.nearestDouble / entryNotional.units.nearestDouble : nil
  }

  /// How long it was open; to `end` when it still is.
  package func duration(until end: Timestamp) -> TimeSpan { (closed ?? end) - opened }

  /// Average price of what was added; only shown, see ``RoundTripScales/average(_:over:)``.
  package func entryPrice(_ scales: RoundTripScales) -> FixedDecimal? {
    scales.average(entryNotional, over: entryQuantity)
  }

  /// Average price of what was taken off; nil when nothing was.
  package func exitPrice(_ scales: RoundTripScales) -> FixedDecimal? {
    scales.average(exitNotional, over: exitQuantity)
  }

  /// Furthest the price went against the average entry, in percent of it, zero at least.
  package func adverseExcursionPercent(_ scales: RoundTripScales) -> Double? {
    excursion(side == .long ? lowest : highest, against: true, scales)
  }

  /// Furthest the price went with the trade from the average entry, in percent of it, zero at least.
  package func favourableExcursionPercent(_ scales: RoundTripScales) -> Double? {
    excursion(side == .long ? highest : lowest, against: false, scales)
  }

  private func excursion(_ price: Price, against: Bool, _ scales: RoundTripScales) -> Double? {
    guard entryNotional.units > 0 else { return nil }
    if scales.contract != nil, let average = entryPrice(scales) {
      let start = average.double * PowerOfTen.int128(scales.price).nearestDouble
      let move = (Double(price.ticks) - start) / start * Double(side.rawValue)
      return Swift.max(0, 100 * (against ? -move : move))
    }
    let value = Double(price.ticks) * entryQuantity.units.nearestDouble * scales.unit
    let entry = entryNotional.units.nearestDouble
    let move = (value - entry) / entry * Double(side.rawValue)
    return Swift.max(0, 100 * (against ? -move : move))
  }
}
