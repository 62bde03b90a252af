import Market

/// How far margin goes as the price of one instrument moves and nothing else does: finds the price at which it is used up by asking
/// the condition itself, so that the first price that liquidates is exact whatever the brackets do.
///
/// Headroom as a function of the price is concave for one instrument (a straight result less a maintenance margin that grows ever
/// faster), so on either side of a price at which there is some it ends once and for good.
struct MarginProbe {
  var contract: Contract
  var first: Position
  var second: Position
  let brackets: UnsafeMutablePointer<Bracket>
  /// Everything that does not depend on the price.
  var base: Int128
  /// Reached when headroom is this or less.
  var threshold: Int128 = 0

  func headroom(at price: Int64) -> Int128 {
    base + headroom(of: first, at: price) + headroom(of: second, at: price)
  }

  private func headroom(of position: Position, at price: Int64) -> Int128 {
    guard position.isOpen else { return 0 }
    return contract.result(position, at: price) - contract.maintenance(position, at: price, brackets)
  }

  private func isReached(at price: Int64) -> Bool { headroom(at: price) <= threshold }

  /// The greatest price below `price` that is reached, or one far below at which to look again; nil below the least price.
  func below(_ price: Int64) -> Int64? {
    var low = Swift.max(price / 64, 1)
    var high = price
    guard low < high else { return nil }
    guard isReached(at: low) else { return low > 1 ? low : nil }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if isReached(at: middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// The least price above `price` that is reached, or one far above at which to look again.
  func above(_ price: Int64) -> Int64 {
    var low = price
    var high = price
    for _ in 0..<6 {
      let (next, overflow) = high.multipliedReportingOverflow(by: 2)
      if overflow { break }
      low = high
      high = Swift.max(next, 2)
      if isReached(at: high) { break }
    }
    guard isReached(at: high) else { return high }
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if isReached(at: middle) { high = middle } else { low = middle }
    }
    return high
  }
}
