public import Market

// What a strategy writes down for its reader: it appears in the report and in the run folder, and changes nothing of the run.

extension Context {
  /// Declares a series of numbers that the report draws; in ``Strategy/onStart(_:)``, once. The same name again is the same series.
  ///
  /// ```swift
  /// mutating func onStart(_ context: inout Context) {
  ///   average = context.series("average", on: .prices(instrument))
  ///   score = context.series("z-score", on: .panel("Spread"))
  /// }
  /// ```
  public mutating func series(_ name: String, on place: SeriesPlace, style: SeriesStyle = .line) -> SeriesID {
    recorder.declare(RecordedSeries(name: name, place: place, style: style))
  }

  /// Adds a value to a series, at ``now``; what is no finite number is a gap of its line.
  public mutating func record(_ series: SeriesID, _ value: Double) { recorder.record(series, value, at: clock) }

  /// Adds a value to a series where there is one, such as an indicator's that is not ready before its window is full.
  public mutating func record(_ series: SeriesID, _ value: Double?) {
    if let value { record(series, value) }
  }

  /// Adds a price of an instrument to a series.
  public mutating func record(_ series: SeriesID, _ price: Price, of instrument: InstrumentID) {
    record(series, rules(instrument).double(price))
  }

  /// Sets a mark into the report's prices, at ``now``.
  ///
  /// - Parameter price: Where it stands; nil: at the last price.
  public mutating func mark(
    _ instrument: InstrumentID, _ text: String, at price: Price? = nil, shape: MarkShape = .note
  ) {
    recorder.mark(
      RecordedMark(
        time: now, instrument: instrument, price: price ?? lastPrice(instrument), shape: shape, text: text))
  }

  /// Hands over what is still held of the records.
  package mutating func flushRecords() { recorder.flush() }
}
