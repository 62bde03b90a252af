/// Three lines around a price.
@frozen
public struct Bands: Sendable, Equatable {
  /// The line above.
  public let upper: Double
  /// The line between.
  public let middle: Double
  /// The line below.
  public let lower: Double

  /// The three lines as given.
  @inlinable
  public init(upper: Double, middle: Double, lower: Double) {
    self.upper = upper
    self.middle = middle
    self.lower = lower
  }

  /// Upper less lower line.
  @inlinable
  public var width: Double { upper - lower }

  /// Where `price` stands between the lines, 0 at the lower, 1 at the upper one; a half where they are one.
  @inlinable
  public func place(of price: Double) -> Double { width > 0 ? (price - lower) / width : 0.5 }
}
