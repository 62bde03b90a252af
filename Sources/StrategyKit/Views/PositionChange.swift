public import Exchange
public import Market

/// A position that has changed, as it reached the strategy: a perpetual's, or of a pair what is held of its base asset.
public struct PositionChange: Hashable, Sendable {
  /// When it changed at the exchange.
  public var time: Timestamp
  public var instrument: InstrumentID
  /// Of hedge mode; nil: one-way mode, and pairs.
  public var side: PositionSide?
  /// Negative: short.
  public var before: Quantity
  /// Negative: short. Of a pair whole units of the quantity's scale, locked ones included.
  public var after: Quantity

  /// Whether it is there now and was not.
  public var isOpening: Bool { before == .zero && after != .zero }
  /// Whether it was there and is no more.
  public var isClosing: Bool { before != .zero && after == .zero }
  /// Whether it went from long to short or back.
  public var isReversing: Bool { before.units.signum() * after.units.signum() < 0 }

  init(time: Timestamp, instrument: InstrumentID, side: PositionSide?, before: Quantity, after: Quantity) {
    self.time = time
    self.instrument = instrument
    self.side = side
    self.before = before
    self.after = after
  }
}
