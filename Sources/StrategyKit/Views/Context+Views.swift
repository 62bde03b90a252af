public import Exchange
public import Market

// Rules, positions and worth, as they have reached the strategy.

extension Context {
  /// What the exchange allows of the instrument's orders, with roundings and sizes that keep an order within it.
  ///
  /// ```swift
  /// let rules = context.rules(instrument)
  /// let quantity = rules.largestQuantity(for: context.cash(instrument), at: kline.close)
  /// if quantity > .zero { context.buy(instrument, quantity) }
  /// ```
  public func rules(_ instrument: InstrumentID) -> OrderRules { view.terms[Int(instrument.index)].rules }

  /// What is free of the asset that pays for the instrument (perpetuals: that its margin is held in).
  public func cash(_ instrument: InstrumentID) -> Money {
    view.balance(view.instrument(instrument).pointee.quote).free
  }

  /// What is held of an instrument: of a perpetual its position (long less short in hedge mode; negative: short), of a pair its base
  /// asset with what open orders lock, in whole units of the quantity's scale.
  public func held(_ instrument: InstrumentID) -> Quantity {
    let index = Int(instrument.index)
    guard view.terms[index].rules.isPerpetual else { return view.heldBase(index) }
    return view.position(instrument, nil).quantity + view.position(instrument, .short).quantity
  }

  /// What a position has won or lost at mark, or at the last price where no mark came, in the settlement asset.
  public func unrealized(_ instrument: InstrumentID, _ side: PositionSide? = nil) -> Money {
    view.unrealized(instrument, view.position(instrument, side))
  }

  /// What the account of the instrument's exchange is worth in the asset that pays for the instrument: balances less debts and results
  /// of positions, by the last prices that reached the strategy. What cannot be priced yet is left out.
  public mutating func equity(_ instrument: InstrumentID) -> Money { view.worth(of: instrument) }

  /// The leverage of a perpetual, as far as the strategy knows.
  public func leverage(_ instrument: InstrumentID) -> Leverage { view.terms[Int(instrument.index)].leverage }
  /// Cross or isolated, as far as the strategy knows.
  public func marginMode(_ instrument: InstrumentID) -> MarginMode { view.terms[Int(instrument.index)].marginMode }
  /// One-way or hedge, as far as the strategy knows.
  public func positionMode(_ instrument: InstrumentID) -> PositionMode {
    view.terms[Int(instrument.index)].isHedge ? .hedge : .oneWay
  }

  /// The last mark price that reached the strategy; nil before the first.
  public func markPrice(_ instrument: InstrumentID) -> Price? {
    let mark = view.terms[Int(instrument.index)].mark
    return mark > 0 ? Price(mark) : nil
  }

  /// The last index price that reached the strategy; nil before the first.
  public func indexPrice(_ instrument: InstrumentID) -> Price? {
    let price = view.terms[Int(instrument.index)].index
    return price > 0 ? Price(price) : nil
  }

  /// The last funding settlement that reached the strategy; nil before the first.
  public func lastFunding(_ instrument: InstrumentID) -> FundingRow? { view.terms[Int(instrument.index)].funding }

  /// The number of an instrument by its entity; nil for one that the run does not stream.
  public func instrument(_ entity: EntityID) -> InstrumentID? {
    instruments.firstIndex { $0.entity == entity }.map { InstrumentID($0) }
  }
}
