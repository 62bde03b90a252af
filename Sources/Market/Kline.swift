/// One closed bar of one instrument: trades in [openTime, openTime + span).
@frozen
public struct Kline: BitwiseCopyable, Hashable, Sendable {
  public var instrument: InstrumentID
  /// Length of the bar.
  public var span: TimeSpan
  public var openTime: Timestamp
  public var open: Price
  public var high: Price
  public var low: Price
  public var close: Price
  /// Base quantity traded in the bar; ``unknownVolume`` when the data does not say.
  public var volume: Quantity

  /// Stands for a volume that the data does not tell; such a bar has no cap on fills.
  @inlinable
  public static var unknownVolume: Quantity { Quantity(-1) }

  @inlinable
  public init(
    instrument: InstrumentID, span: TimeSpan, openTime: Timestamp, open: Price, high: Price, low: Price, close: Price,
    volume: Quantity
  ) {
    self.instrument = instrument
    self.span = span
    self.openTime = openTime
    self.open = open
    self.high = high
    self.low = low
    self.close = close
    self.volume = volume
  }

  /// The first instant that is no longer in the bar, when it becomes visible.
  @inlinable
  public var closeTime: Timestamp { openTime + span }
}
