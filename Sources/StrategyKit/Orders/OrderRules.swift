public import Exchange
public import Market

/// What an exchange allows of an instrument's orders, with the roundings that keep an order within it.
///
/// The numbers are those the simulated exchange checks against: a scenario's overrides are in them, and a rule that a scenario
/// switches off holds for every order here, too. All prices, quantities and amounts are at the instrument's and the quote asset's scales.
public struct OrderRules: BitwiseCopyable, Sendable {
  let limits: OrderLimits
  /// Notionals and amounts of the base asset.
  public let arithmetic: SpotArithmetic
  /// Whether it is a perpetual: quantities are contracts, money is of the settlement asset.
  public let isPerpetual: Bool
  /// Decimals of ``Price``.
  public let priceScale: Int
  /// Decimals of ``Quantity``.
  public let quantityScale: Int
  /// Decimals of money of the quote (perpetuals: settlement) asset.
  public let moneyScale: Int
  /// Fraction of a fill's notional that a maker pays.
  public let makerFee: Rate
  /// Fraction of a fill's notional that a taker pays.
  public let takerFee: Rate
  /// Whether a buy's fee is taken out of what it brings (Binance, OKX and Bybit spot): what is held is then less than was ordered.
  public let feeReducesBought: Bool
  private let feeAddsToCost: Bool

  package init(_ configuration: VenueConfiguration, _ index: Int) {
    let instrument = configuration.instruments[index]
    limits = OrderLimits(configuration, index)
    arithmetic = configuration.arithmetic(of: InstrumentID(index))
    isPerpetual = configuration.isPerpetual(index)
    priceScale = instrument.priceScale
    quantityScale = instrument.quantityScale
    moneyScale = configuration.assets[Int(configuration.quoteAssets[index].index)].scale
    makerFee = configuration.fees[index].maker
    takerFee = configuration.fees[index].taker
    // An asset named for fees may run out, and the received asset pays then.
    switch configuration.fees[index].asset {
    case .received, .named: feeReducesBought = !configuration.isPerpetual(index)
    case .quote: feeReducesBought = false
    }
    feeAddsToCost = !feeReducesBought
  }

  /// What prices are multiples of.
  public var priceStep: Price { Price(limits.priceStep) }
  /// What quantities are multiples of; a market order's may be coarser: see ``step(of:)``.
  public var quantityStep: Quantity { Quantity(limits.quantityStep) }
  /// Least price x quantity; zero: none.
  public var leastNotional: Money { Money(limits.leastNotional) }

  /// What the quantities of such orders are multiples of.
  public func step(of type: OrderType = .limit) -> Quantity {
    let step = limits.quantityStep
    guard type.isMarket, limits.marketStep > 1 else { return Quantity(step) }
    // Both must divide it.
    var (a, b) = (step, limits.marketStep)
    while b != 0 { (a, b) = (b, a % b) }
    return Quantity(step / a * limits.marketStep)
  }

  /// The least quantity of such orders, notional apart; zero: none set.
  public func leastQuantity(of type: OrderType = .limit) -> Quantity {
    let least = Swift.max(limits.leastQuantity, type.isMarket ? limits.leastMarketQuantity : limits.leastQuantity)
    return Swift.max(least, .zero)
  }

  /// The greatest quantity of such orders; `Int64.max` units: none set.
  public func greatestQuantity(of type: OrderType = .limit) -> Quantity {
    type.isMarket ? Swift.min(limits.greatestQuantity, limits.greatestMarketQuantity) : limits.greatestQuantity
  }

  // MARK: rounding

  /// The price at a whole step, rounded as said: to the nearest step (half to even) where nothing is said.
  public func rounded(_ price: Price, _ rounding: Rounding = .halfEven) -> Price {
    Price(divide(price.ticks, by: limits.priceStep, rounding) * limits.priceStep)
  }

  /// The price at a whole step that is no worse for its owner: a buy's is rounded down, a sell's up.
  public func limitPrice(_ price: Price, for side: Side) -> Price { rounded(price, side == .buy ? .down : .up) }

  /// The quantity at a whole step of such orders, rounded toward zero, and no more than the greatest one.
  public func rounded(_ quantity: Quantity, for type: OrderType = .limit) -> Quantity {
    let step = step(of: type).units
    let most = greatestQuantity(of: type).units
    let size = Swift.min(Int64(clamping: quantity.units.magnitude), most) / step * step
    return Quantity(quantity.units < 0 ? -size : size)
  }

  /// A number such as an indicator gives, as a price at a whole step; nil for what is no positive price.
  public func price(_ value: Double, _ rounding: Rounding = .halfEven) -> Price? {
    guard let whole = Self.whole(value * Double(PowerOfTen.int64(priceScale)), rounding), whole > 0 else { return nil }
    let price = rounded(Price(whole), rounding)
    return price.ticks > 0 ? price : nil
  }

  /// A number as a quantity at a whole step, rounded toward zero; zero for what is none.
  public func quantity(_ value: Double, for type: OrderType = .limit) -> Quantity {
    guard let whole = Self.whole(value * Double(PowerOfTen.int64(quantityScale)), .towardZero) else { return .zero }
    return rounded(Quantity(whole), for: type)
  }

  /// The whole number that `value` stands for: within a billionth of one it is that one, so that 100.1, which no Double holds, is 100.1
  /// and not what lies below it; else as said. Nil for what is no number or does not fit.
  private static func whole(_ value: Double, _ rounding: Rounding) -> Int64? {
    let nearest = value.rounded(.toNearestOrEven)
    if (value - nearest).magnitude <= 1e-9 * Swift.max(1, value.magnitude) { return Int64(exactly: nearest) }
    switch rounding {
    case .towardZero: return Int64(exactly: value.rounded(.towardZero))
    case .awayFromZero: return Int64(exactly: value.rounded(.awayFromZero))
    case .down: return Int64(exactly: value.rounded(.down))
    case .up: return Int64(exactly: value.rounded(.up))
    case .halfEven: return Int64(exactly: nearest)
    }
  }

  /// A price as a number, for indicators.
  @inlinable
  public func double(_ price: Price) -> Double { Double(price.ticks) / Double(PowerOfTen.int64(priceScale)) }

  /// A quantity as a number, for indicators.
  @inlinable
  public func double(_ quantity: Quantity) -> Double {
    Double(quantity.units) / Double(PowerOfTen.int64(quantityScale))
  }

  /// Money of the quote (settlement) asset as a number, for indicators.
  public func double(_ money: Money) -> Double { Double(money.units) / Double(PowerOfTen.int128(moneyScale)) }

  /// A number as money of the quote (settlement) asset, to nearest; nil for what is no number or too large.
  public func money(_ value: Double) -> Money? {
    let units = (value * Double(PowerOfTen.int128(moneyScale))).rounded(.toNearestOrEven)
    return Int128(exactly: units).map { Money($0) }
  }

  // MARK: sizes

  /// Price x quantity, of inverse contracts quantity / price: in quote (settlement) money.
  public func notional(_ quantity: Quantity, at price: Price) -> Money {
    arithmetic.notional(price, quantity, side: .sell)
  }

  /// The largest quantity that `cash` buys at `price` and the rules allow; zero when they allow none.
  ///
  /// The taker's fee is counted where the quote (settlement) asset pays it. Of a perpetual it is what `cash` is margin for at
  /// `leverage`. The price may move before the order is there: keep some of the cash back for that.
  public func largestQuantity(
    for cash: Money, at price: Price, type: OrderType = .market, leverage: Leverage = .one
  ) -> Quantity {
    guard price.ticks > 0, cash.units > 0, leverage.hundredths > 0 else { return .zero }
    let step = step(of: type)
    var low: Int64 = 0
    var high = greatestQuantity(of: type).units / step.units
    // The cost grows with the quantity, whatever the contract.
    while low < high {
      let middle = low + (high - low) / 2 + 1
      if covers(cash, Quantity(middle * step.units), at: price, leverage) { low = middle } else { high = middle - 1 }
    }
    let quantity = largestWithinNotional(Quantity(low * step.units), at: price, type, step)
    return refusal(quantity, at: price, type: type) == nil ? quantity : .zero
  }

  /// What of a quantity remains after a buy's fee at most: what a sell can surely sell of it, at a whole step.
  public func netOfFee(_ quantity: Quantity, for type: OrderType = .market) -> Quantity {
    guard feeReducesBought, takerFee > .zero else { return rounded(quantity, for: type) }
    let rate = Swift.max(makerFee, takerFee)
    let fee = divide(multiply(Int128(quantity.units), Int128(rate.units)), by: Int128(Rate.one.units), .up)
    return rounded(Quantity(Int64(clamping: Swift.max(0, Int128(quantity.units) - fee))), for: type)
  }

  /// The least quantity that the rules allow at `price`; nil when they allow none.
  public func smallestQuantity(at price: Price, type: OrderType = .market) -> Quantity? {
    guard price.ticks > 0 else { return nil }
    let step = step(of: type)
    let least = Swift.max(leastQuantity(of: type).units, 1)
    var low = divide(least, by: step.units, .up)
    var high = greatestQuantity(of: type).units / step.units
    guard low <= high else { return nil }
    let mustBeWorth = type != .market || limits.leastNotionalAppliesToMarket
    while mustBeWorth, low < high {
      let middle = low + (high - low) / 2
      let quantity = Quantity(middle * step.units)
      let isEnough =
        !arithmetic.fits(price, quantity) || notional(quantity, at: price).units >= limits.leastNotional
      if isEnough { high = middle } else { low = middle + 1 }
    }
    let quantity = Quantity(low * step.units)
    return refusal(quantity, at: price, type: type) == nil ? quantity : nil
  }

  /// Which rule an order of `quantity` at `price` would break first, as the exchange checks them; nil: none that is known beforehand.
  ///
  /// Of a market order `price` is what is expected. What only the exchange knows on arrival (bands around its price, balances, counts of
  /// open orders) is not looked at.
  public func refusal(
    _ quantity: Quantity, at price: Price, type: OrderType = .limit, reduceOnly: Bool = false
  ) -> Refusal? {
    guard quantity.units > 0, price.ticks > 0 else { return .invalidParameter }
    if type.hasLimit, price.ticks % limits.priceStep != 0 { return .priceStep }
    if quantity.units % step(of: type).units != 0 { return .quantityStep }
    if type.hasLimit, price.ticks < limits.leastPrice || price.ticks > limits.greatestPrice { return .priceRange }
    if quantity < leastQuantity(of: type) || quantity > greatestQuantity(of: type) { return .quantityRange }
    guard arithmetic.fits(price, quantity) else { return .overflow }
    let notional = notional(quantity, at: price).units
    let isMarket = type == .market
    if !isMarket || limits.leastNotionalAppliesToMarket, notional < limits.leastNotional, !(isPerpetual && reduceOnly) {
      return .minNotional
    }
    if !isMarket || limits.greatestNotionalAppliesToMarket, notional > limits.greatestNotional { return .maxNotional }
    return nil
  }

  private func covers(_ cash: Money, _ quantity: Quantity, at price: Price, _ leverage: Leverage) -> Bool {
    guard arithmetic.fits(price, quantity) else { return false }
    let notional = arithmetic.notional(price, quantity, side: .buy).units
    var cost = isPerpetual ? leverage.margin(of: notional) : notional
    if feeAddsToCost, takerFee > .zero {
      cost += divide(multiply(notional, Int128(takerFee.units)), by: Int128(Rate.one.units), .up)
    }
    return cost <= cash.units
  }

  private func largestWithinNotional(
    _ quantity: Quantity, at price: Price, _ type: OrderType, _ step: Quantity
  ) -> Quantity {
    guard type != .market || limits.greatestNotionalAppliesToMarket, limits.greatestNotional != .max,
      notional(quantity, at: price).units > limits.greatestNotional
    else { return quantity }
    var low: Int64 = 0
    var high = quantity.units / step.units
    while low < high {
      let middle = low + (high - low) / 2 + 1
      if notional(Quantity(middle * step.units), at: price).units <= limits.greatestNotional {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return Quantity(low * step.units)
  }
}
