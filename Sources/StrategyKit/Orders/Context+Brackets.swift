public import Exchange
public import Market

/// The orders of a bracket.
public struct BracketTags: Hashable, Sendable {
  public var entry: OrderTag
  public var takeProfit: OrderTag?
  public var stopLoss: OrderTag?
}

/// The two legs of an OCO.
public struct OCOTags: Hashable, Sendable {
  public var limit: OrderTag
  public var stop: OrderTag
}

// Orders that wait for a price, and orders that belong together.

extension Context {
  /// Sends a stop: once the price has reached `stop` it is a market order, or a limit order where `limit` is given.
  ///
  /// A sell's stop lies below the price, a buy's above; one that is reached already is refused.
  @discardableResult
  public mutating func stop(
    _ side: Side, _ instrument: InstrumentID, _ quantity: Quantity, at stop: Price, limit: Price? = nil,
    trigger: TriggerSource = .last, reduceOnly: Bool = false, positionSide: PositionSide? = nil
  ) -> OrderTag {
    send(
      OrderTerms(
        instrument: instrument, side: side, type: limit == nil ? .stopMarket : .stopLimit, quantity: quantity,
        price: limit, stopPrice: stop, positionSide: positionSide, reduceOnly: reduceOnly, trigger: trigger))
  }

  /// Sends a take-profit: once the price has come to `stop` from its own side it is a market order, or a limit order where `limit` is
  /// given. A sell's lies above the price, a buy's below.
  @discardableResult
  public mutating func takeProfit(
    _ side: Side, _ instrument: InstrumentID, _ quantity: Quantity, at stop: Price, limit: Price? = nil,
    trigger: TriggerSource = .last, reduceOnly: Bool = false, positionSide: PositionSide? = nil
  ) -> OrderTag {
    send(
      OrderTerms(
        instrument: instrument, side: side, type: limit == nil ? .takeProfitMarket : .takeProfitLimit,
        quantity: quantity, price: limit, stopPrice: stop, positionSide: positionSide, reduceOnly: reduceOnly,
        trigger: trigger))
  }

  /// Sends a trailing stop: a market order once the price has turned back by `callback`, a fraction, from its extreme.
  ///
  /// - Parameter activation: The price from which it follows; nil: at once.
  @discardableResult
  public mutating func trailingStop(
    _ side: Side, _ instrument: InstrumentID, _ quantity: Quantity, callback: FixedDecimal,
    activation: Price? = nil, trigger: TriggerSource = .last, reduceOnly: Bool = false,
    positionSide: PositionSide? = nil
  ) -> OrderTag {
    let terms = OrderTerms(
      instrument: instrument, side: side, type: .trailingStopMarket, quantity: quantity, stopPrice: activation,
      positionSide: positionSide, reduceOnly: reduceOnly, trigger: trigger)
    guard let units = callback.int64Units(atScale: Rate.scale) else {
      return send(terms, imprecision: .callbackRate)
    }
    return send(terms, callbackRate: Rate(units: units))
  }

  /// Sends two orders of which one ends the other: a limit order, and a stop on the other side of the price.
  ///
  /// A trigger or any fill of one cancels the other in the same instant; what both would lock is locked once.
  ///
  /// ```swift
  /// context.oco(.sell, instrument, context.sellable(instrument), limit: target, stop: loss)
  /// ```
  @discardableResult
  public mutating func oco(
    _ side: Side, _ instrument: InstrumentID, _ quantity: Quantity, limit: Price, stop: Price, stopLimit: Price? = nil,
    trigger: TriggerSource = .last, reduceOnly: Bool = false, positionSide: PositionSide? = nil
  ) -> OCOTags {
    let group = names.intern("oco-\(lastTag + 1)")
    return exits(
      side, instrument, quantity, limit: limit, stop: stop, stopLimit: stopLimit, trigger: trigger,
      reduceOnly: reduceOnly, positionSide: positionSide, group: group, parent: nil)
  }

  private mutating func exits(
    _ side: Side, _ instrument: InstrumentID, _ quantity: Quantity, limit: Price, stop: Price, stopLimit: Price?,
    trigger: TriggerSource, reduceOnly: Bool, positionSide: PositionSide?, group: NameID?, parent: NameID?
  ) -> OCOTags {
    let first = send(
      OrderTerms(
        instrument: instrument, side: side, type: .limit, quantity: quantity, price: limit,
        positionSide: positionSide, reduceOnly: reduceOnly), oco: group, parent: parent)
    let second = send(
      OrderTerms(
        instrument: instrument, side: side, type: stopLimit == nil ? .stopMarket : .stopLimit, quantity: quantity,
        price: stopLimit, stopPrice: stop, positionSide: positionSide, reduceOnly: reduceOnly, trigger: trigger),
      oco: group, parent: parent)
    return OCOTags(limit: first, stop: second)
  }

  /// Sends an entry with what is to close it: a limit order where the profit is taken, a stop where the loss is, or one of them.
  ///
  /// The exits wait at the exchange for the entry's full fill and begin at that instant, in the rest of that very bar; the one that
  /// is reached ends the other. An entry that ends unfilled or in part ends them: close that part yourself in ``Strategy/onOrder(_:_:)``.
  /// Of a pair whose fee is taken from what is bought they offer what is left after it. On a perpetual they are reduce-only.
  ///
  /// ```swift
  /// let rules = context.rules(instrument)
  /// context.bracket(
  ///   .buy, instrument, quantity, takeProfit: rules.rounded(Price(close.ticks * 103 / 100)),
  ///   stopLoss: rules.rounded(Price(close.ticks * 98 / 100)))
  /// ```
  ///
  /// - Parameter limit: The entry's limit price; nil: at market.
  @discardableResult
  public mutating func bracket(
    _ side: Side, _ instrument: InstrumentID, _ quantity: Quantity, limit: Price? = nil, takeProfit: Price? = nil,
    stopLoss: Price? = nil, trigger: TriggerSource = .last
  ) -> BracketTags {
    let rules = rules(instrument)
    let isHedge = view.terms[Int(instrument.index)].isHedge
    let meant: PositionSide? = isHedge && rules.isPerpetual ? (side == .buy ? .long : .short) : nil
    let name = names.intern("bracket-\(lastTag + 1)")
    let entry = send(
      OrderTerms(
        instrument: instrument, side: side, type: limit == nil ? .market : .limit, quantity: quantity, price: limit,
        positionSide: meant), clientID: name)
    var tags = BracketTags(entry: entry, takeProfit: nil, stopLoss: nil)
    let rest = side == .buy ? rules.netOfFee(quantity, for: .stopMarket) : quantity
    if let takeProfit, let stopLoss {
      let group = names.intern("exit-\(entry.number)")
      let legs = exits(
        side.opposite, instrument, rest, limit: takeProfit, stop: stopLoss, stopLimit: nil, trigger: trigger,
        reduceOnly: rules.isPerpetual, positionSide: meant, group: group, parent: name)
      tags.takeProfit = legs.limit
      tags.stopLoss = legs.stop
    } else if let takeProfit {
      tags.takeProfit = send(
        OrderTerms(
          instrument: instrument, side: side.opposite, type: .limit, quantity: rest, price: takeProfit,
          positionSide: meant, reduceOnly: rules.isPerpetual), parent: name)
    } else if let stopLoss {
      tags.stopLoss = send(
        OrderTerms(
          instrument: instrument, side: side.opposite, type: .stopMarket, quantity: rest, stopPrice: stopLoss,
          positionSide: meant, reduceOnly: rules.isPerpetual, trigger: trigger), parent: name)
    }
    return tags
  }

  /// Asks for a new price or quantity (the whole, fills included) of an order.
  public mutating func amend(_ tag: OrderTag, price: Price? = nil, quantity: Quantity? = nil) {
    amend(.tag(tag), price: price, quantity: quantity)
  }
}
