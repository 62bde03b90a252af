/// The mean of best bid and ask, each weighing what stands on the other side: where the next price is likelier to be.
///
/// (bid x ask quantity + ask x bid quantity) / (bid quantity + ask quantity); the plain middle where nothing stands on either side. Constant
/// work. Source: Gatheral and Oomen 2010; Stoikov, The micro-price, 2018 (its first approximation).
@frozen
public struct Microprice: Sendable {
  @usableFromInline var latest: Double?

  /// One that has seen nothing.
  public init() { latest = nil }

  /// The price after the last quote; nil before the first.
  @inlinable
  public var value: Double? { latest }

  /// Takes the next best quotes; quantities aren't negative.
  @inlinable
  public mutating func update(bid: Double, bidQuantity: Double, ask: Double, askQuantity: Double) {
    let all = bidQuantity + askQuantity
    latest = all > 0 ? bid + (ask - bid) * (bidQuantity / all) : (bid + ask) / 2
  }
}
