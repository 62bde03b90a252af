package import Exchange
package import Market
package import Metrics
import Replay

/// Feeds the figures of METRICS.md from a run's events and marks, and keeps the equity series for the report.
package final class FiguresWatcher: RunWatcher {
  private var state: FiguresState

  package init(_ figures: RunFigures, tradingFrom start: Int64, points: EquityPoints) {
    state = FiguresState(figures: figures, start: start, points: points)
  }

  /// Closed trades in order of closing.
  package var trades: [RoundTrip] { state.trades }
  /// Rows of equity.csv so far.
  package var rows: [EquityCurve.Row] { state.rows }
  /// Equity at the marks, thinned: for the pictures.
  package var points: EquityPoints { state.points }

  package func observe(_ batch: borrowing EventBuffer, names: NameTable) { state.observe(batch) }

  /// The figures at the end of the run; nil when trading never began.
  package func finish(at end: Timestamp, equity: Money) -> RunSummary? { state.finish(at: end, equity: equity) }
}

/// The watcher's state as a value, so that a batch is one access to it.
private struct FiguresState {
  var figures: RunFigures
  let start: Int64
  var points: EquityPoints
  var trades: [RoundTrip] = []
  var rows: [EquityCurve.Row] = []
  var hasBegun = false

  init(figures: RunFigures, start: Int64, points: EquityPoints) {
    self.figures = figures
    self.start = start
    self.points = points
  }

  mutating func observe(_ batch: borrowing EventBuffer) {
    batch.withMarks { marks in
      batch.withEvents { events in
        var next = 0
        for mark in marks {
          while next < Int(mark.eventsBefore) {
            figures.observe(events[next])
            next += 1
          }
          take(mark)
        }
        while next < events.count {
          figures.observe(events[next])
          next += 1
        }
      }
    }
    trades.append(contentsOf: figures.takeTrades())
    rows.append(contentsOf: figures.takeRows())
  }

  private mutating func take(_ mark: EquityMark) {
    switch mark.cause {
    case .price:
      figures.note(mark.close, of: mark.instrument)
    case .start:
      guard !hasBegun, mark.time.nanoseconds >= start else { return }
      hasBegun = true
      figures.begin(at: mark.time, equity: mark.equity)
      points.add(mark.time, mark.equity)
    case .close:
      let bar = Kline(
        instrument: mark.instrument, span: .zero, openTime: mark.time, open: mark.open, high: mark.high, low: mark.low,
        close: mark.close, volume: .zero)
      figures.close(bar, isLowFirst: mark.isLowFirst)
      figures.mark(mark.time, mark.equity)
      points.add(mark.time, mark.equity)
    case .fill:
      figures.note(mark.close, of: mark.instrument)
      figures.mark(mark.time, mark.equity)
      points.add(mark.time, mark.equity)
    }
  }

  mutating func finish(at end: Timestamp, equity: Money) -> RunSummary? {
    points.flush()
    let summary = figures.finish(at: end, equity: equity)
    trades.append(contentsOf: figures.takeTrades())
    rows.append(contentsOf: figures.takeRows())
    return summary
  }
}

/// Equity as first, least, greatest and last of each stretch: what pictures need, at constant memory.
package struct EquityPoints: Sendable {
  /// One point.
  package struct Point: Hashable, Sendable {
    package var time: Timestamp
    package var equity: Money
  }

  package private(set) var points: [Point] = []
  private let limit: Int
  private var stretch: Int64 = 0
  private var bucketEnd = Int64.min
  private var first = Point(time: .distantPast, equity: .zero)
  private var least = Point(time: .distantPast, equity: .zero)
  private var greatest = Point(time: .distantPast, equity: .zero)
  private var last = Point(time: .distantPast, equity: .zero)
  private var isOpen = false

  /// A series of some `limit` points at most over `from`..`to`; a limit of 0 keeps none.
  package init(from: Timestamp, to: Timestamp, limit: Int) {
    self.limit = limit
    let buckets = Int64(Swift.max(limit / 4, 1))
    stretch = Swift.max((to.nanoseconds - from.nanoseconds) / buckets, 1)
  }

  package mutating func add(_ time: Timestamp, _ equity: Money) {
    guard limit > 0 else { return }
    let point = Point(time: time, equity: equity)
    if isOpen, time.nanoseconds < bucketEnd {
      if equity < least.equity { least = point }
      if equity > greatest.equity { greatest = point }
      last = point
      return
    }
    flush()
    isOpen = true
    bucketEnd = time.nanoseconds + stretch
    first = point
    least = point
    greatest = point
    last = point
  }

  /// Ends the open stretch.
  package mutating func flush() {
    guard isOpen else { return }
    isOpen = false
    var inOrder = [first]
    let inner = least.time < greatest.time ? [least, greatest] : [greatest, least]
    for point in inner + [last] where point != inOrder[inOrder.count - 1] { inOrder.append(point) }
    points.append(contentsOf: inOrder)
  }
}
