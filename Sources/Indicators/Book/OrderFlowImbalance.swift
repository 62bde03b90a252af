/// What the best quotes gained on the bid less what they gained on the ask, over the last `window` changes of either.
///
/// A change adds the new bid quantity if the bid did not fall, takes the old one if it did not rise; takes the new ask quantity if the ask did
/// not rise, adds the old one if it did not fall. Each update is constant work. Source: Cont, Kukanov and Stoikov, Journal of Financial
/// Econometrics 12, 2014.
@frozen
public struct OrderFlowImbalance: Sendable {
  @usableFromInline var flows: RollingTotal
  @usableFromInline var last: (bid: Double, bidQuantity: Double, ask: Double, askQuantity: Double)?

  /// An empty window of `window` changes, one at least.
  public init(window: Int) {
    flows = RollingTotal(window: window)
    last = nil
  }

  /// The sum of the window; nil until `window` + 1 quotes have come.
  @inlinable
  public var value: Double? { flows.value }

  /// Takes the next best quotes.
  @inlinable
  public mutating func update(bid: Double, bidQuantity: Double, ask: Double, askQuantity: Double) {
    if let last {
      var flow = 0.0
      if bid >= last.bid { flow += bidQuantity }
      if bid <= last.bid { flow -= last.bidQuantity }
      if ask <= last.ask { flow -= askQuantity }
      if ask >= last.ask { flow += last.askQuantity }
      flows.update(flow)
    }
    last = (bid, bidQuantity, ask, askQuantity)
  }
}
