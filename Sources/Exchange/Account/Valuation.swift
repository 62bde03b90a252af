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
  let currencyScale: Int

  init(
    assets: [Asset], instruments: [Instrument], baseAssets: [AssetID], quoteAssets: [AssetID], currency: AssetID
  ) {
    self.currency = currency
    currencyScale = assets[Int(currency.index)].scale
    var scale = currencyScale
    for (index, instrument) in instruments.enumerated() where quoteAssets[index] == currency {
      scale = Swift.max(scale, assets[Int(baseAssets[index].index)].scale + instrument.priceScale)
    }
    let equityScale = Swift.min(scale, 24)
    self.scale = equityScale

    func leg(from: AssetID, to: AssetID) -> (instrument: Int, isInverse: Bool)? {
      if let index = instruments.indices.first(where: { baseAssets[$0] == from && quoteAssets[$0] == to }) {
        return (index, false)
      }
      if let index = instruments.indices.first(where: { quoteAssets[$0] == from && baseAssets[$0] == to }) {
        return (index, true)
      }
      return nil
    }
    var paths: [[Leg]?] = []
    for index in assets.indices {
      let asset = AssetID(index)
      if asset == currency {
        paths.append([])
      } else if let direct = leg(from: asset, to: currency) {
        paths.append([
          Leg(
            instrument: InstrumentID(direct.instrument), isInverse: direct.isInverse, scaleIn: assets[index].scale,
            scaleOut: equityScale)
        ])
      } else {
        var found: [Leg]?
        for middle in assets.indices where found == nil {
          let between = AssetID(middle)
          guard let first = leg(from: asset, to: between), let second = leg(from: between, to: currency) else {
            continue
          }
          found = [
            Leg(
              instrument: InstrumentID(first.instrument), isInverse: first.isInverse, scaleIn: assets[index].scale,
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
