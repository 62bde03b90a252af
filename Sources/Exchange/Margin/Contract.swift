import Market

/// A bracket of the maintenance margin at the scales of a run.
struct Bracket: BitwiseCopyable {
  /// Greatest notional in settlement money, or greatest quantity in contracts; inclusive.
  var upTo: Int128
  var rate: Rate
  /// What is taken off, in settlement money.
  var amount: Int128
  /// Zero hundredths: no limit.
  var maxLeverage: Leverage
}

/// A perpetual's terms and settings, flat: what margin, funding and liquidation are reckoned with.
struct Contract: BitwiseCopyable {
  let isPerpetual: Bool
  let arithmetic: SpotArithmetic
  /// The settlement asset.
  let settle: Int
  let account: Int
  /// Where its brackets lie in ``MarginBooks/brackets``.
  let bracketStart: Int
  let bracketCount: Int
  let bracketsByQuantity: Bool
  /// Stands beside the maintenance margin (OKX); else zero.
  let closingFee: Rate
  let liquidationFee: Rate
  let maker: Rate
  let taker: Rate
  /// Fees are whole multiples of it.
  let feeUnit: Int128
  let shortOpeningBuffer: Rate
  let countsOpenLoss: Bool
  let checksLeverage: Bool
  let checksPositionLimit: Bool
  let fundingInterval: Int64
  let fundingLock: Int64
  var leverage: Leverage
  var marginMode: MarginMode
  var positionMode: PositionMode
  /// Whether a mark series came; then ``mark`` counts and the last price doesn't.
  var hasMark = false
  var mark: Int64 = 0
  var index: Int64 = 0
  /// The last settlement that was booked.
  var lastFunding: Int64 = .min

  init(_ configuration: VenueConfiguration, _ number: Int, bracketStart: Int) {
    let instrument = configuration.instruments[number]
    let account = configuration.accounts[configuration.accountIndices[number]]
    let scale = configuration.assets[Int(configuration.quoteAssets[number].index)].scale
    let schedule = configuration.fees[number]
    let rules = instrument.specification.rules
    isPerpetual = configuration.isPerpetual(number)
    arithmetic = configuration.arithmetic(of: InstrumentID(number))
    settle = Int(configuration.quoteAssets[number].index)
    self.account = configuration.accountIndices[number]
    self.bracketStart = bracketStart
    bracketCount = isPerpetual ? rules.tiers.count : 0
    bracketsByQuantity = account.margin.tiersByQuantity
    closingFee = account.margin.addsClosingFee ? schedule.taker : .zero
    liquidationFee = Rate(units: rules.liquidationFee.int64Units(atScale: Rate.scale) ?? 0)
    maker = schedule.maker
    taker = schedule.taker
    feeUnit = account.margin.feeDecimals.map { $0 < scale ? PowerOfTen.int128(scale - $0) : 1 } ?? 1
    shortOpeningBuffer = account.margin.shortOpeningBuffer
    countsOpenLoss = account.margin.countsOpenLoss
    checksLeverage = account.rules.leverage
    checksPositionLimit = account.rules.positionLimit
    fundingInterval = rules.fundingInterval.nanoseconds
    fundingLock = account.fundingLock.nanoseconds
    let starting = account.positions.first { $0.entity == instrument.entity }?.leverage
    leverage = starting ?? account.leverage(of: instrument.entity)
    marginMode = account.marginMode(of: instrument.entity)
    positionMode = account.positionMode
  }

  /// The brackets of an instrument at a run's scales.
  static func brackets(_ configuration: VenueConfiguration, _ number: Int) -> [Bracket] {
    guard configuration.isPerpetual(number) else { return [] }
    let scale = configuration.assets[Int(configuration.quoteAssets[number].index)].scale
    let account = configuration.accounts[configuration.accountIndices[number]]
    let bound = account.margin.tiersByQuantity ? configuration.instruments[number].quantityScale : scale
    /// Finer than the scale: rounded down, so that a bound is never passed unseen.
    func units(_ value: FixedDecimal, _ scale: Int) -> Int128 {
      value.units(atScale: scale)
        ?? (value.scale > scale ? divide(value.units, by: PowerOfTen.int128(value.scale - scale), .down) : .max)
    }
    return configuration.instruments[number].specification.rules.tiers.map { tier in
      Bracket(
        upTo: units(tier.upTo, bound), rate: Rate(units: tier.maintenanceRate.int64Units(atScale: Rate.scale) ?? 0),
        amount: units(tier.amount, scale), maxLeverage: Leverage(tier.maxLeverage) ?? Leverage(hundredths: 0))
    }
  }

  /// Settlement money of so many contracts at a price.
  func notional(_ quantity: Quantity, at price: Int64) -> Int128 {
    arithmetic.notional(Price(price), quantity, side: .sell).units
  }

  /// What a position has won at a price: quantity x (price - entry), of an inverse contract quantity x (1 / entry - 1 / price)
  /// (Binance 5.1, 5.6; OKX upl; Bybit UTA).
  func result(_ position: Position, at price: Int64) -> Int128 {
    guard position.isOpen else { return 0 }
    let moved = notional(position.quantity, at: price) - position.cost
    return arithmetic.isInverse ? -position.sign * moved : position.sign * moved
  }

  /// The bracket of a position of `notional` and `quantity`: the first that holds it, else the last; nil where there are none.
  ///
  /// A bracket's upper bound belongs to it (OKX: minSz of tier 2 is 1000.01; Binance leaves it open, and both give the same margin).
  func bracket(notional: Int128, _ quantity: Quantity, _ brackets: UnsafeMutablePointer<Bracket>) -> Bracket? {
    guard bracketCount > 0 else { return nil }
    let size = bracketsByQuantity ? Int128(quantity.units) : notional
    for number in bracketStart..<(bracketStart + bracketCount) where size <= brackets[number].upTo {
      return brackets[number]
    }
    return brackets[bracketStart + bracketCount - 1]
  }

  /// Maintenance margin of a position at a mark: notional x rate - amount (Binance 5.1, Bybit; OKX: no amount, and the taker fee of
  /// closing beside it); rounded up at the asset's scale, since no source names the rounding: against the user.
  func maintenance(_ position: Position, at price: Int64, _ brackets: UnsafeMutablePointer<Bracket>) -> Int128 {
    guard position.isOpen else { return 0 }
    let notional = notional(position.quantity, at: price)
    guard let bracket = bracket(notional: notional, position.quantity, brackets) else { return 0 }
    let rate = Int128(bracket.rate.units) + Int128(closingFee.units)
    return Swift.max(0, divide(multiply(notional, rate), by: Int128(Rate.one.units), .up) - bracket.amount)
  }

  /// The greater of position + bids and position - asks at a mark (Binance, margin of orders).
  func exposure(_ position: Position, at price: Int64) -> Int128 {
    let notional = position.sign * notional(position.quantity, at: price)
    return Swift.max((notional + position.bids).magnitude128, (notional - position.asks).magnitude128)
  }

  /// The greatest notional (or quantity) of a leverage: the upper bound of the last bracket that allows it; nil: no limit.
  func greatestSize(at leverage: Leverage, _ brackets: UnsafeMutablePointer<Bracket>) -> Int128? {
    var greatest: Int128 = 0
    for number in bracketStart..<(bracketStart + bracketCount) {
      let limit = brackets[number].maxLeverage
      if limit.hundredths == 0 || leverage <= limit { greatest = brackets[number].upTo }
    }
    return bracketCount == 0 ? nil : greatest
  }

  /// The greatest leverage of a position of this size; nil: no limit.
  func greatestLeverage(notional: Int128, _ quantity: Quantity, _ brackets: UnsafeMutablePointer<Bracket>) -> Leverage?
  {
    bracket(notional: notional, quantity, brackets).flatMap { $0.maxLeverage.hundredths == 0 ? nil : $0.maxLeverage }
  }

  /// `amount` x `rate` toward zero at the fee's own decimals.
  func fee(on amount: Int128, _ rate: Rate) -> Int128 {
    let fee = SpotArithmetic.fee(on: Money(amount), rate).units
    return feeUnit == 1 ? fee : fee - fee % feeUnit
  }
}
