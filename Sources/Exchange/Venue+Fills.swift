package import Market

// A fill and what it books: fee, balances, ledger, position, equity.

/// Which rule paid for a fill, for `why`.
package enum FillRule: Sendable {
  case took
  case passedLimit
  case gapBeyondLimit
}

/// What paid for one fill: the bar, the stretch of its path, the volume.
package struct FillTrace: Sendable {
  package var fill: UInt32
  package var rule: FillRule
  package var bar: BarPath
  /// Whether the bar ran; else the fill paid the last price after its close.
  package var isInBar: Bool
  package var budgetBefore: Int64
  package var lockedBefore: Money
  package var feeRate: Rate
  /// Quantity of the print that paid; nil on bars.
  package var printQuantity: Quantity?
}

extension Venue {
  /// Books a fill of `quantity` at `price`. The caller has bounded it by limit, budget and balance.
  mutating func fill(
    _ slot: Int, price: Price, firstPrice: Price, mark: Price, quantity: Quantity, liquidity: Liquidity,
    time: Timestamp,
    rule: FillRule, _ events: inout EventBuffer
  ) {
    guard quantity.units > 0 else { return }
    let order = orders.record(slot)
    let id = order.pointee.id
    let instrument = order.pointee.terms.instrument
    let index = Int(instrument.index)
    let side = order.pointee.terms.side
    let state = states + index
    let budget = budgetLeft(index)
    if tracing {
      traces.append(
        FillTrace(
          fill: lastFillNumber + 1, rule: rule, bar: state.pointee.bar, isInBar: state.pointee.isBarRunning,
          budgetBefore: budget, lockedBefore: order.pointee.locked,
          feeRate: liquidity == .maker ? state.pointee.maker : state.pointee.taker,
          printQuantity: states[index].isPrintDriven ? Quantity(states[index].printQuantity) : nil))
    }
    if budget != .max {
      ensurePath(index)
      state.pointee.budget = budget - quantity.units
      if budget - quantity.units < state.pointee.quantityStep.units, quantity < order.pointee.leaves {
        barsAtParticipationLimit += 1
      }
    }
    let arithmetic = state.pointee.arithmetic
    if arithmetic.isContract {
      return fillContract(
        slot, price: price, firstPrice: firstPrice, mark: mark, quantity: quantity, liquidity: liquidity, time: time,
        &events)
    }
    let baseAmount = arithmetic.base(quantity)
    let notional = arithmetic.notional(price, quantity, side: side)

    // Balances: all that the order had locked comes back and pays; what its rest needs is locked again, as far as that is there.
    let base = Int(state.pointee.base.index)
    let quote = Int(state.pointee.quote.index)
    order.pointee.filled += quantity
    let isComplete = order.pointee.leaves.units == 0
    let lockSide = side == .buy ? quote : base
    locked[lockSide] -= order.pointee.locked.units
    free[lockSide] += order.pointee.locked.units
    if side == .buy {
      free[quote] -= notional.units
      free[base] += baseAmount.units
    } else {
      free[base] -= baseAmount.units
      free[quote] += notional.units
    }
    let need = isComplete ? 0 : lockNeed(order.pointee).units
    let (fee, feeAsset) = fee(
      index, side: side, baseAmount: baseAmount, notional: notional,
      rate: liquidity == .maker ? state.pointee.maker : state.pointee.taker, needOfRest: need, time: time)
    free[Int(feeAsset.index)] -= fee.units
    let keep = Swift.min(need, free[lockSide])
    free[lockSide] -= keep
    locked[lockSide] += keep
    order.pointee.locked = Money(keep)

    // Position: entry cost moves with what is bought, a partial close takes its share toward zero, the rest stays (DESIGN 3).
    var realized = Money.zero
    if side == .buy {
      state.pointee.held += baseAmount
      state.pointee.cost += notional
    } else {
      realized = closePosition(index, baseAmount, proceeds: notional)
      state.pointee.realized += realized
    }
    if Int(feeAsset.index) == base, fee.units > 0 { _ = closePosition(index, fee, proceeds: .zero) }

    state.pointee.crossedInBar = true
    lastFillNumber += 1
    let fill = Fill(
      time: time, order: id, number: lastFillNumber, price: price, quantity: quantity, fee: fee,
      realized: realized,
      mark: mark, firstPrice: firstPrice, instrument: instrument, feeAsset: feeAsset, side: side,
      liquidity: liquidity, reason: .order, isComplete: isComplete)
    events.append(.filled(fill))
    fill.forEachTransfer(base: AssetID(base), quote: AssetID(quote), arithmetic: arithmetic) { ledger.post($0) }
    state.pointee.lastPrice = mark.ticks
    revalue(AssetID(base))
    revalue(AssetID(quote))
    if Int(feeAsset.index) != base, Int(feeAsset.index) != quote {
      revalue(feeAsset)
      reportBalance(Int(feeAsset.index), at: time, &events)
    }
    events.append(
      EquityMark(
        time: time, equity: equity, open: mark, high: mark, low: mark, close: mark, instrument: instrument,
        cause: .fill))
    reportBalance(base, at: time, &events)
    reportBalance(quote, at: time, &events)
    endGroup(of: slot, at: time, &events)
    if isComplete {
      forget(slot)
      releaseChildren(of: id, at: time, &events)
    }
  }

  /// Takes `amount` out of the position with its share of the cost, toward zero; the profit against `proceeds`.
  private mutating func closePosition(_ index: Int, _ amount: Money, proceeds: Money) -> Money {
    let state = states + index
    guard state.pointee.held.units > 0 else { return .zero }
    let closed = Swift.min(amount, state.pointee.held)
    // Cost x share: both are below 2^100 in any market, but the product is checked all the same.
    let share: Money
    if closed == state.pointee.held {
      share = state.pointee.cost
    } else {
      share = Money(
        WideMath.multiplyDivide(state.pointee.cost.units, closed.units, state.pointee.held.units))
    }
    state.pointee.held -= closed
    state.pointee.cost -= share
    guard closed != amount else { return proceeds - share }
    // Base that did not come through this instrument's fills has no cost here: it earns nothing and loses nothing.
    return Money(WideMath.multiplyDivide(proceeds.units, closed.units, amount.units)) - share
  }

  /// The fee and the asset that pays it, out of the balances that the trade has left.
  private mutating func fee(
    _ index: Int, side: Side, baseAmount: Money, notional: Money, rate: Rate, needOfRest: Int128, time: Timestamp
  ) -> (Money, AssetID) {
    let state = states + index
    switch state.pointee.feeRule {
    case .quote:
      return (SpotArithmetic.fee(on: notional, rate), state.pointee.quote)
    case .named(let asset):
      // What the rest of the order must lock pays no fee.
      let isLockAsset = asset == (side == .buy ? state.pointee.quote : state.pointee.base)
      if let amount = namedFee(asset, index, fee: SpotArithmetic.fee(on: notional, rate), time: time),
        free[Int(asset.index)] - (isLockAsset ? needOfRest : 0) >= amount.units
      {
        return (amount, asset)
      }
      fallthrough
    case .received:
      if side == .buy { return (SpotArithmetic.fee(on: baseAmount, rate), state.pointee.base) }
      return (SpotArithmetic.fee(on: notional, rate), state.pointee.quote)
    }
  }

  /// A fee in quote money brought into a third asset at that asset's price in force in the same quote asset, whether or not its bar has
  /// reached anything; nil when there is none.
  mutating func namedFee(_ asset: AssetID, _ index: Int, fee: Money, time: Timestamp) -> Money? {
    let state = states + index
    if asset == state.pointee.quote { return fee }
    for other in 0..<instrumentCount
    where !states[other].arithmetic.isContract && states[other].base == asset
      && states[other].quote == state.pointee.quote && states[other].hasPrice
    {
      ensurePath(other)
      let leg = Valuation.Leg(
        instrument: InstrumentID(other), isInverse: true,
        scaleIn: configuration.assets[Int(state.pointee.quote.index)].scale,
        scaleOut: configuration.assets[Int(asset.index)].scale + 2)
      guard
        let wide = Valuation.convert(
          fee.units, by: leg, price: priceInForce(other, at: time, against: .sell),
          priceScale: configuration.instruments[other].priceScale)
      else { return nil }
      return Money(divide(wide, by: 100, .towardZero))
    }
    return nil
  }
}
