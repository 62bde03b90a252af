package import Exchange
import Market

/// Margin and ledger a second time, by the documents' formulas and from events alone: lists, and plain products of whole numbers. What
/// it reckons must be what the exchange said.
package final class NaiveMarginAccount {
  package struct Held {
    package var units: Int128 = 0
    package var cost: Int128 = 0
    package var margin: Int128 = 0
    package var isIsolated = false
  }

  let configuration: VenueConfiguration
  /// Wallets by asset, isolated margins left out.
  package private(set) var wallet: [Int128]
  /// By instrument: the one-way or long position, the short one of hedge mode.
  package private(set) var held: [[Held]]
  /// The first thing that was not as reckoned.
  package private(set) var fault: String?
  private var isHedge: Bool
  private var isolated: [Bool]
  private var leverage: [Int128]
  private var sides: [UInt32: PositionSide] = [:]
  /// Realised by the takeover that the next event describes.
  private var taken: Fill?

  package init(_ configuration: VenueConfiguration) {
    self.configuration = configuration
    let account = configuration.accounts[0]
    wallet = configuration.initialBalances.map(\.units)
    held = configuration.instruments.map { _ in [Held(), Held()] }
    isHedge = account.positionMode == .hedge
    isolated = configuration.instruments.map { _ in account.marginMode == .isolated }
    leverage = configuration.instruments.map { _ in Int128(account.leverage.hundredths) }
  }

  private func fail(_ text: String) { if fault == nil { fault = text } }

  private func settle(_ i: Int) -> Int { Int(configuration.quoteAssets[i].index) }

  private func specification(_ i: Int) -> InstrumentSpecification { configuration.instruments[i].specification }

  /// Contracts x size x price, or contracts x size / price to nearest, at the settlement asset's scale.
  package func worth(_ i: Int, _ units: Int128, _ price: Int64) -> Int128 {
    let instrument = configuration.instruments[i]
    let size = specification(i).contractSize.reduced
    let scale = configuration.assets[settle(i)].scale
    if specification(i).isInverse {
      let top = units * size.units * tens(scale + instrument.priceScale - instrument.quantityScale - size.scale)
      let (quotient, rest) = top.quotientAndRemainder(dividingBy: Int128(price))
      let twice = rest * 2
      return twice > Int128(price) || (twice == Int128(price) && quotient % 2 == 1) ? quotient + 1 : quotient
    }
    return units * Int128(price) * size.units
      * tens(scale - instrument.priceScale - instrument.quantityScale - size.scale)
  }

  private func tens(_ count: Int) -> Int128 { (0..<count).reduce(1) { value, _ in value * 10 } }

  /// What a position has won at a price.
  package func result(_ i: Int, _ position: Held, _ price: Int64) -> Int128 {
    let sign: Int128 = position.units < 0 ? -1 : 1
    let gain = sign * (worth(i, sign * position.units, price) - position.cost)
    return specification(i).isInverse ? -gain : gain
  }

  /// Notional x rate - amount of the first tier that holds it, up at the last digit.
  package func maintenance(_ i: Int, _ position: Held, _ price: Int64) -> Int128 {
    let size = position.units < 0 ? -position.units : position.units
    guard size > 0 else { return 0 }
    let notional = worth(i, size, price)
    let scale = configuration.assets[settle(i)].scale
    let tiers = specification(i).rules.tiers
    guard let tier = tiers.first(where: { notional <= ($0.upTo.units(atScale: scale) ?? .max) }) ?? tiers.last else {
      return 0
    }
    let rate = tier.maintenanceRate.units(atScale: 12) ?? 0
    let product = notional * rate
    let margin = (product + tens(12) - 1) / tens(12) - (tier.amount.units(atScale: scale) ?? 0)
    return Swift.max(0, margin)
  }

  /// What is left beyond the maintenance margin of all cross positions of an asset.
  package func headroom(_ asset: Int, _ price: (Int) -> Int64) -> Int128? {
    var sum = wallet[asset]
    var isOpen = false
    for i in held.indices where settle(i) == asset {
      for position in held[i] where position.units != 0 && !position.isIsolated {
        isOpen = true
        sum += result(i, position, price(i)) - maintenance(i, position, price(i))
      }
    }
    return isOpen ? sum : nil
  }

  /// What is left beyond the maintenance margin of an isolated position.
  package func headroom(_ i: Int, side: Int, _ price: Int64) -> Int128? {
    let position = held[i][side]
    guard position.units != 0, position.isIsolated else { return nil }
    return position.margin + result(i, position, price) - maintenance(i, position, price)
  }

  // MARK: events

  package func take(_ event: Event) {
    switch event {
    case .accepted(let e): if let side = e.terms.positionSide { sides[e.order.number] = side }
    case .filled(let e): if e.reason == .liquidation { taken = e } else { fill(e) }
    case .account(let e): take(e)
    default: break
    }
  }

  private func place(_ order: OrderID) -> Int { isHedge && sides[order.number] == .short ? 1 : 0 }

  private func fill(_ e: Fill) {
    let i = Int(e.instrument.index)
    let p = place(e.order)
    let sign = Int128(e.side.sign)
    let quantity = Int128(e.quantity.units)
    var position = held[i][p]
    let size = position.units < 0 ? -position.units : position.units
    let closing = position.units * sign < 0 ? Swift.min(size, quantity) : 0
    let opening = quantity - closing
    var realized: Int128 = 0
    var notional: Int128 = 0
    let asset = settle(i)
    if closing > 0 {
      let proceeds = worth(i, closing, e.price.ticks)
      let share = closing == size ? position.cost : position.cost * closing / size
      let released = closing == size ? position.margin : position.margin * closing / size
      realized = (specification(i).isInverse ? sign : -sign) * (proceeds - share)
      position.cost -= share
      position.margin -= released
      wallet[asset] += released
      notional += proceeds
    }
    position.units += sign * quantity
    if opening > 0 {
      let added = worth(i, opening, e.price.ticks)
      position.cost += added
      position.isIsolated = isolated[i]
      if isolated[i] {
        let put = (added * 100 + leverage[i] - 1) / leverage[i]
        position.margin += put
        wallet[asset] -= put
      }
      notional += added
    }
    let schedule = configuration.fees[i]
    let rate = e.liquidity == .maker ? schedule.maker : schedule.taker
    var fee = notional * Int128(rate.units) / tens(12)
    let scale = configuration.assets[asset].scale
    if scale > 8, configuration.accounts[0].margin.feeDecimals == 8 { fee -= fee % tens(scale - 8) }
    if fee != e.fee.units { fail("fee of fill \(e.number) is \(e.fee.units), reckoned \(fee)") }
    if realized != e.realized.units { fail("fill \(e.number) realised \(e.realized.units), reckoned \(realized)") }
    wallet[asset] += realized - fee
    held[i][p] = position
  }

  private func take(_ event: AccountEvent) {
    switch event {
    case .fundingPaid(let e):
      let i = Int(e.instrument.index)
      let p = isHedge && e.side == .short ? 1 : 0
      let size = held[i][p].units < 0 ? -held[i][p].units : held[i][p].units
      let notional = worth(i, size, e.mark.ticks)
      var amount = notional * Int128(e.rate.units) / tens(12)
      let scale = configuration.assets[settle(i)].scale
      if scale > 8, configuration.accounts[0].margin.feeDecimals == 8 { amount -= amount % tens(scale - 8) }
      if held[i][p].units < 0 { amount = -amount }
      if amount != e.amount.units { fail("funding \(e.amount.units), reckoned \(amount)") }
      if held[i][p].isIsolated { held[i][p].margin -= amount } else { wallet[settle(i)] -= amount }
    case .leverageChanged(let e): leverage[Int(e.instrument.index)] = Int128(e.leverage.hundredths)
    case .marginModeChanged(let e): isolated[Int(e.instrument.index)] = e.marginMode == .isolated
    case .positionModeChanged(let e): isHedge = e.positionMode == .hedge
    case .marginAdded(let e):
      let i = Int(e.instrument.index)
      held[i][isHedge && e.side == .short ? 1 : 0].margin += e.amount.units
      wallet[settle(i)] -= e.amount.units
    case .liquidated(let e): liquidated(e)
    case .lossCovered(let e):
      if wallet[Int(e.asset.index)] + e.amount.units != 0 { fail("the fund covers more or less than is missing") }
      wallet[Int(e.asset.index)] += e.amount.units
    default: break
    }
  }

  private func liquidated(_ e: Liquidated) {
    let i = Int(e.instrument.index)
    let p = isHedge && e.side == .short ? 1 : 0
    let position = held[i][p]
    let won = result(i, position, e.mark.ticks)
    if won != e.atMark.units { fail("a liquidated position had won \(e.atMark.units), reckoned \(won)") }
    if position.isIsolated {
      let share = position.margin + won
      if share != (e.fee + e.surplus).units { fail("an isolated takeover does not use its margin up") }
      if share > maintenance(i, position, e.mark.ticks) { fail("an isolated position went with margin left") }
    } else {
      wallet[settle(i)] += (e.atMark - e.fee - e.surplus).units
    }
    if let taken, taken.realized != e.atMark - e.fee - e.surplus { fail("a takeover's fill and money differ") }
    taken = nil
    held[i][p] = Held()
  }
}
