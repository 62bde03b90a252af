import Market

/// How an asset is valued in the report's currency, where that is one product: what most assets of most accounts need.
struct AssetMark: BitwiseCopyable {
  enum Kind: BitwiseCopyable {
    /// The currency itself.
    case currency
    /// By the price of one instrument, which marks it at every close (``InstrumentState/DirectMark``).
    case direct(instrument: Int)
    /// Over an inverse price or two prices, or not at all.
    case other
  }

  var kind: Kind
  /// From the currency's decimals to equity's.
  var factor: Int128

  init(_ configuration: VenueConfiguration, _ asset: Int) {
    let valuation = configuration.valuation
    kind = .other
    factor = 1
    guard let path = valuation.paths[asset] else { return }
    if path.isEmpty {
      kind = .currency
      factor = PowerOfTen.int128(valuation.scale - configuration.assets[asset].scale)
    } else if path.count == 1, let leg = path.first {
      let index = Int(leg.instrument.index)
      let state = InstrumentState(configuration, index)
      if state.direct?.asset == asset { kind = .direct(instrument: index) }
    }
  }
}
