package import Market

/// Where a change of equity came from: each part is exact money at equity's scale, positive when it adds to equity.
///
/// Together they are final less initial equity, to the last digit (METRICS.md says what each is).
package struct PnlParts: Hashable, Sendable {
  /// Position x change of the price that equity uses, between events.
  package var price = Money.zero
  /// Fills against that price, but for slippage.
  package var spread = Money.zero
  /// Takers' fills against the first price available to them.
  package var slippage = Money.zero
  package var makerFees = Money.zero
  package var takerFees = Money.zero
  package var rebates = Money.zero
  package var funding = Money.zero
  package var interest = Money.zero
  package var liquidation = Money.zero
  /// What conversions and rounded bookings leave.
  package var rounding = Money.zero

  package init() {}

  /// Adds what a fill did to equity (`effect`), of which `against` is its price against the one in force and `slippage` a part of that.
  mutating func add(slippage amount: Int128, against: Int128, effect: Int128) {
    slippage.units += amount
    spread.units += against - amount
    rounding.units += effect - against
  }

  /// The parts by their names in `result.json`, in its order.
  package var named: [(name: StaticString, amount: Money)] {
    [
      ("price", price), ("spread", spread), ("slippage", slippage), ("maker_fees", makerFees),
      ("taker_fees", takerFees), ("rebates", rebates), ("funding", funding), ("interest", interest),
      ("liquidation", liquidation), ("rounding", rounding),
    ]
  }

  /// The sum of all parts.
  package var total: Money {
    price + spread + slippage + makerFees + takerFees + rebates + funding + interest + liquidation + rounding
  }

  /// Fees less rebates, positive when paid.
  package var feesPaid: Money { -(makerFees + takerFees + rebates) }

  package static func += (a: inout PnlParts, b: PnlParts) {
    a.price += b.price
    a.spread += b.spread
    a.slippage += b.slippage
    a.makerFees += b.makerFees
    a.takerFees += b.takerFees
    a.rebates += b.rebates
    a.funding += b.funding
    a.interest += b.interest
    a.liquidation += b.liquidation
    a.rounding += b.rounding
  }
}
