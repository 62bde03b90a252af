/// The middles of three ranges, and the cloud they cast ahead.
///
/// Conversion, base and span middles are (highest high + lowest low) / 2 over their windows. The cloud is drawn `displacement` bars ahead: the
/// one in force now was made that many bars ago, the one made now is `ahead`. The lagging line is the close, drawn `displacement` bars back:
/// compare the close with ``Value/pastClose``. Constant work an update on average. Source: Hosoda, 1969.
@frozen
public struct Ichimoku: Sendable {
  /// Two edges of a cloud.
  @frozen
  public struct Cloud: Sendable, Equatable {
    /// Leading span A: the mean of conversion and base.
    public let first: Double
    /// Leading span B: the middle of the longest range.
    public let second: Double

    @inlinable
    init(first: Double, second: Double) {
      self.first = first
      self.second = second
    }
  }

  /// What it shows after a bar.
  @frozen
  public struct Value: Sendable, Equatable {
    /// Tenkan-sen, the middle of the shortest range.
    public let conversion: Double
    /// Kijun-sen, the middle of the middle range.
    public let base: Double
    /// The cloud in force now.
    public let cloud: Cloud
    /// The cloud made now.
    public let ahead: Cloud
    /// The close `displacement` bars ago.
    public let pastClose: Double

    @inlinable
    init(conversion: Double, base: Double, cloud: Cloud, ahead: Cloud, pastClose: Double) {
      self.conversion = conversion
      self.base = base
      self.cloud = cloud
      self.ahead = ahead
      self.pastClose = pastClose
    }
  }

  @usableFromInline var short: RollingRange
  @usableFromInline var middle: RollingRange
  @usableFromInline var long: RollingRange
  @usableFromInline var firsts: RecentValues
  @usableFromInline var seconds: RecentValues
  @usableFromInline var closes: RecentValues

  /// Empty windows; each count is one at least.
  public init(conversion: Int = 9, base: Int = 26, span: Int = 52, displacement: Int = 26) {
    precondition(displacement > 0, "the cloud is cast ahead")
    short = RollingRange(window: conversion)
    middle = RollingRange(window: base)
    long = RollingRange(window: span)
    firsts = RecentValues(window: displacement + 1)
    seconds = firsts
    closes = firsts
  }

  /// All lines; nil until there is a cloud in force, `displacement` bars after the longest window is full.
  @inlinable
  public var value: Value? {
    guard let conversion = short.middle, let base = middle.middle, let first = firsts.oldest,
      let second = seconds.oldest, let pastClose = closes.oldest
    else { return nil }
    return Value(
      conversion: conversion, base: base, cloud: Cloud(first: first, second: second),
      ahead: Cloud(first: firsts[0], second: seconds[0]), pastClose: pastClose)
  }

  /// Takes the next bar.
  @inlinable
  public mutating func update(high: Double, low: Double, close: Double) {
    short.update(high: high, low: low)
    middle.update(high: high, low: low)
    long.update(high: high, low: low)
    closes.update(close)
    if let conversion = short.middle, let base = middle.middle, let span = long.middle {
      firsts.update((conversion + base) / 2)
      seconds.update(span)
    }
  }
}
