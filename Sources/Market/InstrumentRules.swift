/// The farther rules of an instrument, in exact decimals. A limit of zero, or nil, means that the exchange sets none.
public struct InstrumentRules: Hashable, Sendable {
  /// Least price of an order (Binance: PRICE_FILTER).
  public var minPrice = FixedDecimal.zero
  /// Greatest price of an order (Binance: PRICE_FILTER).
  public var maxPrice = FixedDecimal.zero
  /// Step of a market order's quantity (Binance: MARKET_LOT_SIZE); zero: as other orders'.
  public var marketQuantityStep = FixedDecimal.zero
  /// Least quantity of a market order (Binance: MARKET_LOT_SIZE); zero: as other orders'.
  public var minMarketQuantity = FixedDecimal.zero
  /// Greatest price times quantity (Binance: NOTIONAL).
  public var maxNotional = FixedDecimal.zero
  /// Whether `maxNotional` holds for market orders too.
  public var maxNotionalAppliesToMarket = false
  /// How far a price may lie from the reference price.
  public var priceBand: PriceBand?
  /// Most open orders of the instrument (Binance: MAX_NUM_ORDERS).
  public var maxOpenOrders = 0
  /// Most open stop, take-profit and trailing orders of the instrument (Binance: MAX_NUM_ALGO_ORDERS).
  public var maxAlgoOrders = 0
  /// Most of the base asset that may be held, open buys included (Binance: MAX_POSITION).
  public var maxPosition = FixedDecimal.zero
  /// How far the price may be from where a market order takes or a trigger price may lie (Binance futures: marketTakeBound), as a fraction.
  public var marketTakeBound = FixedDecimal.zero
  /// Fraction of the notional that a liquidation costs.
  public var liquidationFee = FixedDecimal.zero
  /// Time between fundings; zero: not known.
  public var fundingInterval = TimeSpan.zero
  /// Greatest funding rate; nil: none known.
  public var fundingCap: FixedDecimal?
  /// Least funding rate; nil: none known.
  public var fundingFloor: FixedDecimal?
  /// Maintenance margin by size of the position, smallest first; none: not known.
  public var tiers: [MarginTier] = []

  /// No rules.
  public init() {}
}

/// How far an order's price may lie from the reference price, as factors of it; zero: no bound on that side.
public struct PriceBand: Hashable, Sendable {
  public var buyUp: FixedDecimal
  public var buyDown: FixedDecimal
  public var sellUp: FixedDecimal
  public var sellDown: FixedDecimal
  /// Minutes of the average price it is held against; zero: the last price (spot) or the mark price (perpetuals).
  public var averageMinutes: Int

  /// A band; PERCENT_PRICE has the same factors for both sides.
  public init(
    buyUp: FixedDecimal, buyDown: FixedDecimal, sellUp: FixedDecimal, sellDown: FixedDecimal, averageMinutes: Int = 0
  ) {
    self.buyUp = buyUp
    self.buyDown = buyDown
    self.sellUp = sellUp
    self.sellDown = sellDown
    self.averageMinutes = averageMinutes
  }
}

/// A bracket of the maintenance margin.
public struct MarginTier: Hashable, Sendable {
  /// Greatest notional of the bracket (inverse contracts: quantity in the base asset), inclusive.
  public var upTo: FixedDecimal
  /// Maintenance margin as a fraction of the notional.
  public var maintenanceRate: FixedDecimal
  /// What is taken off, so that the margin has no jump at the bracket's edge.
  public var amount: FixedDecimal
  /// Greatest leverage; zero: none set.
  public var maxLeverage: FixedDecimal

  public init(upTo: FixedDecimal, maintenanceRate: FixedDecimal, amount: FixedDecimal, maxLeverage: FixedDecimal) {
    self.upTo = upTo
    self.maintenanceRate = maintenanceRate
    self.amount = amount
    self.maxLeverage = maxLeverage
  }
}
