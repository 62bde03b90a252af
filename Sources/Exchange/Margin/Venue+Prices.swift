import Market

// Prices that are only shown: entry, liquidation, bankruptcy. The condition decides, never these (DESIGN 4.8).

extension Venue {
  /// Decimals of shown prices: eight more than the instrument's prices have, eighteen at most.
  private func shownScale(_ index: Int) -> Int { Swift.min(configuration.instruments[index].priceScale + 8, 18) }

  /// Cost / quantity, of an inverse contract quantity / cost; to nearest.
  func entryPrice(_ number: Int) -> FixedDecimal? {
    let position = margin.positions[number]
    guard position.isOpen else { return nil }
    return price(number / 2, ofNotional: position.cost, position.quantity)
  }

  /// The price at which a position's part of the margin is used up: entry -/+ margin / quantity of an isolated one; of cross positions
  /// mark -/+ share / quantity, where the margin balance is shared by maintenance margin (DESIGN 4.8).
  func bankruptcyPrice(_ number: Int) -> FixedDecimal? {
    let index = number / 2
    let contract = margin.contracts[index]
    let position = margin.positions[number]
    let mark = markUnits(index)
    guard position.isOpen, mark > 0 else { return nil }
    var share = position.margin + contract.result(position, at: mark)
    if contract.marginMode == .cross {
      let pool = poolMargin(contract.settle)
      guard pool.maintenance > 0 else { return nil }
      let own = contract.maintenance(position, at: mark, margin.brackets)
      share = WideMath.multiplyDivide(pool.balance, own, pool.maintenance)
    }
    let direction = contract.arithmetic.isInverse ? -position.sign : position.sign
    return price(
      index, ofNotional: contract.notional(position.quantity, at: mark) - direction * share, position.quantity)
  }

  /// The price at which so many contracts have a notional; nil when there is none above zero.
  private func price(_ index: Int, ofNotional notional: Int128, _ quantity: Quantity) -> FixedDecimal? {
    let arithmetic = margin.contracts[index].arithmetic
    let units = Int128(quantity.units)
    guard notional > 0, units > 0 else { return nil }
    let scale = shownScale(index)
    let priceScale = configuration.instruments[index].priceScale
    return arithmetic.isInverse
      ? LongDivision.quotient(units, arithmetic.inverseFactor, over: notional, 1, from: priceScale, to: scale)
      : LongDivision.quotient(notional, 1, over: units, arithmetic.notionalFactor, from: priceScale, to: scale)
  }

  /// The price at which the margin behind a position is down to the maintenance margin while all other prices stand: the documents'
  /// formulas (Binance 5.3 and 5.6, OKX 4, Bybit 4), each of which is margin balance = maintenance margin solved for the price.
  ///
  /// The bracket is that of the notional at the price itself; nil for what cannot be liquidated.
  func liquidationPrice(_ number: Int) -> FixedDecimal? {
    let index = number / 2
    let contract = margin.contracts[index]
    guard margin.positions[number].isOpen, markUnits(index) > 0 else { return nil }
    var held = [margin.positions[number]]
    var base = held[0].margin
    if contract.marginMode == .cross {
      held = [margin.positions[index * 2], margin.positions[index * 2 + 1]].filter(\.isOpen)
      let pool = poolMargin(contract.settle)
      base = pool.balance - pool.maintenance
      for position in held {
        base -= contract.result(position, at: markUnits(index))
        base += contract.maintenance(position, at: markUnits(index), margin.brackets)
      }
    }
    var price = markUnits(index)
    var found: FixedDecimal?
    for _ in 0...contract.bracketCount + 1 {
      found = solve(
        contract, held, base: base, bracketsAt: price, from: configuration.instruments[index].priceScale,
        to: shownScale(index))
      guard let solution = found else { return nil }
      let scale = configuration.instruments[index].priceScale
      let next = Int64(
        clamping: divide(solution.units, by: PowerOfTen.int128(solution.scale - scale), .halfEven))
      if held.allSatisfy({ bracketNumber(contract, $0, at: next) == bracketNumber(contract, $0, at: price) }) {
        return solution
      }
      price = next
    }
    return found
  }

  private func bracketNumber(_ contract: Contract, _ position: Position, at price: Int64) -> Int128 {
    let notional = contract.notional(position.quantity, at: Swift.max(price, 1))
    return contract.bracket(notional: notional, position.quantity, margin.brackets)?.upTo ?? 0
  }

  /// Margin balance = maintenance margin with the brackets of the notionals at `price`, solved for the price.
  private func solve(
    _ contract: Contract, _ held: [Position], base: Int128, bracketsAt price: Int64, from priceScale: Int, to scale: Int
  ) -> FixedDecimal? {
    let one = Int128(Rate.one.units)
    var fixed = base
    var slope: Int128 = 0
    for position in held {
      let notional = contract.notional(position.quantity, at: Swift.max(price, 1))
      let bracket = contract.bracket(notional: notional, position.quantity, margin.brackets)
      let rate = Int128(bracket?.rate.units ?? 0) + Int128(contract.closingFee.units)
      fixed += bracket?.amount ?? 0
      if contract.arithmetic.isInverse {
        fixed += position.sign * position.cost
        slope += Int128(position.quantity.units) * (position.sign * one + rate)
      } else {
        fixed -= position.sign * position.cost
        slope += Int128(position.quantity.units) * (rate - position.sign * one)
      }
    }
    let (top, bottom): (Int128, Int128)
    if contract.arithmetic.isInverse {
      (top, bottom) = (slope, fixed)
      guard bottom != 0, (top > 0) == (bottom > 0), top != 0 else { return nil }
      // slope x factor / (fixed x 10^12)
      return LongDivision.quotient(
        top.magnitude128, contract.arithmetic.inverseFactor, over: bottom.magnitude128, one, from: priceScale,
        to: scale)
    }
    (top, bottom) = (fixed, slope)
    guard bottom != 0, (top > 0) == (bottom > 0), top != 0 else { return nil }
    return LongDivision.quotient(
      top.magnitude128, one, over: bottom.magnitude128, contract.arithmetic.notionalFactor, from: priceScale, to: scale)
  }
}

/// Division with decimals behind the point, digit by digit, so that nothing overflows.
enum LongDivision {
  /// (`a` x `b`) / (`c` x `d`), reduced first so that the products fit; nil where they do not all the same.
  static func quotient(
    _ a: Int128, _ b: Int128, over c: Int128, _ d: Int128, from: Int, to: Int
  ) -> FixedDecimal? {
    var (a, b, c, d) = (a, b, c, d)
    func reduce(_ x: inout Int128, _ y: inout Int128) {
      let divisor = greatestCommonDivisor(x, y)
      x /= divisor
      y /= divisor
    }
    reduce(&b, &d)
    reduce(&a, &c)
    reduce(&a, &d)
    reduce(&b, &c)
    let (top, isTopTooLarge) = a.multipliedReportingOverflow(by: b)
    let (bottom, isBottomTooLarge) = c.multipliedReportingOverflow(by: d)
    return isTopTooLarge || isBottomTooLarge ? nil : quotient(top, bottom, from: from, to: to)
  }

  private static func greatestCommonDivisor(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return Swift.max(a, 1)
  }

  /// `a` / `b` in units of `from` decimals, brought to `to` decimals, to nearest (half up); both positive.
  static func quotient(_ a: Int128, _ b: Int128, from: Int, to: Int) -> FixedDecimal? {
    var (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
    for _ in from..<Swift.max(to, from) {
      let (scaled, overflow) = quotient.multipliedReportingOverflow(by: 10)
      if overflow || rest > Int128.max / 10 { return nil }
      let (digit, next) = (rest * 10).quotientAndRemainder(dividingBy: b)
      quotient = scaled + digit
      rest = next
    }
    if rest >= b - rest { quotient += 1 }
    return FixedDecimal(units: quotient, scale: Swift.max(to, from))
  }
}
