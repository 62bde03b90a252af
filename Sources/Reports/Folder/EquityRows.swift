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
  /// Equity when every mark is a row.
  private struct Marks {
    var equity: Money
    var balance: Money
    var peak: Money
  }

  private var row: RowText
  private let scale: Int
  private let quoteAssets: [AssetID]
  private let step: EquityStep
  private let start: Timestamp
  private var values: AssetValues
  /// One of the two from the start of trading on, as `step` says.
  private var curve: EquityCurve?
  private var marks: Marks?
  private var lastTime = Timestamp.distantPast

  /// Rows of a run that trades from `start` on.
  init(_ configuration: VenueConfiguration, _ sink: FileSink?, step: EquityStep, start: Timestamp) {
    row = RowText(sink, header: "time,equity,balance,unrealized_pnl,margin_used,drawdown_pct")
    scale = configuration.valuation.scale
    quoteAssets = configuration.quoteAssets
    self.step = step
    self.start = start
    values = AssetValues(configuration)
  }

  /// Takes events and marks in their common order.
  mutating func take(_ events: UnsafeBufferPointer<Event>, marks: UnsafeBufferPointer<EquityMark>) {
    var next = 0
    for mark in marks {
      while next < Int(mark.eventsBefore) {
        if case .filled(let fill) = events[next] { take(fill) }
        next += 1
      }
      take(mark)
    }
    while next < events.count {
      if case .filled(let fill) = events[next] { take(fill) }
      next += 1
    }
    writeSteps()
  }

  private mutating func take(_ fill: Fill) {
    let index = Int(fill.instrument.index)
    values.prices[index] = fill.mark.ticks
    guard curve != nil || marks != nil else { return }
    let realized = values.value(fill.realized.units, of: Int(quoteAssets[index].index))
    let fee = values.value(fill.fee.units, of: Int(fill.feeAsset.index))
    curve?.stand(until: fill.time)
    curve?.balance += Money(realized - fee)
    marks?.balance += Money(realized - fee)
  }

  private mutating func take(_ mark: EquityMark) {
    switch mark.cause {
    case .price: values.prices[Int(mark.instrument.index)] = mark.close.ticks
    case .start: begin(mark)
    case .close, .fill:
      values.prices[Int(mark.instrument.index)] = mark.close.ticks
      curve?.mark(mark.time, mark.equity)
      if marks != nil { write(mark) }
    }
  }

  private mutating func begin(_ mark: EquityMark) {
    guard curve == nil, marks == nil, mark.time >= start else { return }
    switch step {
    case .every(let span): curve = EquityCurve(start: mark.time, equity: mark.equity, step: span)
    case .everyMark:
      marks = Marks(equity: mark.equity, balance: mark.equity, peak: mark.equity)
      write(mark)
    }
  }

  private mutating func write(_ mark: EquityMark) {
    guard var now = marks else { return }
    now.equity = mark.equity
    now.peak = Swift.max(now.peak, mark.equity)
    marks = now
    write(mark.time, now.equity, balance: now.balance, peak: now.peak)
  }

  /// Writes the rows of the steps that are over.
  private mutating func writeSteps() {
    guard let rows = curve?.takeRows() else { return }
    for row in rows { write(row.time, row.equity, balance: row.balance, peak: row.peak) }
  }

  private mutating func write(_ time: Timestamp, _ equity: Money, balance: Money, peak: Money) {
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
      row.text.append(significant: 100 * Double(fall.units) / Double(peak.units))
    }
    row.endRow()
    lastTime = time
  }

  /// Writes the last row, when the end of the run is known, and closes the file.
  mutating func close(end: Timestamp?, equity: Money?) throws(FileError) {
    if let end, let equity {
      curve?.mark(end, equity)
      _ = curve?.finish(at: end)
      if let now = marks, lastTime != end || now.equity != equity {
        write(end, equity, balance: now.balance, peak: Swift.max(now.peak, equity))
      }
    }
    writeSteps()
    try row.close()
  }
}
