package import Exchange
package import Market

/// The parts of the profit as a run goes on, by instrument.
package struct ProfitAccount: Sendable {
  package var values: AssetValues
  package private(set) var byInstrument: [PnlParts]
  private var initial: Money?
  private let baseAssets: [Int]
  private let quoteAssets: [Int]
  private let assetCount: Int
  /// By instrument: what a perpetual's positions are worth; nil for pairs.
  private var contracts: [ContractValue?]
  /// By instrument: from price x quantity to equity where the quote asset is its currency, and to quote money.
  private let toEquity: [Rescaling]
  private let toQuote: [Rescaling]

  package init(_ configuration: VenueConfiguration) {
    values = AssetValues(configuration)
    byInstrument = [PnlParts](repeating: PnlParts(), count: configuration.instruments.count)
    baseAssets = configuration.baseAssets.map { Int($0.index) }
    quoteAssets = configuration.quoteAssets.map { Int($0.index) }
    assetCount = configuration.assets.count
    contracts = configuration.instruments.indices.map {
      configuration.isPerpetual($0) ? ContractValue(configuration, $0) : nil
    }
    let scale = configuration.valuation.scale
    toEquity = configuration.instruments.map { Rescaling(from: $0.priceScale + $0.quantityScale, to: scale) }
    toQuote = zip(configuration.instruments, configuration.quoteAssets).map { instrument, asset in
      Rescaling(
        from: instrument.priceScale + instrument.quantityScale, to: configuration.assets[Int(asset.index)].scale)
    }
  }

  /// Begins to count from `equity` at the prices told so far.
  package mutating func begin(equity: Money) {
    for asset in 0..<assetCount { _ = values.drift(of: asset) }
    for index in contracts.indices { driftContract(index) }
    initial = equity
  }

  /// What a fill moves: the price part up to it, what it paid against the price in force, its fee. Base and quote are the amounts booked
  /// (positive: received). Returns the value of the fee, positive when paid.
  package mutating func book(_ fill: Fill, base: Int128, quote: Int128) -> Money {
    let index = Int(fill.instrument.index)
    if contracts[index] != nil { return bookContract(fill) }
    let feeAsset = Int(fill.feeAsset.index)
    values.prices[index] = fill.mark.ticks
    drift(baseAssets[index])
    drift(quoteAssets[index])
    if feeAsset != baseAssets[index], feeAsset != quoteAssets[index] { drift(feeAsset) }
    let effect = values.add(base, of: baseAssets[index]) + values.add(quote, of: quoteAssets[index])
    let signed = Int128(fill.side.sign) * Int128(fill.quantity.units)
    var slippage: Int128 = 0
    if fill.liquidity == .taker {
      slippage = quoteValue(multiply(signed, Int128((fill.firstPrice - fill.price).ticks)), index)
    }
    // Valued over another pair, what the fill did to equity is all there is to say.
    let isDirect = values.isCurrency(quoteAssets[index]) && values.pricedBy(baseAssets[index]) == index
    let against = isDirect ? quoteValue(multiply(signed, Int128((fill.mark - fill.price).ticks)), index) : effect
    let fee = Money(values.add(-fill.fee.units, of: feeAsset))
    guard initial != nil else { return -fee }
    byInstrument[index].add(slippage: slippage, against: against, effect: effect)
    if fill.fee.units < 0 {
      byInstrument[index].rebates += fee
    } else if fill.liquidity == .maker {
      byInstrument[index].makerFees += fee
    } else {
      byInstrument[index].takerFees += fee
    }
    return -fee
  }

  /// What a fill of a perpetual moves: the price part up to it, what it paid against the mark, its fee. A takeover's money is that of
  /// ``Liquidated``.
  private mutating func bookContract(_ fill: Fill) -> Money {
    let index = Int(fill.instrument.index)
    note(mark: fill.mark, of: index)
    guard fill.reason != .liquidation, var contract = contracts[index] else { return .zero }
    let settle = contract.settle
    let feeAsset = Int(fill.feeAsset.index)
    drift(settle)
    if feeAsset != settle { drift(feeAsset) }
    contract.trade(fill.side, fill.quantity, at: fill.price, realized: fill.realized.units)
    let before = contract.seen
    contract.seen = values.value(contract.result(at: fill.mark.ticks), of: settle)
    contracts[index] = contract
    let effect = contract.seen - before + values.add(fill.realized.units, of: settle)
    var slippage: Int128 = 0
    if fill.liquidity == .taker {
      let moved =
        contract.notional(fill.quantity.units, at: fill.firstPrice.ticks)
        - contract.notional(fill.quantity.units, at: fill.price.ticks)
      let signed = Int128(fill.side.sign) * (contract.arithmetic.isInverse ? -moved : moved)
      slippage = values.value(signed, of: settle)
    }
    let fee = Money(values.add(-fill.fee.units, of: feeAsset))
    guard initial != nil else { return -fee }
    byInstrument[index].add(slippage: slippage, against: effect, effect: effect)
    if fill.fee.units < 0 {
      byInstrument[index].rebates += fee
    } else if fill.liquidity == .maker {
      byInstrument[index].makerFees += fee
    } else {
      byInstrument[index].takerFees += fee
    }
    return -fee
  }

  /// A mark price of a perpetual: positions are worth something else.
  package mutating func note(mark: Price, of index: Int) {
    guard contracts[index] != nil else { return }
    if contracts[index]?.mark != nil { contracts[index]?.mark = mark.ticks } else { values.prices[index] = mark.ticks }
    driftContract(index)
  }

  /// A mark series began: the last price counts no more.
  package mutating func begin(mark: Price, of index: Int) {
    contracts[index]?.mark = mark.ticks
    driftContract(index)
  }

  /// What the positions of a perpetual are worth more or less than when last looked at.
  private mutating func driftContract(_ index: Int) {
    guard let contract = contracts[index] else { return }
    let value = values.value(contract.result(at: contract.mark ?? values.prices[index]), of: contract.settle)
    contracts[index]?.seen = value
    if initial != nil { byInstrument[index].price += Money(value - contract.seen) }
  }

  /// Books what happened to the account, fills apart; what it did to the balance beside open positions.
  package mutating func book(_ event: AccountEvent) -> Money {
    switch event {
    case .fundingPaid(let paid):
      let value = move(-paid.amount.units, Int(paid.asset.index))
      if initial != nil { byInstrument[Int(paid.instrument.index)].funding += value }
      return value
    case .interestPaid(let owed):
      let value = move(-owed.amount.units, Int(owed.asset.index))
      if initial != nil { byInstrument[instrument(of: Int(owed.asset.index))].interest += value }
      return value
    case .transferred(let moved):
      return move(-moved.amount.units, Int(moved.from.index)) + move(moved.amount.units, Int(moved.to.index))
    case .liquidated(let taken):
      let index = Int(taken.instrument.index)
      note(mark: taken.mark, of: index)
      guard var contract = contracts[index] else { return .zero }
      let before = contract.seen
      contract.close(taken.side, taken.quantity, at: taken.mark, atMark: taken.atMark.units)
      contract.seen = values.value(contract.result(at: taken.mark.ticks), of: contract.settle)
      contracts[index] = contract
      let booked = move((taken.atMark - taken.fee - taken.surplus).units, contract.settle)
      if initial != nil { byInstrument[index].liquidation += Money(contract.seen - before) + booked }
      return booked
    case .lossCovered(let covered):
      let asset = Int(covered.asset.index)
      let value = move(covered.amount.units, asset)
      if initial != nil { byInstrument[instrument(of: asset)].liquidation += value }
      return value
    case .borrowed, .repaid, .fundingMissing, .leverageChanged, .marginModeChanged, .positionModeChanged,
      .marginAdded, .refused, .position:
      return .zero
    }
  }

  /// Adds to what is held of an asset; its value.
  private mutating func move(_ amount: Int128, _ asset: Int) -> Money {
    drift(asset)
    return Money(values.add(amount, of: asset))
  }

  /// The instrument to whose parts an asset's belong: the one that prices it, else the first that moves it.
  private func instrument(of asset: Int) -> Int {
    values.pricedBy(asset) ?? quoteAssets.firstIndex(of: asset) ?? 0
  }

  private mutating func drift(_ asset: Int) {
    let moved = values.drift(of: asset)
    guard moved != 0, initial != nil, let instrument = values.pricedBy(asset) else { return }
    byInstrument[instrument].price += Money(moved)
  }

  /// A product of price and quantity units in equity's units, half to even where digits are lost.
  private func quoteValue(_ product: Int128, _ index: Int) -> Int128 {
    guard product != 0 else { return 0 }
    return values.isCurrency(quoteAssets[index])
      ? toEquity[index](product, .halfEven) : values.value(toQuote[index](product, .halfEven), of: quoteAssets[index])
  }

  /// The whole at `equity`, with all assets valued at the prices told: what no part explains is rounding.
  package mutating func finish(equity: Money) -> PnlParts {
    for asset in 0..<assetCount { drift(asset) }
    for index in contracts.indices { driftContract(index) }
    var sum = PnlParts()
    for parts in byInstrument { sum += parts }
    if let initial { sum.rounding += equity - initial - sum.total }
    return sum
  }
}
