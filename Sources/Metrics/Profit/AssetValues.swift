package import Exchange
import Market

/// What the account holds of each asset and what it is worth in the report's currency, reckoned from events alone.
///
/// The exchange keeps the same for itself; that two ways give one sum is what the parts of the profit rest on.
package struct AssetValues: Sendable {
  private let valuation: Valuation
  private let priceScales: [Int]
  private let currencyFactor: Int128
  /// By asset: how a price values it, where that is one product.
  private let direct: [Direct?]
  /// Last price of each instrument in units of its scale; zero before the first.
  package var prices: [Int64]
  private(set) var amounts: [Int128]
  /// Value of each asset when it was last looked at.
  private var seen: [Int128]

  /// Units x price x factor is the value.
  private struct Direct: BitwiseCopyable {
    var instrument: Int
    var factor: Int128
  }

  /// Decimals of every value.
  package var scale: Int { valuation.scale }

  package init(_ configuration: VenueConfiguration) {
    valuation = configuration.valuation
    priceScales = configuration.instruments.map(\.priceScale)
    let currency = configuration.assets[Int(configuration.valuation.currency.index)]
    currencyFactor = PowerOfTen.int128(configuration.valuation.scale - currency.scale)
    let scale = configuration.valuation.scale
    direct = zip(configuration.valuation.paths, configuration.assets).map { path, asset in
      guard let path, path.count == 1, let leg = path.first, !leg.isInverse else { return nil }
      let index = Int(leg.instrument.index)
      let shift = scale - asset.scale - configuration.instruments[index].priceScale
      return shift >= 0 ? Direct(instrument: index, factor: PowerOfTen.int128(shift)) : nil
    }
    prices = [Int64](repeating: 0, count: configuration.instruments.count)
    amounts = zip(configuration.initialBalances, configuration.startingMargins).map { $0.units + $1.units }
    seen = [Int128](repeating: 0, count: configuration.assets.count)
  }

  /// What `amount` of an asset is worth now; zero for what cannot be priced.
  package func value(_ amount: Int128, of asset: Int) -> Int128 {
    guard amount != 0 else { return 0 }
    if isCurrency(asset) { return multiply(amount, currencyFactor) }
    if let direct = direct[asset] {
      // As the exchange reckons it; the overflow it would report ends the run there.
      return amount &* Int128(prices[direct.instrument]) &* direct.factor
    }
    return valueOverLegs(amount, of: asset)
  }

  private func valueOverLegs(_ amount: Int128, of asset: Int) -> Int128 {
    guard let path = valuation.paths[asset] else { return 0 }
    var value = amount
    for leg in path {
      let index = Int(leg.instrument.index)
      guard prices[index] > 0,
        let next = Valuation.convert(value, by: leg, price: Price(prices[index]), priceScale: priceScales[index])
      else { return 0 }
      value = next
    }
    return value
  }

  /// What is held of an asset.
  func amount(of asset: Int) -> Int128 { amounts[asset] }

  /// What all of an asset is worth now.
  func value(of asset: Int) -> Int128 { value(amounts[asset], of: asset) }

  /// The instrument whose price moves the asset's value; nil for the currency and for what cannot be priced.
  func pricedBy(_ asset: Int) -> Int? {
    direct[asset]?.instrument ?? valuation.paths[asset]?.first.map { Int($0.instrument.index) }
  }

  /// Whether the asset is the report's currency itself.
  func isCurrency(_ asset: Int) -> Bool { valuation.isCurrency(asset) }

  /// How the asset's value has moved with prices since it was last looked at.
  mutating func drift(of asset: Int) -> Int128 {
    if isCurrency(asset) { return 0 }
    let now = value(of: asset)
    defer { seen[asset] = now }
    return now - seen[asset]
  }

  /// Adds to what is held; the change of value, which is no drift.
  mutating func add(_ amount: Int128, of asset: Int) -> Int128 {
    amounts[asset] += amount
    if isCurrency(asset) { return multiply(amount, currencyFactor) }
    let now = value(of: asset)
    defer { seen[asset] = now }
    return now - seen[asset]
  }
}
