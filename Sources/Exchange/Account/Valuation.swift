public import Market

/// How each asset of an account is priced in the report's currency: by last price of a streamed pair, direct, else over one asset
/// between (DESIGN 4.14).
public struct Valuation: Sendable {
  /// One conversion: by an instrument's price, or by its inverse.
  public struct Leg: Hashable, Sendable {
    public var instrument: InstrumentID
    /// From quote to base: the amount is divided by the price.
    public var isInverse: Bool
    /// Decimals of the amount that goes in and of the one that comes out.
    var scaleIn: Int
    var scaleOut: Int
  }

  public let currency: AssetID
  /// Decimals of equity: enough for the product of a direct pair's base amount and price.
  public let scale: Int
  /// By asset: none for the currency itself, nil for what cannot be priced.
  public let paths: [[Leg]?]
  /// By instrument: the assets whose value its price moves.
  public let dependents: [[AssetID]]

  /// By instrument: the perpetuals whose unrealised result it helps to value, itself left out.
  let dependentContracts: [[Int]]
  private let isCurrency: [Bool]

  /// Whether an asset is the currency, in whichever wallet.
  @inlinable
  public func isCurrency(_ asset: Int) -> Bool { isCurrencyAsset(asset) }

  @usableFromInline
  func isCurrencyAsset(_ asset: Int) -> Bool { isCurrency[asset] }

  /// `accounts` and `settlements` are by instrument: the account it belongs to, the asset it is paid or settled in.
  package init(
    assets: [Asset], instruments: [Instrument], accounts: [Int], settlements: [AssetID], currency: AssetID
  ) {
    self.currency = currency
    let currencyName = assets[Int(currency.index)].name
    isCurrency = assets.map { $0.name == currencyName }
    var scale = assets[Int(currency.index)].scale
    for instrument in instruments where instrument.quote == currencyName {
      guard let base = assets.first(where: { $0.name == instrument.base }) else { continue }
      scale = Swift.max(scale, base.scale + instrument.priceScale)
    }
    let equityScale = Swift.min(scale, 24)
    self.scale = equityScale

    /// Spot pairs before perpetuals, the asset's own exchange before others.
    func pair(_ account: Int, _ matches: (Instrument) -> Bool) -> Int? {
      for kind in [EntityID.Kind.pair, .perpetual] {
        let found = instruments.indices.filter { instruments[$0].entity.kind == kind && matches(instruments[$0]) }
        if let own = found.first(where: { accounts[$0] == account }) ?? found.first { return own }
      }
      return nil
    }
    func leg(from: String, to: String, account: Int) -> (instrument: Int, isInverse: Bool)? {
      if let index = pair(account, { $0.base == from && $0.quote == to }) { return (index, false) }
      if let index = pair(account, { $0.quote == from && $0.base == to }) { return (index, true) }
      return nil
    }
    var paths: [[Leg]?] = []
    for asset in assets {
      if asset.name == currencyName {
        paths.append([])
      } else if let direct = leg(from: asset.name, to: currencyName, account: asset.account) {
        paths.append([
          Leg(
            instrument: InstrumentID(direct.instrument), isInverse: direct.isInverse, scaleIn: asset.scale,
            scaleOut: equityScale)
        ])
      } else {
        var found: [Leg]?
        for between in assets where found == nil {
          guard let first = leg(from: asset.name, to: between.name, account: asset.account),
            let second = leg(from: between.name, to: currencyName, account: asset.account)
          else { continue }
          found = [
            Leg(
              instrument: InstrumentID(first.instrument), isInverse: first.isInverse, scaleIn: asset.scale,
              scaleOut: equityScale),
            Leg(
              instrument: InstrumentID(second.instrument), isInverse: second.isInverse, scaleIn: equityScale,
              scaleOut: equityScale),
          ]
        }
        paths.append(found)
      }
    }
    self.paths = paths
    dependents = instruments.indices.map { instrument in
      assets.indices.filter { paths[$0]?.contains { Int($0.instrument.index) == instrument } ?? false }.map {
        AssetID($0)
      }
    }
    dependentContracts = instruments.indices.map { instrument in
      instruments.indices.filter { other in
        other != instrument && instruments[other].entity.kind == .perpetual
          && (paths[Int(settlements[other].index)]?.contains { Int($0.instrument.index) == instrument } ?? false)
      }
    }
  }

  /// `amount` of the asset behind `leg` at `price`, rounded half to even where digits are lost; nil when a number does not fit.
  package static func convert(_ amount: Int128, by leg: Leg, price: Price, priceScale: Int) -> Int128? {
    guard amount != 0 else { return 0 }
    let numerator: (partialValue: Int128, overflow: Bool)
    if leg.isInverse {
      guard price.ticks > 0 else { return nil }
      let shift = leg.scaleOut + priceScale - leg.scaleIn
      guard shift <= 38, shift >= -38 else { return nil }
      if shift >= 0 {
        numerator = amount.multipliedReportingOverflow(by: PowerOfTen.int128(shift))
        return numerator.overflow ? nil : divide(numerator.partialValue, by: Int128(price.ticks), .halfEven)
      }
      return divide(amount, by: Int128(price.ticks) * PowerOfTen.int128(-shift), .halfEven)
    }
    numerator = amount.multipliedReportingOverflow(by: Int128(price.ticks))
    guard !numerator.overflow else { return nil }
    let shift = leg.scaleOut - leg.scaleIn - priceScale
    if shift == 0 { return numerator.partialValue }
    if shift > 0 {
      guard shift <= 38 else { return nil }
      let product = numerator.partialValue.multipliedReportingOverflow(by: PowerOfTen.int128(shift))
      return product.overflow ? nil : product.partialValue
    }
    guard shift >= -38 else { return 0 }
    return divide(numerator.partialValue, by: PowerOfTen.int128(-shift), .halfEven)
  }
}
