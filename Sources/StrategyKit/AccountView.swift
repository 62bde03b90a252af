public import Exchange
public import Market

/// One of the strategy's own orders, as far as it knows.
public struct OwnOrder: Hashable, Sendable {
  public var tag: OrderTag
  /// The exchange's number, once it has answered.
  public var id: OrderID?
  public var terms: OrderTerms
  public var filled: Quantity

  /// What is not filled yet.
  public var leaves: Quantity { terms.quantity - filled }
}

/// The account as it has reached the strategy: made of events alone, never of the exchange's state.
public struct AccountView: Sendable {
  public internal(set) var free: [Money]
  public internal(set) var locked: [Money]
  /// Orders sent and not known to have ended.
  public internal(set) var orders: [OwnOrder] = []
  @usableFromInline package var openCounts: [Int]
  @usableFromInline package var lastPrices: [Int64]
  @usableFromInline package var sellable: [Quantity]
  private let baseAssets: [AssetID]
  private let quoteAssets: [AssetID]
  private let arithmetics: [SpotArithmetic]
  private let steps: [Quantity]
  private let quoteScales: [Int]

  init(_ configuration: VenueConfiguration) {
    free = configuration.initialBalances
    locked = [Money](repeating: .zero, count: configuration.assets.count)
    let count = configuration.instruments.count
    openCounts = [Int](repeating: 0, count: count)
    lastPrices = [Int64](repeating: 0, count: count)
    sellable = [Quantity](repeating: .zero, count: count)
    baseAssets = configuration.baseAssets
    quoteAssets = configuration.quoteAssets
    arithmetics = (0..<count).map { configuration.arithmetic(of: InstrumentID($0)) }
    steps = configuration.instruments.map(\.quantityStep)
    quoteScales = configuration.quoteAssets.map { configuration.assets[Int($0.index)].scale }
    for index in 0..<count { refreshSellable(index) }
  }

  private mutating func refreshSellable(_ index: Int) {
    sellable[index] = arithmetics[index].quantity(free[Int(baseAssets[index].index)]).roundedDown(to: steps[index])
  }

  func affordable(_ instrument: InstrumentID, at price: Price, reserve: FixedDecimal) -> Quantity {
    let index = Int(instrument.index)
    let funds = free[Int(quoteAssets[index].index)].units
    let one = PowerOfTen.int128(reserve.scale)
    let spendable = divide(funds * Swift.max(one - reserve.units, 0), by: one, .down)
    let unitCost = arithmetics[index].notional(price, steps[index], side: .buy).units
    guard unitCost > 0 else { return .zero }
    return Quantity(Int64(clamping: spendable / unitCost) * steps[index].units)
  }

  mutating func noteSent(_ tag: OrderTag, _ terms: OrderTerms) {
    orders.append(OwnOrder(tag: tag, id: nil, terms: terms, filled: .zero))
    if Int(terms.instrument.index) < openCounts.count { openCounts[Int(terms.instrument.index)] += 1 }
  }

  /// Forgets an order that never left (commands during the warm-up).
  package mutating func forget(_ tag: OrderTag) {
    if let position = orders.lastIndex(where: { $0.tag == tag }) { remove(position) }
  }

  private mutating func remove(_ position: Int) {
    let index = Int(orders[position].terms.instrument.index)
    if index < openCounts.count { openCounts[index] -= 1 }
    orders.remove(at: position)
  }

  private func position(_ id: OrderID) -> Int? { orders.lastIndex { $0.id == id } }

  /// Takes in what the exchange said.
  package mutating func take(_ event: Event) {
    switch event {
    case .accepted(let accepted):
      guard let position = orders.lastIndex(where: { $0.tag == accepted.tag }) else { return }
      orders[position].id = accepted.order
      orders[position].terms = accepted.terms
    case .rejected(let rejected):
      forget(rejected.tag)
    case .filled(let fill):
      guard let position = position(fill.order) else { return }
      orders[position].filled += fill.quantity
      if fill.isComplete { remove(position) }
    case .canceled(let ended), .expired(let ended):
      if let position = position(ended.order) { remove(position) }
    case .amended(let amended):
      if let position = position(amended.order) { orders[position].terms = amended.terms }
    case .balance(let balance):
      let asset = Int(balance.asset.index)
      free[asset] = balance.free
      locked[asset] = balance.locked
      for index in baseAssets.indices where baseAssets[index] == balance.asset { refreshSellable(index) }
    case .triggered, .released, .commandRejected:
      break
    }
  }
}
