package import Exchange
package import Market
package import Metrics
import Replay

/// Feeds the figures of METRICS.md from a run's events and marks, and keeps the equity series for the report.
package final class FiguresWatcher: RunWatcher {
  private var state: FiguresState

  /// A watcher; `spans` are the lengths of the matching bars by instrument.
  package init(
    _ figures: RunFigures, spans: [TimeSpan], tradingFrom start: Int64, points: EquityPoints
  ) {
    state = FiguresState(figures: figures, spans: spans, start: start, points: points)
  }

  /// Closed trades in order of closing.
  package var trades: [RoundTrip] { Array(state.trades.joined()) }
  /// Orders and commands refused, by ``Refusal``.
  package var refusals: [Int] { state.figures.refusals }
  /// Equity at the marks, thinned: for the pictures.
  package var points: EquityPoints { state.points }

  package func observe(_ batch: borrowing EventBuffer, names: NameTable) { state.observe(batch) }

  /// The figures at the end of the run; nil when trading never began.
  package func finish(
    at end: Timestamp, equity: Money, firstPrices: [Price?], lastPrices: [Price?]
  ) -> RunSummary? {
    state.finish(at: end, equity: equity, firstPrices: firstPrices, lastPrices: lastPrices)
  }
}

/// The watcher's state as a value, so that a batch is one access to it.
private struct FiguresState {
  var figures: RunFigures
  let spans: [TimeSpan]
  let start: Int64
  var points: EquityPoints
  /// In pieces as they came: one array that grew would be copied each time it doubles.
  var trades: [[RoundTrip]] = []
  var hasBegun = false

  init(figures: RunFigures, spans: [TimeSpan], start: Int64, points: EquityPoints) {
    self.figures = figures
    self.spans = spans
    self.start = start
    self.points = points
  }

  mutating func observe(_ batch: borrowing EventBuffer) {
    batch.withMarks { marks in
      batch.withEvents { events in
        var next = 0
        var position = 0
        while position < marks.count {
          while next < Int(marks[position].eventsBefore) {
            figures.observe(events[next])
            next += 1
          }
          let quiet = figures.takeCloses(marks, from: position)
          if quiet > 0 {
            if points.isKept { for mark in marks[position..<position + quiet] { points.add(mark.time, mark.equity) } }
            position += quiet
          } else {
            take(marks[position])
            position += 1
          }
        }
        while next < events.count {
          figures.observe(events[next])
          next += 1
        }
      }
    }
    trades.append(figures.takeTrades())
    _ = figures.takeRows()
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
        instrument: mark.instrument, span: spans[Int(mark.instrument.index)],
        openTime: mark.time - spans[Int(mark.instrument.index)], open: mark.open, high: mark.high, low: mark.low,
        close: mark.close, volume: .zero)
      figures.close(bar, isLowFirst: mark.isLowFirst)
      figures.mark(mark.time, mark.equity)
      points.add(mark.time, mark.equity)
    case .mark:
      figures.note(mark: mark.close, of: mark.instrument)
      figures.mark(mark.time, mark.equity)
      points.add(mark.time, mark.equity)
    case .fill, .print:
      figures.note(mark.close, of: mark.instrument)
      figures.mark(mark.time, mark.equity)
      points.add(mark.time, mark.equity)
    }
  }

  mutating func finish(
    at end: Timestamp, equity: Money, firstPrices: [Price?], lastPrices: [Price?]
  ) -> RunSummary? {
    points.flush()
    let summary = figures.finish(at: end, equity: equity, firstPrices: firstPrices, lastPrices: lastPrices)
    trades.append(figures.takeTrades())
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

  /// Whether points are kept at all.
  var isKept: Bool { limit > 0 }

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
