import Market

// Leverage, modes, margin, transfers: one refusal a rung, then the change and its event.

extension Venue {
  /// Takes an account command in.
  mutating func execute(_ command: AccountCommand, at time: Timestamp, _ events: inout EventBuffer) {
    guard let reason = refusal(of: command, at: time) else {
      perform(command, at: time, &events)
      return
    }
    events.append(.account(.refused(AccountRefused(time: time, command: command.kind, reason: reason))))
  }

  private mutating func refusal(of command: AccountCommand, at time: Timestamp) -> Refusal? {
    guard margin.isActive || command.kind == .transfer else { return Self.refusalWithoutMargin(command) }
    switch command {
    case .leverage(let instrument, let leverage): return leverageRefusal(instrument, leverage)
    case .marginMode(let instrument, _):
      guard let index = contractIndex(instrument) else { return .unknownInstrument }
      return isInUse(index) ? .positionOpen : nil
    case .positionMode(let instrument, _):
      guard let index = contractIndex(instrument) else { return .unknownInstrument }
      // For all instruments of the account (Binance; OKX 59000).
      let account = margin.contracts[index].account
      let isUsed = (0..<instrumentCount).contains { margin.contracts[$0].account == account && isInUse($0) }
      return isUsed ? .positionOpen : nil
    case .addMargin(let instrument, let side, let amount): return addMarginRefusal(instrument, side, amount)
    case .borrow(let asset, let amount): return borrowRefusal(asset, amount, at: time)
    case .repay(let asset, let amount):
      guard Int(asset.index) < assetCount, amount.units > 0 else { return .invalidParameter }
      if margin.owed[Int(asset.index)] == 0 { return .nothingHeld }
      return Swift.min(amount.units, margin.owed[Int(asset.index)]) > free[Int(asset.index)]
        ? .insufficientBalance : nil
    case .transfer(let from, let to, let amount): return transferRefusal(from, to, amount, at: time)
    }
  }

  private static func refusalWithoutMargin(_ command: AccountCommand) -> Refusal {
    switch command {
    case .borrow, .repay: .borrowing
    default: .unknownInstrument
    }
  }

  private func contractIndex(_ instrument: InstrumentID) -> Int? {
    let index = Int(instrument.index)
    return index < instrumentCount && isPerpetual(index) ? index : nil
  }

  /// Whether an instrument has a position or an open order.
  private func isInUse(_ index: Int) -> Bool {
    guard isPerpetual(index) else { return false }
    if margin.positions[index * 2].isOpen || margin.positions[index * 2 + 1].isOpen { return true }
    return orders.slotsInOrder.contains { Int(orders[$0].terms.instrument.index) == index }
  }

  /// At least one and at most what the bracket of the position allows; lower leverage of an isolated position needs margin and is refused
  /// (Binance -4161), of a cross position what is available (Binance -2028).
  private func leverageRefusal(_ instrument: InstrumentID, _ leverage: Leverage) -> Refusal? {
    guard let index = contractIndex(instrument) else { return .unknownInstrument }
    guard leverage >= .one else { return .invalidParameter }
    let contract = margin.contracts[index]
    let price = markUnits(index)
    for number in [index * 2, index * 2 + 1] {
      let position = margin.positions[number]
      let notional = contract.exposure(position, at: price)
      if contract.checksLeverage,
        let greatest = contract.greatestLeverage(notional: notional, position.quantity, margin.brackets),
        leverage > greatest
      {
        return .leverage
      }
      if position.isOpen, contract.marginMode == .isolated, leverage < contract.leverage { return .leverage }
    }
    guard leverage < contract.leverage else { return nil }
    var growth: Int128 = 0
    for number in [index * 2, index * 2 + 1] {
      let exposure = contract.exposure(margin.positions[number], at: price)
      growth += leverage.margin(of: exposure) - contract.leverage.margin(of: exposure)
    }
    return growth > available(contract.settle) ? .insufficientBalance : nil
  }

  private func addMarginRefusal(_ instrument: InstrumentID, _ side: PositionSide?, _ amount: Money) -> Refusal? {
    guard let index = contractIndex(instrument) else { return .unknownInstrument }
    let contract = margin.contracts[index]
    guard amount.units != 0, contract.marginMode == .isolated else { return .invalidParameter }
    if (contract.positionMode == .hedge) != (side != nil) { return .positionSide }
    let position = margin.positions[positionNumber(index, side)]
    guard position.isOpen else { return .nothingHeld }
    if amount.units > 0 { return amount.units > freeUnits(contract.settle) ? .insufficientBalance : nil }
    // What is left, losses taken off, must be the initial margin at the mark.
    let price = markUnits(index)
    let initial = contract.leverage.margin(of: contract.notional(position.quantity, at: price))
    let left = position.margin + amount.units + Swift.min(0, contract.result(position, at: price))
    return left < initial ? .insufficientBalance : nil
  }

  private mutating func transferRefusal(
    _ from: AssetID, _ to: AssetID, _ amount: Money, at time: Timestamp
  ) -> Refusal? {
    guard Int(from.index) < assetCount, Int(to.index) < assetCount, from != to, amount.units > 0 else {
      return .invalidParameter
    }
    let assets = configuration.assets
    let (source, target) = (assets[Int(from.index)], assets[Int(to.index)])
    guard source.name == target.name, source.account == target.account else { return .invalidParameter }
    if amount.units > freeUnits(Int(from.index)) { return .insufficientBalance }
    return marginLevelRefusal(takingOut: from, at: time)
  }

  private mutating func perform(_ command: AccountCommand, at time: Timestamp, _ events: inout EventBuffer) {
    switch command {
    case .leverage(let instrument, let leverage):
      margin.contracts[Int(instrument.index)].leverage = leverage
      events.append(.account(.leverageChanged(setting(instrument, at: time))))
      reportBalance(margin.contracts[Int(instrument.index)].settle, at: time, &events)
    case .marginMode(let instrument, let mode):
      margin.contracts[Int(instrument.index)].marginMode = mode
      events.append(.account(.marginModeChanged(setting(instrument, at: time))))
    case .positionMode(let instrument, let mode):
      let account = margin.contracts[Int(instrument.index)].account
      for index in 0..<instrumentCount where margin.contracts[index].account == account {
        margin.contracts[index].positionMode = mode
      }
      events.append(.account(.positionModeChanged(setting(instrument, at: time))))
    case .addMargin(let instrument, let side, let amount):
      addMargin(Int(instrument.index), side, amount, at: time, &events)
    case .borrow(let asset, let amount): borrow(asset, amount, at: time, &events)
    case .repay(let asset, let amount): repay(asset, amount, at: time, &events)
    case .transfer(let from, let to, let amount):
      book(.transferred(Transferred(time: time, amount: amount, from: from, to: to)), &events)
      free[Int(from.index)] -= amount.units
      free[Int(to.index)] += amount.units
      for asset in [from, to] { balanceMoved(asset, at: time, &events) }
    }
  }

  private func setting(_ instrument: InstrumentID, at time: Timestamp) -> SettingChanged {
    let contract = margin.contracts[Int(instrument.index)]
    return SettingChanged(
      time: time, instrument: instrument, leverage: contract.leverage, marginMode: contract.marginMode,
      positionMode: contract.positionMode)
  }

  private mutating func addMargin(
    _ index: Int, _ side: PositionSide?, _ amount: Money, at time: Timestamp, _ events: inout EventBuffer
  ) {
    let settle = margin.contracts[index].settle
    let number = positionNumber(index, side)
    margin.positions[number].margin += amount.units
    margin.isolated[settle] += amount.units
    free[settle] -= amount.units
    let position = margin.positions[number]
    book(
      .marginAdded(
        MarginAdded(
          time: time, amount: amount, margin: Money(position.margin), instrument: InstrumentID(index),
          asset: AssetID(settle), side: position.side)), &events)
    reportPosition(number, at: time, &events)
    reportBalance(settle, at: time, &events)
    settleMargin(index, at: time, &events)
  }

  /// Says what happened and posts its transfers.
  mutating func book(_ event: AccountEvent, _ events: inout EventBuffer) {
    events.append(.account(event))
    event.forEachTransfer { ledger.post($0) }
  }

  /// After a balance has changed by other things than fills: value, equity, margins, the owner's view.
  mutating func balanceMoved(_ asset: AssetID, at time: Timestamp, _ events: inout EventBuffer) {
    revalue(asset)
    reportBalance(Int(asset.index), at: time, &events)
    settlePool(Int(asset.index), at: time, &events)
  }
}
