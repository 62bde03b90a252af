public import Exchange
public import Market

/// What has reached the strategy, and its way to the exchange. Noncopyable, so it cannot be kept beyond a callback.
///
/// Balances and own orders are those of the strategy's clock: with a response latency they are as old as the last answer.
public struct Context: ~Copyable {
  /// The strategy's clock: when the callback's data reached it.
  public internal(set) var now: Timestamp {
    get { Timestamp(nanoseconds: clock) }
    set { clock = newValue.nanoseconds }
  }
  @usableFromInline package var clock: Int64 = 0
  /// Instruments by ``InstrumentID``.
  public let instruments: [Instrument]
  /// Assets by ``AssetID``.
  public let assets: [Asset]
  @usableFromInline package var view: AccountView
  /// By instrument: the book as it has reached the strategy.
  @usableFromInline package var books: [UnsafePointer<OrderBook>?]
  @usableFromInline package var outbox = CommandBuffer()
  @usableFromInline package var hasOutbox = false
  @usableFromInline package var names: NameTable
  @usableFromInline package var lastTag: UInt32 = 0
  @usableFromInline package var timerRequests: [(time: Timestamp, id: TimerID)] = []
  @usableFromInline package var lastTimer: UInt32 = 0
  /// Timers that come again.
  var schedules: [(id: TimerID, schedule: Schedule)] = []
  var canceledTimers: Set<TimerID> = []
  var recorder: Recorder
  /// Rows that the strategy asked to have kept.
  @usableFromInline package var memory: RowMemory
  @usableFromInline package var logLines: [(time: Timestamp, text: String)] = []

  /// A context before anything has reached it.
  package init(
    _ configuration: VenueConfiguration, names: NameTable, remembering memory: ContextMemory = [],
    recording sink: (any RecordSink)? = nil
  ) {
    instruments = configuration.instruments
    assets = configuration.assets
    view = AccountView(configuration)
    books = [UnsafePointer<OrderBook>?](repeating: nil, count: configuration.instruments.count)
    self.names = names
    recorder = Recorder(sink)
    self.memory = RowMemory(memory, instruments: configuration.instruments.count)
  }

  // MARK: what is seen

  /// The last close that reached the strategy; nil before the first.
  @inlinable
  public func lastPrice(_ instrument: InstrumentID) -> Price? {
    let price = view.instrument(instrument).pointee.lastPrice
    return price > 0 ? Price(price) : nil
  }

  /// What is free of an asset.
  public func free(_ asset: AssetID) -> Money { view.balance(asset).free }
  /// What open orders have locked of an asset.
  public func locked(_ asset: AssetID) -> Money { view.balance(asset).locked }

  /// What of the instrument's base asset is free, rounded down to the quantity step: what a sell can sell.
  ///
  /// A fee in the asset bought leaves less than was ordered, so sell this and not what you ordered.
  @inlinable
  public func sellable(_ instrument: InstrumentID) -> Quantity {
    view.instrument(instrument).pointee.sellable
  }

  /// The largest quantity that the free quote balance buys at `price` with `reserve` of it kept back, rounded down to the step.
  ///
  /// `reserve` is for fees and for the price moving before the order is there: 0.01 keeps one hundredth.
  public func affordable(_ instrument: InstrumentID, at price: Price, reserve: FixedDecimal = .zero) -> Quantity {
    view.affordable(instrument, at: price, reserve: reserve)
  }

  /// An asset by name at the exchange of `instrument`: in `wallet` where its wallets are apart; nil for one that the account does not have.
  public func asset(_ name: String, of instrument: InstrumentID = InstrumentID(0), in wallet: Wallet? = nil) -> AssetID?
  {
    guard Int(instrument.index) < instruments.count else { return nil }
    let account = assets[Int(view.instrument(instrument).pointee.base.index)].account
    let found = assets.indices.filter { assets[$0].name == name && assets[$0].account == account }
    let place = found.first { assets[$0].wallet == wallet } ?? found.first { assets[$0].wallet == nil }
    return place.map { AssetID($0) }
  }

  /// Whether the strategy has orders under way or open for the instrument.
  @inlinable
  public func hasOpenOrders(_ instrument: InstrumentID) -> Bool {
    view.instrument(instrument).pointee.openOrders > 0
  }

  /// The strategy's orders that are under way or open, in the order in which they were sent.
  public var openOrders: [OwnOrder] { view.orders }

  /// An order by its handle; nil when it has ended.
  public func order(_ tag: OrderTag) -> OwnOrder? { view.orders.first { $0.tag == tag } }

  /// The position in a perpetual: of one-way mode, or of a side in hedge mode.
  public func position(_ instrument: InstrumentID, _ side: PositionSide? = nil) -> OwnPosition {
    view.position(instrument, side)
  }

  // MARK: what is sent

  /// Sends an order; the handle is valid at once.
  @discardableResult
  public mutating func submit(
    _ terms: OrderTerms, clientID: String? = nil, oco: String? = nil, parent: String? = nil,
    callbackRate: Rate = .zero, expireTime: Timestamp? = nil
  ) -> OrderTag {
    send(
      terms, clientID: clientID.map { names.intern($0) }, oco: oco.map { names.intern($0) },
      parent: parent.map { names.intern($0) }, callbackRate: callbackRate, expireTime: expireTime)
  }

  /// Buys at market.
  @discardableResult
  public mutating func buy(_ instrument: InstrumentID, _ quantity: Quantity) -> OrderTag {
    send(OrderTerms(instrument: instrument, side: .buy, type: .market, quantity: quantity))
  }

  /// Sells at market.
  @discardableResult
  public mutating func sell(_ instrument: InstrumentID, _ quantity: Quantity) -> OrderTag {
    send(OrderTerms(instrument: instrument, side: .sell, type: .market, quantity: quantity))
  }

  /// Buys or sells at `price` or better.
  @discardableResult
  public mutating func limit(
    _ side: Side, _ instrument: InstrumentID, _ quantity: Quantity, at price: Price,
    timeInForce: TimeInForce = .goodTillCanceled
  ) -> OrderTag {
    send(
      OrderTerms(
        instrument: instrument, side: side, type: .limit, timeInForce: timeInForce, quantity: quantity, price: price))
  }

  /// Sends an order with interned names: what ``Scripted`` and bridges use.
  @discardableResult
  public mutating func send(
    _ terms: OrderTerms, clientID: NameID? = nil, oco: NameID? = nil, parent: NameID? = nil,
    takesParentQuantity: Bool = false, imprecision: OrderRequest.Imprecision = [], callbackRate: Rate = .zero,
    expireTime: Timestamp? = nil
  ) -> OrderTag {
    lastTag += 1
    let tag = OrderTag(lastTag)
    view.noteSent(tag, terms, clientID: clientID, isChild: parent != nil)
    post(
      .submit(
        OrderRequest(
          terms, tag: tag, created: now, clientID: clientID, oco: oco, parent: parent,
          takesParentQuantity: takesParentQuantity, imprecision: imprecision, callbackRate: callbackRate,
          expireTime: expireTime)))
    return tag
  }

  /// Asks to cancel an order.
  public mutating func cancel(_ tag: OrderTag) { post(.cancel(.tag(tag))) }
  /// Asks to cancel an order by its client id.
  public mutating func cancel(clientID: String) { post(.cancel(.clientID(names.intern(clientID)))) }
  /// Asks to cancel every open order of an instrument, or all.
  public mutating func cancelAll(_ instrument: InstrumentID? = nil) { post(.cancelAll(instrument)) }
  /// Asks for a new price or quantity (the whole, fills included) of an order.
  public mutating func amend(_ order: OrderReference, price: Price? = nil, quantity: Quantity? = nil) {
    post(.amend(order, price: price, quantity: quantity))
  }

  /// Sells all that is free of the instrument's base asset when the command arrives.
  @discardableResult
  public mutating func close(_ instrument: InstrumentID, clientID: NameID? = nil) -> OrderTag {
    lastTag += 1
    let tag = OrderTag(lastTag)
    view.noteSent(
      tag, OrderTerms(instrument: instrument, side: .sell, type: .market, quantity: .zero), clientID: clientID)
    post(.close(instrument, tag: tag, created: now, clientID: clientID))
    return tag
  }

  /// Sets the leverage of a perpetual.
  public mutating func setLeverage(_ instrument: InstrumentID, _ leverage: Leverage) {
    post(.account(.leverage(instrument, leverage)))
  }
  /// Sets cross or isolated margin of a perpetual that has neither position nor open orders.
  public mutating func setMarginMode(_ instrument: InstrumentID, _ mode: MarginMode) {
    post(.account(.marginMode(instrument, mode)))
  }
  /// Sets one-way or hedge mode for all perpetuals of the instrument's exchange.
  public mutating func setPositionMode(_ instrument: InstrumentID, _ mode: PositionMode) {
    post(.account(.positionMode(instrument, mode)))
  }
  /// Adds margin to an isolated position, or takes out (negative); an amount with more digits than the asset has is refused.
  public mutating func addMargin(_ instrument: InstrumentID, _ side: PositionSide? = nil, _ amount: FixedDecimal) {
    post(.account(.addMargin(instrument, side, money(amount, view.settlement(instrument)))))
  }
  /// Borrows on spot margin.
  public mutating func borrow(_ asset: AssetID, _ amount: FixedDecimal) {
    post(.account(.borrow(asset, money(amount, asset))))
  }
  /// Gives back what was borrowed, interest first; more than is owed is what is owed.
  public mutating func repay(_ asset: AssetID, _ amount: FixedDecimal) {
    post(.account(.repay(asset, money(amount, asset))))
  }
  /// Moves an amount between two wallets.
  public mutating func transfer(from: AssetID, to: AssetID, _ amount: FixedDecimal) {
    post(.account(.transfer(from: from, to: to, money(amount, from))))
  }

  /// An amount at an asset's scale; zero, which the exchange refuses, where it has more digits.
  private func money(_ amount: FixedDecimal, _ asset: AssetID) -> Money {
    guard Int(asset.index) < assets.count else { return .zero }
    return Money(amount.units(atScale: assets[Int(asset.index)].scale) ?? 0)
  }

  /// The number of a text in this run, for commands that name orders.
  public mutating func intern(_ text: String) -> NameID { names.intern(text) }

  /// Sends any command.
  public mutating func post(_ command: Command) {
    outbox.append(command)
    hasOutbox = true
  }

  /// Asks for a call at `time`: after the market events of that instant and before the opens of bars that begin there.
  @discardableResult
  public mutating func setTimer(at time: Timestamp) -> TimerID {
    lastTimer += 1
    let id = TimerID(lastTimer)
    timerRequests.append((time, id))
    hasOutbox = true
    return id
  }

  /// Writes a line to the run's log, stamped with the strategy's clock.
  public mutating func log(_ text: String) { logLines.append((now, text)) }
}
