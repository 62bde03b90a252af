public import Market

/// What the exchange knows of one instrument while a run goes on: its bar, its price, its nearest orders, the position. Flat.
@frozen
public struct InstrumentState: BitwiseCopyable, Sendable {
  /// Nothing happens in a bar whose high stays below this.
  @usableFromInline var quietBelow: Int64 = .max
  /// Nothing happens in a bar whose low stays above this.
  @usableFromInline var quietAbove: Int64 = .min
  /// The bar that runs, or the last one that ran.
  @usableFromInline var bar: BarPath
  /// Price in force outside bars, and at the last point reached inside one.
  @usableFromInline var lastPrice: Int64 = 0
  @usableFromInline var hasPrice = false
  /// Whether the bar runs: its open has been, its close not yet.
  @usableFromInline var isBarRunning = false
  /// Whether an asset that this price values is held.
  @usableFromInline var movesEquity = false
  /// When the next order on the path is reached; `Int64.max`: none.
  @usableFromInline var crossingTime: Int64 = .max
  /// Open time of the bar that path and budget belong to; behind the bar's own while nothing has asked for them.
  var pathOpenTime: Int64 = .min
  /// Where the path has got to.
  var cursorTime: Int64 = 0
  var cursorPrice: Int64 = 0
  var cursorSegment = 0
  /// Whether the path is exactly at the cursor's price: at an open or a crossing; an arrival lies between two prices.
  var isCursorExact = true
  /// What of the bar's volume own orders may still take; nil: not reckoned yet.
  @usableFromInline var budget: Int64?
  /// Quantity of the last print, which the budget is reckoned from.
  @usableFromInline var printQuantity: Int64 = 0
  /// Whether the bar reached an order after its open, or had a fill.
  @usableFromInline var crossedInBar = false

  /// Whether prints drive its matching; its bars are then only delivered.
  @usableFromInline var isPrintDriven = false
  /// Whether a book, or best bids and asks, drive it; prints join them.
  @usableFromInline var isBookDriven = false
  var isQuotesOnly = false
  /// Whether prints come at all: without, the middle of the touch stands for the last price.
  var hasPrints = false
  /// What is ahead of an order that joins a queue on prints alone.
  let queueAhead: Int64
  /// Units of one whole of the quantity.
  let quantityUnit: Int64
  /// Whether every point of its path, and every print, is looked at: trailing stops follow it, or several positions hang on it.
  @usableFromInline var watchesPoints = false
  /// Whether range and volume of its last 24 hours are kept.
  @usableFromInline var keepsDay = false

  /// The one asset that this price values directly and whose total is kept here, so that a mark is one product; nil: the long way.
  @usableFromInline var direct: DirectMark?

  let base: AssetID
  let quote: AssetID
  let arithmetic: SpotArithmetic
  let maker: Rate
  let taker: Rate
  let feeRule: FeeRule
  /// How its exchange fills.
  let matching: MatchingRules
  let priceStep: Price
  let quantityStep: Quantity

  /// What is held through this instrument's fills, in base money, with its cost in quote money (DESIGN 3: the cost is kept, not the
  /// average price).
  public internal(set) var held = Money.zero
  public internal(set) var cost = Money.zero
  /// Realised profit so far, without fees, in quote money.
  public internal(set) var realized = Money.zero

  /// The total of the base asset and the factor that turns total x price into equity.
  @frozen
  @usableFromInline
  struct DirectMark: BitwiseCopyable, Sendable {
    @usableFromInline var asset: Int
    @usableFromInline var units: Int128
    @usableFromInline var factor: Int128
    /// Units x factor where that fits 64 bits, so that a mark is one multiplication; else zero.
    @usableFromInline var narrow: Int64 = 0
    /// Taken off: the cost of a position, zero for an asset.
    @usableFromInline var cost: Int128 = 0

    @inlinable
    init(asset: Int, units: Int128, factor: Int128) {
      self.asset = asset
      self.units = units
      self.factor = factor
    }

    /// What the asset is worth at `price`.
    @inlinable @inline(__always)
    func value(at price: Int64) -> Int128 {
      (narrow != 0 ? Int128(narrow) * Int128(price) : units * Int128(price) * factor) - cost
    }

    mutating func hold(_ amount: Int128) {
      units = amount
      let (product, overflow) = amount.multipliedReportingOverflow(by: factor)
      narrow = overflow ? 0 : Int64(exactly: product) ?? 0
    }
  }

  /// Where fees of this instrument are charged.
  @usableFromInline
  enum FeeRule: BitwiseCopyable, Sendable {
    case received
    case quote
    case named(AssetID)
  }

  init(_ configuration: VenueConfiguration, _ index: Int) {
    let instrument = configuration.instruments[index]
    base = configuration.baseAssets[index]
    quote = configuration.quoteAssets[index]
    arithmetic = configuration.arithmetic(of: InstrumentID(index))
    let schedule = configuration.fees[index]
    maker = schedule.maker
    taker = schedule.taker
    switch schedule.asset {
    case .received: feeRule = .received
    case .quote: feeRule = .quote
    case .named(let name): feeRule = configuration.asset(named: name).map { .named($0) } ?? .received
    }
    matching = configuration.matching(of: index)
    keepsDay = matching.impact > .zero
    priceStep = instrument.priceStep
    quantityStep = instrument.quantityStep
    quantityUnit = PowerOfTen.int64(instrument.quantityScale)
    let ahead = configuration.accounts[configuration.accountIndices[index]].queueAhead
    let excess = Swift.max(0, ahead.scale - instrument.quantityScale)
    queueAhead = Int64(
      clamping: ahead.units(atScale: instrument.quantityScale)
        ?? divide(ahead.units, by: PowerOfTen.int128(excess), .up))
    let valuation = configuration.valuation
    let shift =
      valuation.scale - configuration.assets[Int(base.index)].scale - instrument.priceScale
    if arithmetic.isContract {
      // A linear contract that settles in the currency: its unrealised result is one product less its cost.
      let settled = configuration.assets[Int(quote.index)].scale
      if valuation.isCurrency(Int(quote.index)), !arithmetic.isInverse, valuation.dependents[index].isEmpty,
        valuation.dependentContracts[index].isEmpty
      {
        let factor = arithmetic.notionalFactor * PowerOfTen.int128(valuation.scale - settled)
        direct = DirectMark(asset: configuration.assets.count + index, units: 0, factor: factor)
      }
    } else if valuation.dependents[index] == [base], valuation.dependentContracts[index].isEmpty,
      valuation.paths[Int(base.index)]?.count == 1,
      valuation.paths[Int(base.index)]?.first?.isInverse == false, shift >= 0, shift <= 38
    {
      direct = DirectMark(asset: Int(base.index), units: 0, factor: PowerOfTen.int128(shift))
    }
    let nothing = Kline(
      instrument: InstrumentID(index), span: .minute, openTime: Timestamp(nanoseconds: 0), open: Price(0),
      high: Price(0),
      low: Price(0), close: Price(0), volume: .zero)
    bar = BarPath(nothing, isLowFirst: true)
  }
}
