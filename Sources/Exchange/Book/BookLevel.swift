public import Market

/// A price of the book and what stands there.
@frozen
public struct BookLevel: BitwiseCopyable, Hashable, Sendable {
  public var price: Price
  public var quantity: Quantity

  @inlinable
  public init(price: Price, quantity: Quantity) {
    self.price = price
    self.quantity = quantity
  }
}
