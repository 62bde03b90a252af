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
  /// By instrument: from price x quantity to equity where the quote asset is its currency, and to quote money.
  private let toEquity: [Rescaling]
  private let toQuote: [Rescaling]

  package init(_ configuration: VenueConfiguration) {
    values = AssetValues(configuration)
    byInstrument = [PnlParts](repeating: PnlParts(), count: configuration.instruments.count)
    baseAssets = configuration.baseAssets.map { Int($0.index) }
    quoteAssets = configuration.quoteAssets.map { Int($0.index) }
    assetCount = configuration.assets.count
    let scale = configuration.valuation.scale
    toEquity = configuration.instruments.map { Rescaling(from: $0.priceScale + $0.quantityScale, to: scale) }
    toQuote = zip(configuration.instruments, configuration.quoteAssets).map { instrument, asset in
      Rescaling(
        from: instrument.priceScale + instrument.quantityScale, to: configuration.assets[Int(asset.index)].scale)
    }
  }

  /// Begins to count from `equity` at the prices told so far.
  package mutating func begin(equity: Money) {
    initial = equity
    for asset in 0..<assetCount { _ = values.drift(of: asset) }
  }

  /// What a fill moves: the price part up to it, what it paid against the price in force, its fee. Base and quote are the amounts booked
  /// (positive: received). Returns the value of the fee, positive when paid.
  package mutating func book(_ fill: Fill, base: Int128, quote: Int128) -> Money {
    let index = Int(fill.instrument.index)
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
    var sum = PnlParts()
    for parts in byInstrument { sum += parts }
    if let initial { sum.rounding += equity - initial - sum.total }
    return sum
  }
}
