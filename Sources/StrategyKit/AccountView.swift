public import Exchange
public import Market

/// One of the strategy's own orders, as far as it knows.
public struct OwnOrder: Hashable, Sendable {
  public var tag: OrderTag
  /// The author's own id for it.
  public var clientID: NameID?
  /// The exchange's number, once it has answered.
  public var id: OrderID?
  public var terms: OrderTerms
  public var filled: Quantity
  /// Whether it waits for another order's full fill, or did.
  public internal(set) var isChild = false

  /// What is not filled yet.
  public var leaves: Quantity { terms.quantity - filled }
}

/// A perpetual position, as far as the strategy knows.
public struct OwnPosition: Hashable, Sendable {
  /// Negative: short.
  public var quantity = Quantity.zero
  /// What it was entered at, in the settlement asset.
  public var cost = Money.zero
  /// The margin of its own (isolated), else zero.
  public var margin = Money.zero
}

/// The account as it has reached the strategy: made of events alone, never of the exchange's state.
public struct AccountView: ~Copyable {
  /// What is known of an instrument, flat: a callback looks here at every bar.
  @usableFromInline
  struct InstrumentView: BitwiseCopyable {
    /// Zero before the first.
    @usableFromInline var lastPrice: Int64 = 0
    /// Orders under way or open.
    @usableFromInline var openOrders = 0
    @usableFromInline var sellable = Quantity.zero
    let base: AssetID
    let quote: AssetID
    let arithmetic: SpotArithmetic
    let step: Quantity

    init(_ configuration: VenueConfiguration, _ index: Int) {
      base = configuration.baseAssets[index]
      quote = configuration.quoteAssets[index]
      arithmetic = configuration.arithmetic(of: InstrumentID(index))
      step = configuration.instruments[index].quantityStep
    }
  }

  /// What is known of an asset.
  struct Balance: BitwiseCopyable {
    var free: Money
    var locked: Money
  }

  /// Orders sent and not known to have ended.
  public internal(set) var orders: [OwnOrder] = []
  /// Positions that what has just arrived changed, for the strategy's callback.
  @usableFromInline package var changes: [PositionChange] = []
  @usableFromInline let instruments: UnsafeMutablePointer<InstrumentView>
  @usableFromInline let instrumentCount: Int
  private let balances: UnsafeMutablePointer<Balance>
  private let assetCount: Int
  /// By instrument two.
  private var positions: [OwnPosition]
  /// By instrument: what is rarely looked at.
  var terms: [InstrumentTerms]
  /// By asset: what is owed of it, interest included.
  var owed: [Money]
  /// How equity is reckoned in the assets that were asked for.
  var worths: [AssetID: Valuation] = [:]
  let configuration: VenueConfiguration

  init(_ configuration: VenueConfiguration) {
    instrumentCount = configuration.instruments.count
    instruments = .allocate(capacity: Swift.max(instrumentCount, 1))
    for index in 0..<instrumentCount { (instruments + index).initialize(to: InstrumentView(configuration, index)) }
    assetCount = configuration.assets.count
    balances = .allocate(capacity: Swift.max(assetCount, 1))
    let margins = configuration.startingMargins
    for index in 0..<assetCount {
      (balances + index).initialize(to: Balance(free: configuration.initialBalances[index], locked: margins[index]))
    }
    positions = [OwnPosition](repeating: OwnPosition(), count: instrumentCount * 2)
    terms = (0..<instrumentCount).map { InstrumentTerms(configuration, $0) }
    owed = [Money](repeating: .zero, count: assetCount)
    self.configuration = configuration
    for account in configuration.accounts {
      for position in account.positions { enter(position) }
    }
    for index in 0..<instrumentCount { refreshSellable(index) }
  }

  deinit {
    instruments.deallocate()
    balances.deallocate()
  }

  @inlinable
  func instrument(_ id: InstrumentID) -> UnsafeMutablePointer<InstrumentView> {
    precondition(Int(id.index) < instrumentCount, "the instrument is one of the run's")
    return instruments + Int(id.index)
  }

  func settlement(_ id: InstrumentID) -> AssetID { instrument(id).pointee.quote }

  func balance(_ id: AssetID) -> Balance {
    precondition(Int(id.index) < assetCount, "the asset is one of the run's")
    return balances[Int(id.index)]
  }

  /// Takes in the close of a bar.
  @inlinable @inline(__always)
  package func note(_ price: Price, of id: InstrumentID) { instrument(id).pointee.lastPrice = price.ticks }

  private mutating func take(_ changed: PositionChanged) {
    let number = Self.number(changed.instrument, changed.side)
    let before = positions[number].quantity
    positions[number] = OwnPosition(quantity: changed.quantity, cost: changed.cost, margin: changed.margin)
    guard before != changed.quantity else { return }
    changes.append(
      PositionChange(
        time: changed.time, instrument: changed.instrument, side: changed.side, before: before,
        after: changed.quantity))
  }

  private static func number(_ instrument: InstrumentID, _ side: PositionSide?) -> Int {
    Int(instrument.index) * 2 + (side == .short ? 1 : 0)
  }

  func position(_ instrument: InstrumentID, _ side: PositionSide?) -> OwnPosition {
    let number = Self.number(instrument, side)
    return number < positions.count ? positions[number] : OwnPosition()
  }

  /// A position that the account starts with.
  private mutating func enter(_ start: StartingPosition) {
    guard let instrument = configuration.instrument(start.entity) else { return }
    let index = Int(instrument.index)
    guard let units = start.quantity.int64Units(atScale: configuration.instruments[index].quantityScale),
      let price = start.entryPrice.int64Units(atScale: configuration.instruments[index].priceScale)
    else { return }
    let cost = instruments[index].arithmetic.notional(Price(price), Quantity(units), side: .sell)
    positions[Self.number(instrument, terms[index].isHedge ? start.side : nil)] = OwnPosition(
      quantity: Quantity(Int64(start.side.rawValue) * units), cost: cost,
      margin: configuration.startingMargin(of: start))
  }

  /// What of a pair's base asset is there, locked or not, in whole units of the quantity's scale.
  func heldBase(_ index: Int) -> Quantity {
    let balance = balances[Int(instruments[index].base.index)]
    return instruments[index].arithmetic.quantity(balance.free + balance.locked)
  }

  private func refreshSellable(_ index: Int) {
    let view = instruments + index
    view.pointee.sellable = view.pointee.arithmetic.quantity(balances[Int(view.pointee.base.index)].free)
      .roundedDown(to: view.pointee.step)
  }

  private mutating func take(_ changed: BalanceChanged) {
    let asset = Int(changed.asset.index)
    let total = balances[asset].free + balances[asset].locked
    balances[asset] = Balance(free: changed.free, locked: changed.locked)
    let hasMoved = changed.free + changed.locked != total
    for index in 0..<instrumentCount where instruments[index].base == changed.asset {
      refreshSellable(index)
      guard hasMoved, !terms[index].rules.isPerpetual else { continue }
      let before = instruments[index].arithmetic.quantity(total)
      let after = heldBase(index)
      guard before != after else { continue }
      changes.append(
        PositionChange(
          time: changed.time, instrument: InstrumentID(index), side: nil, before: before, after: after))
    }
  }

  func affordable(_ instrument: InstrumentID, at price: Price, reserve: FixedDecimal) -> Quantity {
    let view = self.instrument(instrument).pointee
    let funds = balance(view.quote).free.units
    let one = PowerOfTen.int128(reserve.scale)
    let spendable = divide(funds * Swift.max(one - reserve.units, 0), by: one, .down)
    let unitCost = view.arithmetic.notional(price, view.step, side: .buy).units
    guard unitCost > 0 else { return .zero }
    return Quantity(Int64(clamping: spendable / unitCost) * view.step.units)
  }

  /// The instrument of an order that is under way or open; nil for one that is not known.
  package func instrument(of reference: OrderReference) -> InstrumentID? {
    switch reference {
    case .tag(let tag): orders.last { $0.tag == tag }?.terms.instrument
    case .clientID(let name): orders.last { $0.clientID == name }?.terms.instrument
    }
  }

  mutating func noteSent(_ tag: OrderTag, _ terms: OrderTerms, clientID: NameID?, isChild: Bool = false) {
    orders.append(OwnOrder(tag: tag, clientID: clientID, id: nil, terms: terms, filled: .zero, isChild: isChild))
    if Int(terms.instrument.index) < instrumentCount { instruments[Int(terms.instrument.index)].openOrders += 1 }
  }

  /// Forgets an order that never left (commands during the warm-up).
  package mutating func forget(_ tag: OrderTag) {
    if let position = position(tag) { remove(position) }
  }

  private mutating func remove(_ position: Int) {
    let index = Int(orders[position].terms.instrument.index)
    if index < instrumentCount { instruments[index].openOrders -= 1 }
    if position == orders.count - 1 { orders.removeLast() } else { orders.remove(at: position) }
  }

  private func position(_ id: OrderID) -> Int? { orders.lastIndex { $0.id == id } }
  private func position(_ tag: OrderTag) -> Int? { orders.lastIndex { $0.tag == tag } }

  /// Takes in what the exchange said.
  @usableFromInline
  package mutating func take(_ event: Event) {
    switch event {
    case .accepted(let accepted):
      guard let position = position(accepted.tag) else { return }
      orders[position].id = accepted.order
      orders[position].terms = accepted.terms
    case .rejected(let rejected):
      forget(rejected.tag)
    case .filled(let fill):
      guard let position = position(fill.order) else { return }
      if fill.isComplete { remove(position) } else { orders[position].filled += fill.quantity }
    case .canceled(let ended), .expired(let ended):
      if let position = position(ended.order) { remove(position) }
    case .amended(let amended):
      if let position = position(amended.order) { orders[position].terms = amended.terms }
    case .balance(let balance): take(balance)
    case .account(.position(let position)): take(position)
    case .account(let event): take(event)
    case .conditions, .activated, .triggered, .released, .commandRejected:
      break
    }
  }
}
