import Exchange
package import Market
import Metrics

/// How many rows `equity.csv` has, between the first and the last.
package enum EquityStep: Hashable, Sendable {
  /// One at each multiple of the span, by UTC, carried on where nothing happens.
  case every(TimeSpan)
  /// One at each mark.
  case everyMark
}

/// The rows of `equity.csv`.
///
/// `balance` is equity without what open positions have won or lost since they were entered: initial equity and what fills realised,
/// less their fees, each at the prices of its instant; `unrealized_pnl` is the rest. Spot uses no margin.
struct EquityRows: ~Copyable {
  private var row: RowText
  private let scale: Int
  private let quoteAssets: [AssetID]
  private let currency: AssetID
  private let currencyFactor: Int128
  private let start: Timestamp
  private var values: AssetValues

  private var hasBegun = false
  private var equity = Money.zero
  private var balance = Money.zero
  private var peak = Money.zero
  /// End of the running step; `Int64.max` when every mark is a row or trading has not begun.
  private var stepEnd = Int64.max
  /// Nil: every mark is a row.
  private let step: Int64?
  private var lastTime = Timestamp.distantPast

  /// Rows of a run that trades from `start` on.
  init(_ configuration: VenueConfiguration, _ sink: FileSink?, step: EquityStep, start: Timestamp) {
    row = RowText(sink, header: "time,equity,balance,unrealized_pnl,margin_used,drawdown_pct")
    scale = configuration.valuation.scale
    quoteAssets = configuration.quoteAssets
    currency = configuration.valuation.currency
    currencyFactor = PowerOfTen.int128(scale - configuration.assets[Int(currency.index)].scale)
    switch step {
    case .every(let span): self.step = span.nanoseconds
    case .everyMark: self.step = nil
    }
    self.start = start
    values = AssetValues(configuration)
  }

  /// Takes events and marks in their common order.
  mutating func take(_ events: UnsafeBufferPointer<Event>, marks: UnsafeBufferPointer<EquityMark>) {
    var next = 0
    for index in marks.indices {
      let before = Int(marks[index].eventsBefore)
      while next < before {
        take(events[next])
        next += 1
      }
      take(marks[index])
    }
    while next < events.count {
      take(events[next])
      next += 1
    }
  }

  private mutating func take(_ event: Event) {
    switch event {
    case .filled(let fill): take(fill)
    case .account(let account): take(account)
    default: break
    }
  }

  /// Funding, interest and what the fund covers move the balance; a takeover's fill has said what it did.
  private mutating func take(_ event: AccountEvent) {
    guard hasBegun else { return }
    if event.time.nanoseconds >= stepEnd { cross(event.time.nanoseconds + 1) }
    switch event {
    case .fundingPaid(let paid): balance -= value(paid.amount, of: paid.asset)
    case .interestPaid(let owed): balance -= value(owed.amount, of: owed.asset)
    case .lossCovered(let covered): balance += value(covered.amount, of: covered.asset)
    default: break
    }
  }

  private mutating func take(_ fill: Fill) {
    let index = Int(fill.instrument.index)
    values.prices[index] = fill.mark.ticks
    guard hasBegun else { return }
    // What comes at the end of a step belongs to the next one, unlike the close that ends it.
    if fill.time.nanoseconds >= stepEnd { cross(fill.time.nanoseconds + 1) }
    balance += value(fill.realized, of: quoteAssets[index]) - value(fill.fee, of: fill.feeAsset)
  }

  /// What an amount is worth in the report's currency at the prices told.
  private func value(_ amount: Money, of asset: AssetID) -> Money {
    if asset == currency { return Money(amount.units * currencyFactor) }
    return Money(values.value(amount.units, of: Int(asset.index)))
  }

  @inline(__always)
  private mutating func take(_ mark: EquityMark) {
    if mark.cause == .start { return begin(mark) }
    values.prices[Int(mark.instrument.index)] = mark.close.ticks
    guard hasBegun, mark.cause != .price else { return }
    if mark.time.nanoseconds > stepEnd { cross(mark.time.nanoseconds) }
    equity = mark.equity
    if peak < equity { peak = equity }
    if step == nil { write(mark.time) }
  }

  private mutating func begin(_ mark: EquityMark) {
    guard !hasBegun, mark.time >= start else { return }
    hasBegun = true
    equity = mark.equity
    balance = mark.equity
    peak = mark.equity
    stepEnd = end(ofStepAt: mark.time.nanoseconds)
    write(mark.time)
  }

  /// The end of the step in which what comes after `time` lies.
  private func end(ofStepAt time: Int64) -> Int64 {
    guard let step else { return .max }
    let (end, overflow) = (divide(time, by: step, .down) + 1).multipliedReportingOverflow(by: step)
    return overflow ? .max : end
  }

  /// Writes the rows of the steps that end before `time`.
  private mutating func cross(_ time: Int64) {
    while stepEnd < time {
      write(Timestamp(nanoseconds: stepEnd))
      stepEnd = end(ofStepAt: stepEnd)
    }
  }

  private mutating func write(_ time: Timestamp) {
    row.append(time)
    row.comma()
    row.text.append(decimal: equity.units, scale: scale)
    row.comma()
    row.text.append(decimal: balance.units, scale: scale)
    row.comma()
    row.text.append(decimal: (equity - balance).units, scale: scale)
    row.text.append(",0,")
    let fall = peak - equity
    if fall == .zero {
      row.text.append(byte: 48)
    } else if peak > .zero {
      row.text.append(significant: 100 * fall.units.nearestDouble / peak.units.nearestDouble)
    }
    row.endRow()
    lastTime = time
  }

  /// Writes the last row, when the end of the run is known, and closes the file.
  mutating func close(end: Timestamp?, equity last: Money?) throws(FileError) {
    if hasBegun, let end, let last {
      if end.nanoseconds > stepEnd { cross(end.nanoseconds) }
      let isNew = lastTime != end || equity != last
      equity = last
      if peak < last { peak = last }
      if isNew { write(end) }
    }
    try row.close()
  }
}
