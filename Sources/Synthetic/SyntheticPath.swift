import Market

/// One generated minute of an instrument, in its scales.
struct SyntheticMinute {
  var open: Int64 = 0
  var high: Int64 = 0
  var low: Int64 = 0
  var close: Int64 = 0
  var volume: Int64 = 0
  var quoteVolume: Int64 = 0
  var trades: Int64 = 0
  var takerBuyVolume: Int64 = 0
  var takerBuyQuoteVolume: Int64 = 0
}

/// The walk of one instrument, a minute at a time.
struct SyntheticPath: Sendable {
  // Where it is: minutes since the epoch, the logarithm of the symbol's price against the start, the instrument's distance from it.
  private(set) var minute: Int64
  private var logPrice = 0.0
  private var basis = 0.0
  private var regime = VolatilityRegime.normal
  /// The last close in price steps.
  private var lastClose: Int64

  private let rhythm = DailyRhythm()
  private let marketKey: UInt64
  private let symbolKey: UInt64
  private let entityKey: UInt64

  private let minuteVolatility: Double
  private let minuteDrift: Double
  private let marketShare: Double
  private let ownShare: Double
  private let tradesPerMinute: Double
  private let basisNoise: Double

  /// Start price in price steps, and units of a step.
  private let startSteps: Double
  private let priceStep: Int64
  private let quantityStep: Int64
  /// Prices and volumes, in steps, stay below these.
  private let priceLimit: Double
  private let volumeLimit: Double
  /// A trade's mean notional over the value of one quantity step at a price of one step.
  private let tradeSteps: Double
  /// Divides a volume times the sum of four prices to the mean price's quote volume.
  private let quoteDivisor: UInt64
  let quoteVolumeScale: Int

  /// Units of a price or of a minute's volume: what Double holds exactly, and a sum of four in 64 bits.
  static let greatestUnits = 1e15
  /// Decimals of a quote volume at most.
  private static let greatestQuoteScale = 8
  private static let minutesPerYear = 525_600.0
  /// How much of an instrument's basis is left a minute later, and the spread of what comes to it.
  private static let basisMemory = 0.97
  private static let basisNoise = 0.000_15
  /// How far the first trade of a minute may lie from the last one before, in the minute's standard deviations.
  private static let openingGap = 0.05

  /// The walk of `instrument` from `minute` on, or of the index behind it, which has no distance from the symbol's price.
  init(market: SyntheticMarket, instrument: Instrument, minute: Int64, isIndex: Bool = false) {
    self.minute = minute
    marketKey = NoiseStream.key(seed: market.seed, purpose: "market")
    symbolKey = NoiseStream.key(seed: market.seed, purpose: "symbol " + instrument.entity.code)
    entityKey = NoiseStream.key(
      seed: market.seed,
      purpose: isIndex ? "index " + instrument.entity.code : "entity " + instrument.entity.description)
    basisNoise = isIndex ? 0 : Self.basisNoise
    minuteVolatility = market.annualVolatility.double / Self.minutesPerYear.squareRoot()
    minuteDrift = market.annualDrift.double / Self.minutesPerYear
    marketShare = market.correlation.double.squareRoot()
    ownShare = (1 - market.correlation.double).squareRoot()
    tradesPerMinute = market.tradesPerMinute.double
    priceStep = instrument.priceStep.ticks
    quantityStep = instrument.quantityStep.units
    priceLimit = Self.greatestUnits / Double(priceStep)
    volumeLimit = Self.greatestUnits / Double(quantityStep)
    let priceStepValue = Double(priceStep) / Double(PowerOfTen.int64(instrument.priceScale))
    let quantityStepValue = Double(quantityStep) / Double(PowerOfTen.int64(instrument.quantityScale))
    startSteps = market.startPrice.double / priceStepValue
    tradeSteps = market.tradeNotional.double / (priceStepValue * quantityStepValue)
    lastClose = Int64(startSteps + 0.5)
    let productScale = instrument.priceScale + instrument.quantityScale
    quoteVolumeScale = Swift.max(Swift.min(productScale, Self.greatestQuoteScale), productScale - 18)
    quoteDivisor = 4 * UInt64(PowerOfTen.int64(productScale - quoteVolumeScale))
  }

  /// Walks the next minute.
  mutating func next() throws(FeedError) -> SyntheticMinute {
    var market = NoiseStream(key: marketKey, counter: minute)
    var symbol = NoiseStream(key: symbolKey, counter: minute)
    var own = NoiseStream(key: entityKey, counter: minute)
    let (rhythmActivity, rhythmVolatility) = rhythm.factors(minute: minute)
    minute += 1
    regime = regime.next(market.uniform())

    let volatility = minuteVolatility * regime.volatility * rhythmVolatility
    let deviation = marketShare * market.fatTailed() + ownShare * symbol.fatTailed()
    logPrice += volatility * deviation + minuteDrift
    basis = Self.basisMemory * basis + basisNoise * (own.uniform() - 0.5)
    let price = startSteps * RealFunctions.exp(logPrice + basis)

    // Large moves come with many trades; E |deviation| is about 0.71.
    let eagerness = 0.5 + 0.7 * deviation.magnitude
    let expected = tradesPerMinute * rhythmActivity * regime.activity * eagerness * (0.5 + own.uniform())
    let trades = Int64(Swift.min(expected + own.uniform(), 1e12))
    guard trades > 0 else {
      let flat = lastClose * priceStep
      return SyntheticMinute(open: flat, high: flat, low: flat, close: flat)
    }
    var bar = SyntheticMinute(trades: trades)
    try setPrices(
      of: &bar, close: price, volatility: volatility * eagerness, gap: own.uniform() - 0.5, upper: own.uniform(),
      lower: own.uniform())
    let size = Double(trades) * tradeSteps * (0.4 + 1.2 * own.uniform()) / price
    let buyers = 0.5 + 0.2 * deviation / (1 + deviation.magnitude) + 0.4 * (own.uniform() - 0.5)
    try setVolumes(of: &bar, steps: size, buyers: buyers)
    return bar
  }

  /// Open near the last close, close at the walk's price, extremes as a Brownian bridge between the two reaches them.
  @inline(__always)
  private mutating func setPrices(
    of bar: inout SyntheticMinute, close price: Double, volatility: Double, gap: Double, upper: Double, lower: Double
  ) throws(FeedError) {
    let first = Double(lastClose) * (1 + Self.openingGap * gap * volatility)
    let close = try steps(price)
    lastClose = close
    let open = bar.trades == 1 ? close : try steps(first)
    bar.open = open * priceStep
    bar.close = close * priceStep
    bar.high = Swift.max(bar.open, bar.close)
    bar.low = Swift.min(bar.open, bar.close)
    guard bar.trades > 3 else { return }
    let move = Double(close - open)
    let variance = volatility * volatility * price * price
    let above = (move * move - 2 * variance * RealFunctions.log(upper)).squareRoot()
    let below = (move * move - 2 * variance * RealFunctions.log(lower)).squareRoot()
    bar.high = Swift.max(bar.high, try steps(Double(open) + 0.5 * (move + above)) * priceStep)
    bar.low = Swift.min(bar.low, try steps(Double(open) + 0.5 * (move - below)) * priceStep)
  }

  /// A price in whole steps, to nearest, one at least.
  @inline(__always)
  private func steps(_ price: Double) throws(FeedError) -> Int64 {
    guard price < priceLimit else {
      throw FeedError(
        message: "the synthetic price left the range of prices at \(now)",
        hint: "lower annual_volatility, annual_drift or start_price")
    }
    return price < 1 ? 1 : Int64(price + 0.5)
  }

  /// At least one quantity step a trade; quote volumes are volume x (open + high + low + close) / 4, rounded half to even.
  @inline(__always)
  private func setVolumes(of bar: inout SyntheticMinute, steps: Double, buyers: Double) throws(FeedError) {
    guard steps < volumeLimit else { throw tooMuchVolume }
    let volume = Swift.max(Int64(steps), bar.trades)
    // A single trade is one side's.
    let share = bar.trades == 1 ? (buyers < 0.5 ? 0 : volume) : Int64(Double(volume) * buyers)
    let bought = Swift.min(share, volume)
    bar.volume = volume * quantityStep
    bar.takerBuyVolume = bought * quantityStep
    let prices = bar.open + bar.high + bar.low + bar.close
    bar.quoteVolume = try quoteVolume(bar.volume, prices)
    bar.takerBuyQuoteVolume = try quoteVolume(bar.takerBuyVolume, prices)
  }

  @inline(__always)
  private func quoteVolume(_ volume: Int64, _ prices: Int64) throws(FeedError) -> Int64 {
    let product = volume.magnitude.multipliedFullWidth(by: prices.magnitude)
    guard product.high < quoteDivisor else { throw tooMuchVolume }
    let (quotient, remainder) = quoteDivisor.dividingFullWidth(product)
    let half = quoteDivisor / 2
    let rounded = remainder > half || (remainder == half && quotient % 2 == 1) ? quotient + 1 : quotient
    guard let result = Int64(exactly: rounded) else { throw tooMuchVolume }
    return result
  }

  private var now: Timestamp { Timestamp(nanoseconds: minute * TimeSpan.minute.nanoseconds) }

  var tooMuchVolume: FeedError {
    FeedError(
      message: "a synthetic volume left the range of quantities at \(now)",
      hint: "lower trades_per_minute or trade_notional")
  }
}
