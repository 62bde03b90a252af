import Exchange
import Market

/// Figures of one instrument as a reader writes them.
struct ExplainedNumbers {
  let venue: VenueConfiguration
  let instrument: Instrument
  let id: InstrumentID

  init?(_ venue: VenueConfiguration, _ id: InstrumentID) {
    guard Int(id.index) < venue.instruments.count else { return nil }
    self.venue = venue
    self.id = id
    instrument = venue.instruments[Int(id.index)]
  }

  var base: AssetID { venue.baseAssets[Int(id.index)] }
  var quote: AssetID { venue.quoteAssets[Int(id.index)] }
  var arithmetic: SpotArithmetic { venue.arithmetic(of: id) }
  var rules: RuleSwitches { venue.rules(of: Int(id.index)) }
  var matching: MatchingRules { venue.matching(of: Int(id.index)) }
  var isPerpetual: Bool { venue.isPerpetual(Int(id.index)) }

  func text(_ price: Price) -> String {
    FixedDecimal(units: Int128(price.ticks), scale: instrument.priceScale).description
  }

  func text(price ticks: Int64) -> String { text(Price(ticks)) }

  func text(_ quantity: Quantity) -> String {
    FixedDecimal(units: Int128(quantity.units), scale: instrument.quantityScale).description
  }

  func decimal(_ money: Money, _ asset: AssetID) -> FixedDecimal {
    FixedDecimal(units: money.units, scale: venue.assets[Int(asset.index)].scale)
  }

  /// An amount with its asset: `0.00001 btc`.
  func text(_ money: Money, _ asset: AssetID) -> String {
    "\(decimal(money, asset)) \(venue.assets[Int(asset.index)].name)"
  }

  static func text(_ rate: Rate) -> String { FixedDecimal(units: Int128(rate.units), scale: Rate.scale).description }

  /// The order's terms in one clause: `buy 0.01 of cryptopair_binance_btcusdt, limit at 60000, GTC`, `stop_limit at 61000, limit 61010`.
  func text(_ terms: OrderTerms) -> String {
    var text = "\(terms.side.name) \(self.text(terms.quantity)) of \(instrument.entity), \(terms.type.name)"
    if let price = terms.stopPrice ?? terms.price { text += " at \(self.text(price))" }
    if terms.stopPrice != nil, let price = terms.price { text += ", limit \(self.text(price))" }
    return text + ", \(terms.timeInForce.name)"
  }
}
