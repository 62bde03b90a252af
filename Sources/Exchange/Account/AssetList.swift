import Market

/// The assets of a run as they are found: one record an account, wallet and name, one scale a name.
struct AssetList {
  private(set) var assets: [Asset] = []
  private let accounts: [AccountConfiguration]

  init(accounts: [AccountConfiguration]) { self.accounts = accounts }

  /// The record of an asset, made when it is new; its scale is at least `scale`, in every wallet.
  mutating func index(_ name: String, scale: Int, account: Int, wallet: Wallet?) -> Int {
    let widest = assets.filter { $0.name == name }.map(\.scale).max() ?? 0
    let scale = Swift.max(widest, scale)
    if scale > widest {
      for index in assets.indices where assets[index].name == name { assets[index].scale = scale }
    }
    if let found = assets.firstIndex(where: { $0.name == name && $0.account == account && $0.wallet == wallet }) {
      return found
    }
    assets.append(Asset(name: name, scale: scale, account: account, wallet: wallet))
    return assets.count - 1
  }

  /// The record of an asset in the wallet that an instrument trades from.
  mutating func index(_ name: String, scale: Int, account: Int, like instrument: Instrument) -> Int {
    index(name, scale: scale, account: account, wallet: wallet(of: instrument, account: account))
  }

  /// What an instrument moves: base and quote of a pair, twice the settlement asset of a perpetual.
  mutating func assets(of instrument: Instrument, account: Int) -> (base: Int, quote: Int) {
    let specification = instrument.specification
    let quantityScale = specification.quantityStep.reduced.scale
    let priceScale = specification.priceStep.reduced.scale
    if instrument.entity.kind == .perpetual {
      let exact = Swift.max(
        8, instrument.priceScale + instrument.quantityScale + specification.contractSize.reduced.scale)
      let settlement = index(
        specification.settlement, scale: specification.isInverse ? 16 : exact, account: account, like: instrument)
      return (settlement, settlement)
    }
    let base = index(specification.base, scale: Swift.max(8, quantityScale), account: account, like: instrument)
    let quote = index(
      specification.quote, scale: Swift.max(8, priceScale + quantityScale), account: account, like: instrument)
    return (base, quote)
  }

  private func wallet(of instrument: Instrument, account: Int) -> Wallet? {
    guard accounts[account].hasWallets else { return nil }
    if instrument.entity.kind == .perpetual { return instrument.specification.isInverse ? .inverse : .linear }
    return accounts[account].spotMargin == nil ? .spot : .margin
  }
}
