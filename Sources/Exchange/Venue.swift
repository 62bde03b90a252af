public import Market

/// A simulated exchange: a deterministic state machine of one account. Inputs go in one at a time in the order of DESIGN 4.6, events
/// come out; it holds no clock, does no I/O and draws no random number.
///
/// Its methods are `mutating` where they only read, too: a borrow of a value of this size is passed as a copy of it.
///
/// It is noncopyable, so that no copy happens unseen: ``fork()`` makes one, ``restore(from:)`` refills one.
public struct Venue: ~Copyable {
  public let configuration: VenueConfiguration
  @usableFromInline let states: UnsafeMutablePointer<InstrumentState>
  @usableFromInline let instrumentCount: Int
  @usableFromInline let assetCount: Int
  /// When the next order on any path is reached; `Int64.max`: none.
  @inlinable public var nextCrossingTime: Int64 { crossingTime }
  /// Where: the first of the list among equals.
  @inlinable public var nextCrossingInstrument: Int { crossingInstrument }
  @usableFromInline var crossingTime: Int64 = .max
  @usableFromInline var crossingInstrument = 0

  var orders = OrderTable()
  /// By instrument: what orders are checked against.
  let limits: UnsafeMutablePointer<OrderLimits>
  /// By instrument, then by its mark and by its index (``list(_:_:)``): what a rising and what a falling price reaches.
  let above: UnsafeMutablePointer<ReachList>
  let below: UnsafeMutablePointer<ReachList>
  /// By the same places: trailing stops that follow the price, by arrival.
  let followers: UnsafeMutablePointer<[Int32]>
  /// By the same places, those of the last price unused: mark and index.
  let tracks: UnsafeMutablePointer<PriceTrack>
  /// Whether any mark or index price was ever taken in.
  var hasTracks = false
  /// By instrument: open orders, and those of them that wait for a trigger.
  let openCounts: UnsafeMutablePointer<Int>
  let algoCounts: UnsafeMutablePointer<Int>
  /// By instrument: range and volume of the last 24 hours, where slippage asks for it.
  let days: UnsafeMutablePointer<DayWindow>
  /// Orders that end at an instant, the next last.
  var expiries = ExpiryList()
  /// The next full hour at which interest is due; `Int64.max`: nothing is owed.
  var interestTime = Int64.max
  /// When the next appointment is due; `Int64.max`: none.
  @usableFromInline var appointmentTime = Int64.max
  /// By instrument, by arrival: orders that take the next price, and those that came before the first price.
  let waiting: UnsafeMutablePointer<[Int32]>
  /// Those that take the open right now.
  var taking: [Int32] = []
  /// Orders held back until their parent's full fill, by arrival.
  var held: [Int32] = []

  let free: UnsafeMutablePointer<Int128>
  let locked: UnsafeMutablePointer<Int128>
  /// What each asset is worth in the report's currency, as of its last mark.
  @usableFromInline let values: UnsafeMutablePointer<Int128>
  /// Whether the asset is held and cannot be priced (yet).
  /// By asset: how it is valued, where that is one product.
  let marks: UnsafeMutablePointer<AssetMark>
  public internal(set) var hasUnpriced = false
  /// Equity when all that is held could first be priced, before any trade; nil till then.
  public internal(set) var equityWhenPriced: Money?
  /// Sum of all values, at ``Valuation/scale``.
  @inlinable public var equity: Money { Money(equityUnits) }
  @usableFromInline var equityUnits: Int128 = 0
  public internal(set) var ledger: Ledger
  /// Whether there are perpetuals, whose positions can share margin.
  public let sharesMargin: Bool
  /// Perpetuals and loans.
  var margin: MarginBooks
  /// The last order and fill numbers given.
  public internal(set) var lastOrderID: UInt32 = 0
  public internal(set) var lastFillNumber: UInt32 = 0
  var lastArrival: UInt64 = 0
  /// Bars in which a fill took all that was left of the volume.
  public internal(set) var barsAtParticipationLimit = 0
  /// Fills of `market_fill: last`, which had traded before the order was there.
  public internal(set) var fillsAtLastPrice = 0
  /// Records what paid for each fill, for `why`; off in a plain run.
  package var tracing = false
  /// What paid for the fills, when tracing.
  package internal(set) var traces: [FillTrace] = []
  /// What orders met on arrival, when tracing.
  package internal(set) var admissions: [AdmissionTrace] = []

  /// An exchange with its starting balances booked.
  public init(_ configuration: VenueConfiguration) {
    self.configuration = configuration
    sharesMargin = configuration.hasPerpetuals
    let count = configuration.instruments.count
    instrumentCount = count
    states = .allocate(capacity: Swift.max(count, 1))
    for index in 0..<count { (states + index).initialize(to: InstrumentState(configuration, index)) }
    limits = .allocate(capacity: Swift.max(count, 1))
    for index in 0..<count { (limits + index).initialize(to: OrderLimits(configuration, index)) }
    above = Self.filled(count * 3, ReachList(direction: 1))
    below = Self.filled(count * 3, ReachList(direction: -1))
    followers = Self.filled(count * 3, [])
    tracks = .allocate(capacity: Swift.max(count * 3, 1))
    for index in 0..<count * 3 { (tracks + index).initialize(to: PriceTrack(InstrumentID(index % count))) }
    openCounts = Self.filled(count, 0)
    algoCounts = Self.filled(count, 0)
    days = Self.filled(count, DayWindow())
    waiting = Self.filled(count, [])
    let assets = configuration.assets.count
    assetCount = assets
    free = Self.filled(assets, 0)
    locked = Self.filled(assets, 0)
    // Behind the assets one value an instrument: its unrealised result.
    values = Self.filled(assets + count, 0)
    marks = .allocate(capacity: Swift.max(assets, 1))
    for index in 0..<assets { (marks + index).initialize(to: AssetMark(configuration, index)) }
    ledger = Ledger(assetCount: assets)
    margin = MarginBooks(configuration)
    for index in 0..<assets {
      let amount = configuration.initialBalances[index]
      guard amount.units != 0 else { continue }
      free[index] = amount.units
      ledger.post(
        Transfer(debit: .deposits, credit: .user, asset: AssetID(index), amount: amount, kind: .deposit))
    }
    if margin.isActive { openStartingPositions() }
    for index in 0..<assets { revalue(AssetID(index)) }
    noteFirstEquity()
  }

  deinit {
    above.deinitialize(count: instrumentCount * 3)
    below.deinitialize(count: instrumentCount * 3)
    followers.deinitialize(count: instrumentCount * 3)
    followers.deallocate()
    tracks.deallocate()
    openCounts.deallocate()
    algoCounts.deallocate()
    days.deallocate()
    waiting.deinitialize(count: instrumentCount)
    above.deallocate()
    below.deallocate()
    waiting.deallocate()
    states.deallocate()
    limits.deallocate()
    free.deallocate()
    locked.deallocate()
    values.deallocate()
    marks.deallocate()
  }

  private static func filled<Element>(_ count: Int, _ value: Element) -> UnsafeMutablePointer<Element> {
    let base = UnsafeMutablePointer<Element>.allocate(capacity: Swift.max(count, 1))
    base.initialize(repeating: value, count: count)
    return base
  }

  /// Takes one input in and adds what happens to `events`. `time` is the input's own; a crossing's is ``nextCrossingTime``.
  public mutating func apply(_ input: Input, at time: Timestamp, _ events: inout EventBuffer) {
    switch input {
    case .barOpens(let kline):
      if openBar(kline) { openBusyBar(Int(kline.instrument.index), &events) }
    case .crossing(let instrument): cross(Int(instrument.index), &events)
    case .barCloses(let instrument): _ = closeBar(Int(instrument.index))
    case .command(let command): execute(command, at: time, &events)
    case .print(let print): applyPrint(print, &events)
    case .tick(let tick): applyTick(tick, &events)
    case .tickBarOpens(let kline, let source): openTickBar(kline, source, &events)
    case .tickBarCloses(let instrument, let source): closeTickBar(Int(instrument.index), source, &events)
    case .calendar: keepAppointments(at: time, &events)
    case .funding(let row): applyFunding(row.instrument, rate: row.rate, mark: row.mark, at: row.time, &events)
    case .refused(let command, let reason): refuse(command, reason, at: time, &events)
    }
  }

  /// What is free of an asset: of a margin asset what no position and no order needs, unrealised losses taken off.
  public func free(_ asset: AssetID) -> Money { Money(freeUnits(Int(asset.index))) }
  /// What open orders and positions have locked of an asset: all that is there and not free.
  public func locked(_ asset: AssetID) -> Money {
    let index = Int(asset.index)
    guard margin.isActive else { return Money(locked[index]) }
    return Money(free[index] + locked[index] + margin.isolated[index] - freeUnits(index))
  }
  /// Number of open orders.
  public var openOrderCount: Int { orders.count }
  /// Open orders by number.
  public var openOrders: [Order] { orders.slotsInOrder.map { orders[$0] } }
  /// Whether `time` lies strictly inside the instrument's running bar, where it matters which extreme comes first.
  @inlinable
  public func isInsideBar(_ instrument: Int, at time: Timestamp) -> Bool {
    let state = states + instrument
    return state.pointee.isBarRunning && state.pointee.hasPrice && time > state.pointee.bar.kline.openTime
  }
  /// Whether the low of the instrument's bar comes before its high, for a bar that reached something.
  @inlinable
  public func isLowFirst(_ instrument: Int) -> Bool { (states + instrument).pointee.bar.isLowFirst }
  /// What the exchange knows of an instrument.
  public func state(_ instrument: InstrumentID) -> InstrumentState { states[Int(instrument.index)] }
  /// The last price of an instrument; nil before the first.
  public func lastPrice(_ instrument: InstrumentID) -> Price? {
    let state = states[Int(instrument.index)]
    return state.hasPrice ? Price(state.lastPrice) : nil
  }
}
