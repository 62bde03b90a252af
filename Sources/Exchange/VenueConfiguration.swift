public import Market

/// In which order a bar's extremes are taken (DESIGN 4.2).
public enum PathOrder: String, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// The extreme nearer to the open first; equally near: low first when close >= open.
  case nearest
  /// High first.
  case ohlc
  /// Low first.
  case olhc
  /// Bar by bar the order with the lower equity at the close.
  case worst
  /// Bar by bar the order with the higher equity at the close.
  case best
}

/// When a resting limit order fills on bars and prints.
public enum LimitFill: String, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// When price trades one step or more beyond it.
  case through
  /// When price reaches it. Flatters: the queue ahead is taken as empty.
  case touch
}

/// Which price a market order pays where there is neither book nor quote.
public enum MarketFill: String, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// The first price after arrival.
  case next
  /// The price in force on arrival. Flatters: that price had traded before the order was there.
  case last
}

/// How fills are made.
public struct MatchingRules: BitwiseCopyable, Hashable, Sendable {
  public var path = PathOrder.nearest
  public var limitFill = LimitFill.through
  public var marketFill = MarketFill.next
  /// Most of a bar's volume that own orders together may take; nil: no cap.
  public var participation: Rate? = .one
  /// Takers' prices move against the order by this fraction of the price.
  public var slippage = Rate.zero
  /// And by this share of the spread, which is the price step where there are no quotes.
  public var spreadShare = Rate.zero
  /// And by this times the range of the last 24 hours times the square root of what is taken over their volume (the square-root law of
  /// market impact).
  public var impact = Rate.zero

  public init() {}
}

/// Which rules are enforced; all by default.
public struct RuleSwitches: Hashable, Sendable {
  public var priceStep = true
  public var quantityStep = true
  public var quantityRange = true
  public var minNotional = true
  /// Greatest notional too.
  public var maxNotional = true
  /// Least and greatest price.
  public var priceRange = true
  public var priceBand = true
  /// Open orders, and open algo orders.
  public var maxOrders = true
  public var positionLimit = true
  /// Leverage against the bracket of the position.
  public var leverage = true

  public init() {}
}

/// In which asset fees are charged.
public enum FeeAsset: Hashable, Sendable {
  /// The asset the fill brings: base for a buy, quote for a sell (Binance, OKX, Bybit spot).
  case received
  /// Always the quote asset (Coinbase).
  case quote
  /// One asset, such as bnb; when it does not cover the fee, the received asset pays all of it (Binance, commission FAQ).
  case named(String)
}

/// Fees of one exchange or instrument, as fractions of what is traded.
public struct FeeSchedule: Hashable, Sendable {
  public var maker: Rate
  public var taker: Rate
  public var asset: FeeAsset

  public init(maker: Rate, taker: Rate, asset: FeeAsset) {
    self.maker = maker
    self.taker = taker
    self.asset = asset
  }
}

/// An asset with the decimals its balances have.
public struct Asset: Hashable, Sendable {
  public var name: String
  /// Decimals of ``Money``: eight, or more where steps of price and quantity need them.
  public var scale: Int
}

/// Why a venue cannot be made.
public enum VenueError: Error, Hashable, Sendable {
  /// A starting balance has more digits than the asset's scale holds.
  case balancePrecision(asset: String, scale: Int)
  /// The report's currency is no asset of the account.
  case unknownCurrency(String)
  /// More than 65,535 instruments or assets.
  case tooMany
}

/// All that a simulated exchange starts from.
public struct VenueConfiguration: Sendable {
  public let instruments: [Instrument]
  /// Assets by ``AssetID``: those of the instruments in their order, then those of balances and fees.
  public let assets: [Asset]
  public let baseAssets: [AssetID]
  public let quoteAssets: [AssetID]
  public let initialBalances: [Money]
  /// By instrument.
  public let fees: [FeeSchedule]
  public private(set) var matching: MatchingRules
  public let rules: RuleSwitches
  public let valuation: Valuation

  /// A venue of `instruments` with starting balances by asset name.
  ///
  /// An asset's scale is eight, or the sum of the decimals of price step and quantity step where that is more, so that a notional of
  /// whole steps is exact.
  public init(
    instruments: [Instrument], balances: [(asset: String, amount: FixedDecimal)], fees: [FeeSchedule],
    matching: MatchingRules = MatchingRules(), rules: RuleSwitches = RuleSwitches(), currency: String
  ) throws(VenueError) {
    precondition(fees.count == instruments.count, "one fee schedule an instrument")
    var assets: [Asset] = []
    func index(_ name: String, scale: Int) -> Int {
      if let found = assets.firstIndex(where: { $0.name == name }) {
        assets[found].scale = Swift.max(assets[found].scale, scale)
        return found
      }
      assets.append(Asset(name: name, scale: scale))
      return assets.count - 1
    }
    var baseAssets: [AssetID] = []
    var quoteAssets: [AssetID] = []
    for instrument in instruments {
      let quantityScale = instrument.specification.quantityStep.reduced.scale
      let priceScale = instrument.specification.priceStep.reduced.scale
      baseAssets.append(AssetID(index(instrument.base, scale: Swift.max(8, quantityScale))))
      quoteAssets.append(AssetID(index(instrument.quote, scale: Swift.max(8, priceScale + quantityScale))))
    }
    for (asset, _) in balances { _ = index(asset, scale: 8) }
    for schedule in fees {
      if case .named(let name) = schedule.asset { _ = index(name, scale: 8) }
    }
    guard assets.count < 65_535, instruments.count < 65_535 else { throw .tooMany }
    var initial = [Money](repeating: .zero, count: assets.count)
    for (name, amount) in balances {
      let position = index(name, scale: 8)
      guard let units = amount.units(atScale: assets[position].scale) else {
        throw .balancePrecision(asset: name, scale: assets[position].scale)
      }
      initial[position] += Money(units)
    }
    guard let currencyIndex = assets.firstIndex(where: { $0.name == currency }) else {
      throw .unknownCurrency(currency)
    }
    self.instruments = instruments
    self.assets = assets
    self.baseAssets = baseAssets
    self.quoteAssets = quoteAssets
    initialBalances = initial
    self.fees = fees
    self.matching = matching
    self.rules = rules
    valuation = Valuation(
      assets: assets, instruments: instruments, baseAssets: baseAssets, quoteAssets: quoteAssets,
      currency: AssetID(currencyIndex))
  }

  /// The same exchange with the extremes of bars taken in another order.
  package func with(_ path: PathOrder) -> VenueConfiguration {
    var copy = self
    copy.matching.path = path
    return copy
  }

  /// Money arithmetic of an instrument at this venue's scales.
  public func arithmetic(of instrument: InstrumentID) -> SpotArithmetic {
    let index = Int(instrument.index)
    return SpotArithmetic(
      instrument: instruments[index], baseScale: assets[Int(baseAssets[index].index)].scale,
      quoteScale: assets[Int(quoteAssets[index].index)].scale)
  }

  /// The number of an asset by name.
  public func asset(named name: String) -> AssetID? { assets.firstIndex { $0.name == name }.map { AssetID($0) } }
  /// The number of an instrument by entity.
  public func instrument(_ entity: EntityID) -> InstrumentID? {
    instruments.firstIndex { $0.entity == entity }.map { InstrumentID($0) }
  }
}
