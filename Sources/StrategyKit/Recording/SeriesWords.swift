public import Market

/// A recorded series: what ``Context/series(_:on:style:)`` gives and ``Context/record(_:_:)-(_,Double)`` takes.
@frozen
public struct SeriesID: BitwiseCopyable, Hashable, Sendable {
  public var number: UInt32

  @inlinable
  public init(number: UInt32) { self.number = number }
}

/// Where in the report a recorded series is drawn.
public enum SeriesPlace: Hashable, Sendable {
  /// Over the prices of an instrument: averages, bands, own quotes.
  case prices(InstrumentID)
  /// In a panel of its own below them, with the other series of that title.
  case panel(String)
}

/// How a recorded series is drawn.
public enum SeriesStyle: String, Hashable, Sendable, CaseIterable {
  /// A line from value to value.
  case line
  /// A value holds until the next.
  case step
  /// A point a value.
  case dots
}

/// The shape of a mark in the report.
public enum MarkShape: String, Hashable, Sendable, CaseIterable {
  /// An arrow up.
  case up
  /// An arrow down.
  case down
  /// A dot.
  case note
}
