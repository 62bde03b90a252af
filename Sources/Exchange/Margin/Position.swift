import Market

/// A perpetual position: its cost is kept, not its average price (DESIGN 3), so that nothing is lost by averaging.
struct Position: BitwiseCopyable {
  /// Contracts; negative: short.
  var units: Int64 = 0
  /// What it was entered at in settlement money, zero or more.
  var cost: Int128 = 0
  /// Margin of its own (isolated), else zero.
  var margin: Int128 = 0
  /// Realised results so far, without fees and funding.
  var realized: Int128 = 0
  /// Funding so far, positive when it cost.
  var fundingCost: Int128 = 0
  /// What open orders would buy and sell at their prices, in settlement money: what margin is asked for (Binance, bidNotional and
  /// askNotional).
  var bids: Int128 = 0
  var asks: Int128 = 0

  /// Marks at or beyond these need a look at its margin.
  var lower: Int64 = .min
  var upper: Int64 = .max

  var sign: Int128 { units < 0 ? -1 : 1 }
  var side: PositionSide { units < 0 ? .short : .long }
  var isOpen: Bool { units != 0 }
  var quantity: Quantity { Quantity(units < 0 ? -units : units) }

  /// What a part of the position that is closed takes of `amount`: its share toward zero, the remainder stays; all of it with the last
  /// contract.
  func share(of amount: Int128, closing part: Int64) -> Int128 {
    part == quantity.units ? amount : WideMath.multiplyDivide(amount, Int128(part), Int128(quantity.units))
  }
}

/// Products wider than 128 bits.
enum WideMath {
  /// `a` x `b` / `c` toward zero with a wide product; `b` and `c` are not negative and `b` is at most `c`.
  static func multiplyDivide(_ a: Int128, _ b: Int128, _ c: Int128) -> Int128 {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    if !overflow { return divideTowardZero(product, by: c) }
    let wide = a.magnitude.multipliedFullWidth(by: b.magnitude)
    let quotient = Int128(c.magnitude.dividingFullWidth(wide).quotient)
    return a < 0 ? -quotient : quotient
  }
}
