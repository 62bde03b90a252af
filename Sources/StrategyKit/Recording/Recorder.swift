package import Market

/// A value of a series, as it was recorded.
package struct RecordedValue: BitwiseCopyable, Sendable {
  package var time: Int64
  /// Not finite: a gap of the line.
  package var value: Double
  package var series: SeriesID
}

/// A mark, as it was set.
package struct RecordedMark: Sendable {
  package var time: Timestamp
  package var instrument: InstrumentID
  /// Nil: at the last price that the strategy knew.
  package var price: Price?
  package var shape: MarkShape
  package var text: String
}

/// A series that a strategy has declared.
package struct RecordedSeries: Hashable, Sendable {
  package var name: String
  package var place: SeriesPlace
  package var style: SeriesStyle
}

/// Where recorded values and marks go: whoever runs the strategy hands one in.
package protocol RecordSink: AnyObject {
  /// Takes in what was recorded since the last call, in order; `series` are all that were declared so far, by ``SeriesID``.
  func take(_ values: UnsafeBufferPointer<RecordedValue>, _ marks: [RecordedMark], series: [RecordedSeries])
}

/// What a strategy records on its way to the sink: a buffer that keeps its room. Without a sink nothing is kept.
struct Recorder: ~Copyable {
  private static let capacity = 4_096

  private let sink: (any RecordSink)?
  private let values: UnsafeMutablePointer<RecordedValue>
  private var count = 0
  private var marks: [RecordedMark] = []
  private(set) var series: [RecordedSeries] = []

  init(_ sink: (any RecordSink)?) {
    self.sink = sink
    values = .allocate(capacity: sink == nil ? 1 : Self.capacity)
  }

  deinit { values.deallocate() }

  /// The number of a series; that of the first of its name where there is one.
  mutating func declare(_ declared: RecordedSeries) -> SeriesID {
    if let known = series.firstIndex(where: { $0.name == declared.name }) { return SeriesID(number: UInt32(known)) }
    series.append(declared)
    return SeriesID(number: UInt32(series.count - 1))
  }

  mutating func record(_ id: SeriesID, _ value: Double, at time: Int64) {
    precondition(Int(id.number) < series.count, "a value is recorded of a series that was declared")
    guard sink != nil else { return }
    (values + count).initialize(to: RecordedValue(time: time, value: value, series: id))
    count += 1
    if count == Self.capacity { flush() }
  }

  mutating func mark(_ mark: RecordedMark) {
    guard sink != nil else { return }
    marks.append(mark)
    if marks.count == Self.capacity { flush() }
  }

  /// Hands over what there is.
  mutating func flush() {
    guard let sink, count > 0 || !marks.isEmpty || !series.isEmpty else { return }
    sink.take(UnsafeBufferPointer(start: values, count: count), marks, series: series)
    count = 0
    marks.removeAll(keepingCapacity: true)
  }
}
