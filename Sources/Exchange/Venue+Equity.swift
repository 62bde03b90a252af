package import Market

// What the account is worth: values of its assets in the report's currency, marked when a price or a balance moves.

extension Venue {
  /// Marks every asset that the instrument's price values.
  @usableFromInline
  mutating func revalue(byPriceOf index: Int) {
    for asset in configuration.valuation.dependents[index] { revalue(asset) }
    guard margin.isActive else { return }
    for other in configuration.valuation.dependentContracts[index] { revalueContract(other) }
    if isPerpetual(index), !margin.contracts[index].hasMark { revalueContract(index) }
  }

  /// Marks one asset at the prices in force.
  mutating func revalue(_ asset: AssetID) {
    let position = Int(asset.index)
    let amount = held(position)
    switch marks[position].kind {
    case .currency:
      setValue(position, multiply(amount, marks[position].factor))
    case .direct(let index):
      states[index].direct?.hold(amount)
      guard states[index].hasPrice, let direct = states[index].direct, direct.narrow != 0 || amount == 0 else {
        return revalueOverLegs(position, amount)
      }
      states[index].movesEquity = amount != 0
      setValue(position, direct.value(at: states[index].lastPrice))
    case .other:
      return revalueOverLegs(position, amount)
    }
    if hasUnpriced, amount != 0 { refreshUnpriced() }
  }

  /// What is owned of an asset: free, locked, in isolated margins, debts taken off.
  @inline(__always)
  func held(_ asset: Int) -> Int128 {
    guard margin.isActive else { return free[asset] + locked[asset] }
    return free[asset] + locked[asset] + margin.isolated[asset] - margin.owed[asset]
  }

  /// Marks the unrealised result of a perpetual at the mark in force.
  mutating func revalueContract(_ index: Int) {
    let contract = margin.contracts[index]
    let (first, second) = (margin.positions[index * 2], margin.positions[index * 2 + 1])
    let place = assetCount + index
    let isOpen = first.isOpen || second.isOpen
    let mark = markUnits(index)
    if states[index].direct != nil {
      let factor = PowerOfTen.int128(configuration.valuation.scale - configuration.assets[contract.settle].scale)
      states[index].direct?.cost = (first.sign * first.cost + second.sign * second.cost) * factor
      states[index].direct?.hold(Int128(first.units) + Int128(second.units))
    }
    states[index].movesEquity = isOpen && !contract.hasMark
    guard isOpen, mark > 0 else {
      setValue(place, 0)
      if isOpen { hasUnpriced = true } else if hasUnpriced { refreshUnpriced() }
      return
    }
    let result = contract.result(first, at: mark) + contract.result(second, at: mark)
    let value = valueOf(result, asset: contract.settle)
    setValue(place, value ?? 0)
    if value == nil || hasUnpriced { refreshUnpriced() }
  }

  private mutating func setValue(_ asset: Int, _ value: Int128) {
    equityUnits += value - values[asset]
    values[asset] = value
  }

  private mutating func revalueOverLegs(_ position: Int, _ amount: Int128) {
    refreshDirectMarks(position, amount)
    let value = valueOf(amount, asset: position)
    setValue(position, value ?? 0)
    if value == nil || (hasUnpriced && amount != 0) { refreshUnpriced() }
    guard let path = configuration.valuation.paths[position] else { return }
    for leg in path {
      let index = Int(leg.instrument.index)
      states[index].movesEquity = configuration.valuation.dependents[index].contains {
        held(Int($0.index)) != 0
      }
    }
  }

  private mutating func refreshDirectMarks(_ asset: Int, _ amount: Int128) {
    for index in 0..<instrumentCount where states[index].direct?.asset == asset { states[index].direct?.hold(amount) }
  }

  /// What `amount` of an asset is worth; nil when a price is missing.
  mutating func valueOf(_ amount: Int128, asset: Int) -> Int128? {
    guard amount != 0 else { return 0 }
    let valuation = configuration.valuation
    guard let path = valuation.paths[asset] else { return nil }
    if path.isEmpty { return amount * PowerOfTen.int128(valuation.scale - configuration.assets[asset].scale) }
    var value = amount
    for leg in path {
      let index = Int(leg.instrument.index)
      guard states[index].hasPrice,
        let next = Valuation.convert(
          value, by: leg, price: Price(states[index].lastPrice), priceScale: configuration.instruments[index].priceScale
        )
      else { return nil }
      value = next
    }
    return value
  }

  private mutating func refreshUnpriced() {
    hasUnpriced = configuration.assets.indices.contains {
      let amount = held($0)
      return amount != 0 && configuration.valuation.paths[$0] != nil && valueOf(amount, asset: $0) == nil
    }
    guard margin.isActive, !hasUnpriced else { return }
    hasUnpriced = (0..<instrumentCount).contains { index in
      guard margin.positions[index * 2].isOpen || margin.positions[index * 2 + 1].isOpen else { return false }
      let settle = margin.contracts[index].settle
      return markUnits(index) == 0
        || (configuration.valuation.paths[settle] != nil && valueOf(1, asset: settle) == nil)
    }
  }

  /// At the start of trading: what is held from the start is entered at the price in force, when there is one already.
  package mutating func restartPositions() {
    for index in 0..<instrumentCount where states[index].hasPrice && !isPerpetual(index) {
      states[index].held = .zero
      states[index].cost = .zero
      enterStartingPosition(index)
    }
    equityWhenPriced = nil
    noteFirstEquity()
  }

  /// Tells watchers that trading begins: the prices known, then the equity.
  package func markStart(at time: Timestamp, _ events: inout EventBuffer) {
    guard let equity = equityWhenPriced else { return }
    for index in 0..<instrumentCount where states[index].hasPrice {
      let price = Price(states[index].lastPrice)
      events.append(
        EquityMark(
          time: time, equity: equity, open: price, high: price, low: price, close: price,
          instrument: InstrumentID(index),
          cause: .price))
    }
    let nothing = Price(0)
    events.append(
      EquityMark(
        time: time, equity: equity, open: nothing, high: nothing, low: nothing, close: nothing,
        instrument: InstrumentID(0),
        cause: .start))
  }

  /// Takes the initial equity, once all that is held has a price.
  mutating func noteFirstEquity() {
    if equityWhenPriced == nil, !hasUnpriced { equityWhenPriced = equity }
  }

  /// Base held from the start is a position entered at the first price (DESIGN 4.14), once for each asset.
  mutating func enterStartingPosition(_ index: Int) {
    guard !isPerpetual(index) else { return revalue(byPriceOf: index) }
    let base = states[index].base
    let isFirst = !(0..<instrumentCount).contains {
      $0 != index && !states[$0].arithmetic.isContract && states[$0].base == base && states[$0].held.units != 0
    }
    let amount = configuration.initialBalances[Int(base.index)]
    if isFirst, amount.units > 0, states[index].held.units == 0 {
      let quantity = states[index].arithmetic.quantity(amount)
      states[index].held = amount
      states[index].cost = states[index].arithmetic.notional(Price(states[index].lastPrice), quantity, side: .buy)
    }
    revalue(byPriceOf: index)
  }
}
