public import Market

// Positions in perpetuals: what a fill books, what is reported of them.

/// A position as it stands, for results and views. Money is at the scale of the settlement asset.
public struct PositionReport: Hashable, Sendable {
  public var instrument: InstrumentID
  public var side: PositionSide
  public var quantity: Quantity
  public var cost: Money
  /// Only shown, to nearest; see ``Venue/openPositions``.
  public var entryPrice: FixedDecimal?
  public var mark: Price
  public var unrealized: Money
  public var realized: Money
  /// Positive when it cost.
  public var fundingCost: Money
  public var leverage: Leverage
  public var marginMode: MarginMode
  /// Isolated: its own margin; cross: its initial margin at the mark.
  public var margin: Money
  public var maintenance: Money
  /// What stands behind it: its margin and result (isolated), the wallet's margin balance (cross).
  public var marginBalance: Money
  /// Maintenance margin of all that shares the margin balance.
  public var maintenanceOfAll: Money
  /// Only shown; nil for what cannot be liquidated.
  public var liquidationPrice: FixedDecimal?
  public var bankruptcyPrice: FixedDecimal?
}

extension Venue {
  /// Whether an instrument is a perpetual.
  @inline(__always)
  public func isPerpetual(_ index: Int) -> Bool { states[index].arithmetic.isContract }

  @inline(__always)
  func isContract(of slot: Int) -> Bool {
    states[Int(orders.record(slot).pointee.terms.instrument.index)].arithmetic.isContract
  }

  /// Which of the two positions of an instrument a side means.
  func positionNumber(_ index: Int, _ side: PositionSide?) -> Int {
    let isShort = side == .short && margin.contracts[index].positionMode == .hedge
    return index * 2 + (isShort ? 1 : 0)
  }

  /// What an order may close of a position: contracts held the other way; zero: none.
  public mutating func openSize(_ index: Int, reducedBy side: Side, _ positionSide: PositionSide?) -> Int64 {
    guard isPerpetual(index) else { return 0 }
    let position = margin.positions[positionNumber(index, positionSide)]
    return position.isOpen && position.sign != Int128(side.sign) ? position.quantity.units : 0
  }

  /// The position side does not go with the mode: none in hedge mode, one in one-way mode or on spot (OKX 51000, Bybit 10001).
  mutating func positionRefusal(_ terms: OrderTerms, _ index: Int) -> Refusal? {
    guard isPerpetual(index) else { return terms.positionSide == nil ? nil : .positionSide }
    let isHedge = margin.contracts[index].positionMode == .hedge
    return isHedge == (terms.positionSide != nil) ? nil : .positionSide
  }

  /// In hedge mode an order against its position's side can only close it: it is reduce-only, said or not (Binance, Bybit hedge mode).
  mutating func withClosingSide(_ terms: OrderTerms, _ index: Int) -> OrderTerms {
    guard isPerpetual(index), let side = terms.positionSide, side.sign != Int128(terms.side.sign) else { return terms }
    var closing = terms
    if !terms.closePosition { closing.reduceOnly = true }
    return closing
  }

  /// What `close` sends: a market order that closes what is held, the long position first in hedge mode.
  func closingTerms(_ instrument: InstrumentID) -> OrderTerms {
    let index = Int(instrument.index)
    let number = margin.positions[index * 2].isOpen ? index * 2 : index * 2 + 1
    let position = margin.positions[number]
    let isHedge = margin.contracts[index].positionMode == .hedge
    return OrderTerms(
      instrument: instrument, side: position.units < 0 ? .buy : .sell, type: .market, quantity: position.quantity,
      positionSide: isHedge ? (number == index * 2 ? .long : .short) : nil, reduceOnly: true)
  }

  /// Open positions in list order, long before short.
  public var openPositions: [PositionReport] {
    guard margin.isActive else { return [] }
    return (0..<(instrumentCount * 2)).filter { margin.positions[$0].isOpen }.map { report(of: $0) }
  }

  /// A position by number; see ``positionNumber(_:_:)``.
  func report(of number: Int) -> PositionReport {
    let index = number / 2
    let contract = margin.contracts[index]
    let position = margin.positions[number]
    let price = markUnits(index)
    let result = contract.result(position, at: price)
    let maintenance = contract.maintenance(position, at: price, margin.brackets)
    var balance = position.margin + result
    var all = maintenance
    var own = position.margin
    if contract.marginMode == .cross {
      let pool = poolMargin(contract.settle)
      balance = pool.balance
      all = pool.maintenance
      own = contract.leverage.margin(of: contract.notional(position.quantity, at: price))
    }
    return PositionReport(
      instrument: InstrumentID(index), side: position.side, quantity: position.quantity, cost: Money(position.cost),
      entryPrice: entryPrice(number), mark: Price(price), unrealized: Money(result), realized: Money(position.realized),
      fundingCost: Money(position.fundingCost), leverage: contract.leverage, marginMode: contract.marginMode,
      margin: Money(own), maintenance: Money(maintenance), marginBalance: Money(balance), maintenanceOfAll: Money(all),
      liquidationPrice: liquidationPrice(number), bankruptcyPrice: bankruptcyPrice(number))
  }

  /// Books a fill of a perpetual: what it closes is realised (its share of the cost toward zero), what it opens adds its notional to
  /// the cost; fee and result move the wallet, isolated margin goes with the size. A fill through zero closes, then opens.
  mutating func fillContract(
    _ slot: Int, price: Price, firstPrice: Price, mark: Price, quantity: Quantity, liquidity: Liquidity,
    time: Timestamp, _ events: inout EventBuffer
  ) {
    let order = orders.record(slot)
    let id = order.pointee.id
    let instrument = order.pointee.terms.instrument
    let index = Int(instrument.index)
    let side = order.pointee.terms.side
    let contract = margin.contracts + index
    let number = positionNumber(index, order.pointee.terms.positionSide)
    let settle = contract.pointee.settle

    unlock(slot)
    order.pointee.filled += quantity
    let isComplete = order.pointee.leaves.units == 0
    let rate = liquidity == .maker ? contract.pointee.maker : contract.pointee.taker
    let outcome = book(number, side: side, quantity, at: price, rate: rate)
    let (fee, feeAsset) = contractFee(outcome.fee, index, time: time)
    free[settle] += outcome.realized
    free[feeAsset] -= fee
    if !isComplete {
      let need = lockNeed(order.pointee).units
      addOrderMargin(number, side, need)
      order.pointee.locked = Money(need)
    }

    states[index].crossedInBar = true
    states[index].lastPrice = mark.ticks
    lastFillNumber += 1
    let fill = Fill(
      time: time, order: id, number: lastFillNumber, price: price, quantity: quantity, fee: Money(fee),
      realized: Money(outcome.realized), mark: Price(markUnits(index)), firstPrice: firstPrice, instrument: instrument,
      feeAsset: AssetID(feeAsset), side: side, liquidity: liquidity, reason: .order, isComplete: isComplete)
    events.append(.filled(fill))
    fill.forEachTransfer(base: AssetID(settle), quote: AssetID(settle), arithmetic: contract.pointee.arithmetic) {
      ledger.post($0)
    }
    coverShortfall(settle, at: time, &events)
    revalueContract(index)
    revalue(AssetID(settle))
    if feeAsset != settle {
      revalue(AssetID(feeAsset))
      reportBalance(feeAsset, at: time, &events)
    }
    markEquity(index, at: time, &events)
    reportPosition(number, at: time, &events)
    reportBalance(settle, at: time, &events)
    endGroup(of: slot, at: time, &events)
    if isComplete { forget(slot) }
    settleMargin(index, at: time, &events)
    if isComplete { releaseChildren(of: id, at: time, &events) }
  }

  /// Changes a position by a trade; what it realises and what its fee is. The wallet gives and takes isolated margin here.
  private mutating func book(_ number: Int, side: Side, _ quantity: Quantity, at price: Price, rate: Rate) -> (
    realized: Int128, fee: Int128
  ) {
    let contract = margin.contracts + number / 2
    let position = margin.positions + number
    let settle = contract.pointee.settle
    let wasOpen = position.pointee.isOpen
    let isReducing = wasOpen && position.pointee.sign != Int128(side.sign)
    let closing = isReducing ? Swift.min(quantity.units, position.pointee.quantity.units) : 0
    let opening = quantity.units - closing
    var realized: Int128 = 0
    var notional: Int128 = 0
    if closing > 0 {
      let proceeds = contract.pointee.notional(Quantity(closing), at: price.ticks)
      let share = position.pointee.share(of: position.pointee.cost, closing: closing)
      let released = position.pointee.share(of: position.pointee.margin, closing: closing)
      let gain = position.pointee.sign * (proceeds - share)
      realized = contract.pointee.arithmetic.isInverse ? -gain : gain
      position.pointee.units += Int64(side.sign) * closing
      position.pointee.cost -= share
      position.pointee.margin -= released
      position.pointee.realized += realized
      free[settle] += released
      margin.isolated[settle] -= released
      notional += proceeds
    }
    if opening > 0 {
      let added = contract.pointee.notional(Quantity(opening), at: price.ticks)
      position.pointee.units += Int64(side.sign) * opening
      position.pointee.cost += added
      if contract.pointee.marginMode == .isolated {
        let put = contract.pointee.leverage.margin(of: added)
        position.pointee.margin += put
        free[settle] -= put
        margin.isolated[settle] += put
      }
      notional += added
    }
    if contract.pointee.marginMode == .cross {
      margin.crossCount[settle] += (position.pointee.isOpen ? 1 : 0) - (wasOpen ? 1 : 0)
    }
    if !position.pointee.isOpen { unwatch(number) }
    return (realized, contract.pointee.fee(on: notional, rate))
  }

  /// The fee and the asset that pays it: another one (Binance: BNB) where the schedule names it and its balance covers all of it.
  private mutating func contractFee(_ fee: Int128, _ index: Int, time: Timestamp) -> (Int128, Int) {
    let settle = margin.contracts[index].settle
    guard case .named(let asset) = states[index].feeRule, fee > 0,
      let amount = namedFee(asset, index, fee: Money(fee), time: time), free[Int(asset.index)] >= amount.units
    else { return (fee, settle) }
    return (amount.units, Int(asset.index))
  }

  func markEquity(_ index: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let mark = Price(markUnits(index))
    events.append(
      EquityMark(
        time: time, equity: equity, open: mark, high: mark, low: mark, close: mark, instrument: InstrumentID(index),
        cause: .fill))
  }

  func reportPosition(_ number: Int, at time: Timestamp, _ events: inout EventBuffer) {
    let position = margin.positions[number]
    let isHedge = margin.contracts[number / 2].positionMode == .hedge
    events.append(
      .account(
        .position(
          PositionChanged(
            time: time, quantity: Quantity(position.units), cost: Money(position.cost), margin: Money(position.margin),
            instrument: InstrumentID(number / 2), side: isHedge ? (number % 2 == 0 ? .long : .short) : nil))))
  }

  /// Positions that the account starts with: entered at their entry price, isolated margin on top of the balances.
  mutating func openStartingPositions() {
    for account in configuration.accounts {
      for start in account.positions {
        guard let instrument = configuration.instrument(start.entity) else { continue }
        let index = Int(instrument.index)
        let number = positionNumber(index, start.side)
        let contract = margin.contracts[index]
        guard let units = start.quantity.int64Units(atScale: configuration.instruments[index].quantityScale),
          let price = start.entryPrice.int64Units(atScale: configuration.instruments[index].priceScale)
        else { continue }
        margin.positions[number].units = Int64(start.side.rawValue) * units
        margin.positions[number].cost = contract.notional(Quantity(units), at: price)
        if contract.marginMode == .isolated {
          let amount = configuration.startingMargin(of: start).units
          margin.positions[number].margin = amount
          margin.isolated[contract.settle] += amount
          ledger.post(
            Transfer(
              debit: .deposits, credit: .user, asset: AssetID(contract.settle), amount: Money(amount), kind: .deposit))
        } else {
          margin.crossCount[contract.settle] += 1
        }
        // Looked at with the first price.
        margin.positions[index * 2].lower = .max
        margin.positions[number].lower = .max
        revalueContract(index)
      }
    }
  }
}

extension VenueConfiguration {
  /// The margin that an isolated starting position brings, on top of the balances: what is said, else what its leverage asks for; zero
  /// for a cross position.
  public func startingMargin(of position: StartingPosition) -> Money {
    guard let instrument = instrument(position.entity) else { return .zero }
    let index = Int(instrument.index)
    let account = accounts[accountIndices[index]]
    guard account.marginMode(of: position.entity) == .isolated else { return .zero }
    if let margin = position.isolatedMargin?.units(atScale: assets[Int(quoteAssets[index].index)].scale) {
      return Money(margin)
    }
    let units = position.quantity.int64Units(atScale: instruments[index].quantityScale) ?? 0
    let price = position.entryPrice.int64Units(atScale: instruments[index].priceScale) ?? 0
    let notional = arithmetic(of: instrument).notional(Price(price), Quantity(units), side: .sell)
    let leverage = position.leverage ?? account.leverage(of: position.entity)
    return Money(leverage.margin(of: notional.units))
  }

  /// What is deposited of each asset beside the balances: margins of isolated starting positions.
  public var startingMargins: [Money] {
    var result = [Money](repeating: .zero, count: assets.count)
    for account in accounts {
      for position in account.positions {
        guard let instrument = instrument(position.entity) else { continue }
        result[Int(quoteAssets[Int(instrument.index)].index)] += startingMargin(of: position)
      }
    }
    return result
  }
}
