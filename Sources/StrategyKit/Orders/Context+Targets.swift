public import Exchange
public import Market

// Orders by what is to be held in the end.

extension Context {
  /// Sends a market order for what is missing to a position, or nothing where it is there already.
  ///
  /// Market orders that are under way count as filled; limit and stop orders do not: cancel those that should not add to it. The
  /// difference is rounded toward zero to a step; where the rules allow no order of that size (below the least quantity or notional),
  /// where no price has come yet, or where nothing is missing, nothing is sent. A pair's buy is cut to what the free cash buys, its sell
  /// to what is free of the base asset. An order that only makes a perpetual position smaller is reduce-only.
  ///
  /// ```swift
  /// context.targetPosition(perpetual, Quantity(-500))   // short 500 units of the quantity's scale
  /// context.targetPosition(perpetual, .zero)            // nothing
  /// ```
  ///
  /// - Parameters:
  ///   - target: Negative: short. Of a pair what is below zero counts as zero.
  ///   - side: Of hedge mode: the position meant; nil: the long one for a target of zero or more, else the short one.
  /// - Returns: The order, nil where none was sent.
  @discardableResult
  public mutating func targetPosition(
    _ instrument: InstrumentID, _ target: Quantity, _ side: PositionSide? = nil
  ) -> OrderTag? {
    let rules = rules(instrument)
    guard let price = lastPrice(instrument) else { return nil }
    guard rules.isPerpetual else { return targetHolding(instrument, target, rules, price) }
    let isHedge = view.terms[Int(instrument.index)].isHedge
    let meant: PositionSide? = isHedge ? side ?? (target.units < 0 ? .short : .long) : nil
    let size = Int64(clamping: target.units.magnitude)
    let wanted = meant.map { Int64($0.rawValue) * size } ?? target.units
    let held = view.position(instrument, meant).quantity.units + view.underWay(instrument, meant)
    let (missing, overflow) = wanted.subtractingReportingOverflow(held)
    guard !overflow else { return nil }
    let quantity = rules.rounded(Quantity(Int64(clamping: missing.magnitude)), for: .market)
    let isSmaller = held != 0 && (missing < 0) == (held > 0) && missing.magnitude <= held.magnitude
    guard quantity != .zero, rules.refusal(quantity, at: price, type: .market, reduceOnly: isSmaller) == nil else {
      return nil
    }
    return send(
      OrderTerms(
        instrument: instrument, side: missing > 0 ? .buy : .sell, type: .market, quantity: quantity,
        positionSide: meant, reduceOnly: isSmaller))
  }

  /// A pair's: what is held of the base asset.
  private mutating func targetHolding(
    _ instrument: InstrumentID, _ target: Quantity, _ rules: OrderRules, _ price: Price
  ) -> OrderTag? {
    let held = view.heldBase(Int(instrument.index)).units + view.underWay(instrument, nil)
    let missing = Swift.max(target.units, 0) - held
    let side: Side = missing > 0 ? .buy : .sell
    var most = Quantity(Int64(clamping: missing.magnitude))
    if side == .buy {
      let cash = view.spendable(instrument)
      most = Swift.min(most, rules.largestQuantity(for: cash, at: price))
    } else {
      most = Swift.min(most, sellable(instrument) - view.unansweredSells(instrument))
    }
    let quantity = rules.rounded(Swift.max(most, .zero), for: .market)
    guard quantity != .zero, rules.refusal(quantity, at: price, type: .market) == nil else { return nil }
    return send(OrderTerms(instrument: instrument, side: side, type: .market, quantity: quantity))
  }

  /// Sends a market order for what is missing to a weight: a fraction of ``equity(_:)`` at the last price, negative for a short of a
  /// perpetual. Else as ``targetPosition(_:_:_:)``.
  ///
  /// ```swift
  /// context.targetWeight(bitcoin, "0.6")
  /// context.targetWeight(ether, "0.4", tolerance: "0.02")   // not for less than 2 % of the equity
  /// ```
  ///
  /// Sell before you buy: a pair's buy is cut to the cash that is free now, and what a sell brings is free when it is filled. Called
  /// again at the next bar it buys the rest. A perpetual's margin and fee must fit beside the position: a weight of one at a leverage of
  /// one leaves nothing for the fee and is refused.
  ///
  /// - Parameter tolerance: Nothing is sent while the weight is nearer to the target than this.
  @discardableResult
  public mutating func targetWeight(
    _ instrument: InstrumentID, _ weight: FixedDecimal, tolerance: FixedDecimal = .zero, _ side: PositionSide? = nil
  ) -> OrderTag? {
    guard let price = lastPrice(instrument) else { return nil }
    let rules = rules(instrument)
    let equity = equity(instrument)
    let value = Self.part(weight, of: equity)
    if tolerance > .zero {
      let size = Quantity(Int64(clamping: held(instrument).units.magnitude))
      let notional = rules.notional(size, at: price).units
      let now = held(instrument).units < 0 ? -notional : notional
      let distance = value.units - now
      if (distance < 0 ? -distance : distance) < Self.part(tolerance, of: equity).units { return nil }
    }
    let size = rules.quantity(worth: Money(value.units < 0 ? -value.units : value.units), at: price)
    return targetPosition(instrument, value.units < 0 ? Quantity(-size.units) : size, side)
  }

  /// ``targetWeight(_:_:tolerance:_:)`` with a number, to nine decimals; what is no number is no order.
  @discardableResult
  public mutating func targetWeight(
    _ instrument: InstrumentID, _ weight: Double, tolerance: FixedDecimal = .zero, _ side: PositionSide? = nil
  ) -> OrderTag? {
    guard let exact = FixedDecimal(weight, decimals: 9) else { return nil }
    return targetWeight(instrument, exact, tolerance: tolerance, side)
  }

  /// Closes what is held of an instrument at market, as far as known: nothing is sent where nothing is held, or where a market order
  /// under way closes it already.
  ///
  /// In one-way mode and for pairs the exchange closes what is there when the order arrives. In hedge mode `side` says which position;
  /// nil: the long one, or the short one where there is no long.
  @discardableResult
  public mutating func closePosition(_ instrument: InstrumentID, _ side: PositionSide? = nil) -> OrderTag? {
    let rules = rules(instrument)
    guard rules.isPerpetual else {
      let open = sellable(instrument) - view.unansweredSells(instrument)
      return open > .zero ? close(instrument) : nil
    }
    guard view.terms[Int(instrument.index)].isHedge else {
      let held = view.position(instrument, nil).quantity.units
      let rest = held + view.underWay(instrument, nil)
      return held != 0 && rest.signum() == held.signum() ? close(instrument) : nil
    }
    for meant in side.map({ [$0] }) ?? [.long, .short] {
      let held = view.position(instrument, meant).quantity.units + view.underWay(instrument, meant)
      guard held.signum() == Int64(meant.rawValue) else { continue }
      let quantity = Quantity(Int64(clamping: held.magnitude))
      return send(
        OrderTerms(
          instrument: instrument, side: meant == .long ? .sell : .buy, type: .market, quantity: quantity,
          positionSide: meant, reduceOnly: true))
    }
    return nil
  }

  /// Cancels all orders and closes all positions and holdings of the run's instruments, both sides in hedge mode.
  ///
  /// What open sells lock is free once they are cancelled, and the closes arrive after the cancels.
  public mutating func closeAll() {
    cancelAll()
    for index in instruments.indices {
      let instrument = InstrumentID(index)
      if positionMode(instrument) == .hedge {
        closePosition(instrument, .long)
        closePosition(instrument, .short)
      } else if held(instrument) != .zero {
        if rules(instrument).isPerpetual || rules(instrument).rounded(held(instrument), for: .market) != .zero {
          close(instrument)
        }
      }
    }
  }

  private static func part(_ weight: FixedDecimal, of equity: Money) -> Money {
    let (product, overflow) = equity.units.multipliedReportingOverflow(by: weight.units)
    guard !overflow else { return equity }
    return Money(divide(product, by: PowerOfTen.int128(weight.scale), .towardZero))
  }
}

extension OrderRules {
  /// The largest quantity in steps of a market order that is worth no more than `money` at `price`, whether or not it may be ordered.
  public func quantity(worth money: Money, at price: Price) -> Quantity {
    guard price.ticks > 0, money.units > 0 else { return .zero }
    let step = step(of: .market)
    var low: Int64 = 0
    var high = Int64.max / step.units
    while low < high {
      let middle = low + (high - low) / 2 + 1
      let quantity = Quantity(middle * step.units)
      let fits = arithmetic.fits(price, quantity) && notional(quantity, at: price) <= money
      if fits { low = middle } else { high = middle - 1 }
    }
    return Quantity(low * step.units)
  }
}

extension FixedDecimal {
  /// The decimal nearest to a number, with so many decimals; nil for what is no number or does not fit.
  public init?(_ value: Double, decimals: Int) {
    guard decimals >= 0, decimals <= PowerOfTen.greatestInt64Exponent else { return nil }
    let units = (value * Double(PowerOfTen.int64(decimals))).rounded(.toNearestOrEven)
    guard let whole = Int128(exactly: units) else { return nil }
    self.init(units: whole, scale: decimals)
  }
}

extension AccountView {
  /// What market orders under way or open will still add to a position: bought less sold.
  func underWay(_ instrument: InstrumentID, _ side: PositionSide?) -> Int64 {
    var sum: Int64 = 0
    for order in orders where order.terms.instrument == instrument && order.terms.type == .market && !order.isChild {
      if order.isUnansweredClose {
        return terms[Int(instrument.index)].rules.isPerpetual
          ? -position(instrument, side).quantity.units : -heldBase(Int(instrument.index)).units
      }
      guard order.terms.positionSide == side else { continue }
      sum &+= order.terms.side.sign &* order.leaves.units
    }
    return sum
  }

  /// What of the base asset sells take that the exchange has not answered: it is in no balance yet.
  func unansweredSells(_ instrument: InstrumentID) -> Quantity {
    let base = self.instrument(instrument).pointee.base
    var sum = Quantity.zero
    for order in orders where order.id == nil && order.terms.side == .sell && !order.isChild {
      let other = Int(order.terms.instrument.index)
      guard other < instrumentCount, instruments[other].base == base, !terms[other].rules.isPerpetual else { continue }
      if order.isUnansweredClose { return instruments[other].sellable }
      sum += order.terms.quantity
    }
    return sum
  }

  /// What is free of the asset that pays for a pair, less what buys will lock that the exchange has not answered.
  func spendable(_ instrument: InstrumentID) -> Money {
    let quote = self.instrument(instrument).pointee.quote
    var rest = balance(quote).free
    for order in orders where order.id == nil && order.terms.side == .buy && !order.isChild {
      let other = Int(order.terms.instrument.index)
      guard other < instrumentCount, instruments[other].quote == quote, !terms[other].rules.isPerpetual else {
        continue
      }
      let price = order.terms.price ?? order.terms.stopPrice ?? Price(instruments[other].lastPrice)
      rest -= instruments[other].arithmetic.notional(price, order.terms.quantity, side: .buy)
    }
    return Swift.max(rest, .zero)
  }
}

extension OwnOrder {
  /// Whether it closes what is there when it arrives, and the exchange has not said yet how much that is.
  var isUnansweredClose: Bool { id == nil && terms.type == .market && terms.quantity == .zero }
}
