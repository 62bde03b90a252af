import Exchange
import Market

// What the account is worth, by what has reached the strategy.

extension AccountView {
  /// The worth of one exchange's account (nil: of all) at the scale of `valuation`: balances less debts, and results of positions, each by
  /// the last price that reached the strategy. What cannot be priced yet is left out.
  func worth(_ valuation: Valuation, account: Int?) -> Int128 {
    var total: Int128 = 0
    for asset in configuration.assets.indices {
      if let account, configuration.assets[asset].account != account { continue }
      let balance = balance(AssetID(asset))
      let amount = (balance.free + balance.locked - owed[asset]).units + results(settledIn: asset)
      total += convert(amount, asset, valuation) ?? 0
    }
    return total
  }

  /// The worth of the account of an instrument's exchange in the asset that pays for it.
  mutating func worth(of instrument: InstrumentID) -> Money {
    let asset = self.instrument(instrument).pointee.quote
    let valuation: Valuation
    if let known = worths[asset] {
      valuation = known
    } else {
      valuation = Valuation(
        assets: configuration.assets, instruments: configuration.instruments,
        accounts: configuration.accountIndices, settlements: configuration.quoteAssets, currency: asset)
      worths[asset] = valuation
    }
    let total = worth(valuation, account: terms[Int(instrument.index)].account)
    let scale = configuration.assets[Int(asset.index)].scale
    return Money(divide(total, by: PowerOfTen.int128(valuation.scale - scale), .down))
  }

  /// What positions that settle in an asset have won or lost, at mark, or at the last price where no mark came.
  private func results(settledIn asset: Int) -> Int128 {
    var total: Int128 = 0
    for index in 0..<instrumentCount where Int(instruments[index].quote.index) == asset {
      guard terms[index].rules.isPerpetual else { continue }
      for side in [PositionSide.long, .short] {
        total += unrealized(InstrumentID(index), position(InstrumentID(index), side)).units
      }
    }
    return total
  }

  /// What a position has won or lost; zero before the first price.
  func unrealized(_ instrument: InstrumentID, _ position: OwnPosition) -> Money {
    let index = Int(instrument.index)
    let price = terms[index].mark > 0 ? terms[index].mark : instruments[index].lastPrice
    guard position.quantity != .zero, price > 0 else { return .zero }
    let arithmetic = instruments[index].arithmetic
    let sign: Int128 = position.quantity.units < 0 ? -1 : 1
    let size = Quantity(Int64(clamping: position.quantity.units.magnitude))
    let moved = arithmetic.notional(Price(price), size, side: .sell) - position.cost
    return Money(arithmetic.isInverse ? -sign * moved.units : sign * moved.units)
  }

  private func convert(_ amount: Int128, _ asset: Int, _ valuation: Valuation) -> Int128? {
    guard amount != 0, let path = valuation.paths[asset] else { return nil }
    var value = amount
    guard let first = path.first else {
      return amount * PowerOfTen.int128(valuation.scale - configuration.assets[asset].scale)
    }
    for leg in [first] + path.dropFirst() {
      let index = Int(leg.instrument.index)
      guard instruments[index].lastPrice > 0,
        let next = Valuation.convert(
          value, by: leg, price: Price(instruments[index].lastPrice),
          priceScale: configuration.instruments[index].priceScale)
      else { return nil }
      value = next
    }
    return value
  }
}
