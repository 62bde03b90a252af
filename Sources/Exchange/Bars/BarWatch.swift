public import Market

/// Finds out whether a bar is ambiguous, and for `worst` and `best` which order its extremes take, by running a copy of the venue.
///
/// A bar is ambiguous when the exchange, taken from its state at the open and given the same inputs at the same times, makes other
/// events with the extremes swapped (kinds, orders, prices, quantities and their order; not times inside the bar). The copy is taken
/// before the first thing that happens after the open, which is the same state as far as this instrument goes; bars in which nothing
/// happens need none.
public final class BarWatch {
  /// Bars found ambiguous.
  public private(set) var ambiguousBars = 0
  /// When the first of them began.
  public private(set) var firstAmbiguous: Timestamp?
  /// Whether a bar is watched now.
  public private(set) var isWatching = false

  private let index: Int
  private var shadow: Venue
  private var spare: Venue
  private var events = EventBuffer()
  /// What the real exchange did since the copy was taken, in the words that are compared.
  private var actual: [EventKey] = []
  private var inputs: [TimedInput] = []
  private var openTime = Timestamp(nanoseconds: 0)

  private struct TimedInput: BitwiseCopyable {
    var time: Timestamp
    var input: Input
  }

  /// Whether another order of the extremes can make other events: something on both sides, something held back, or a command inside.
  private var canDiffer = false

  /// A watch over the bars of one instrument of `venue`.
  public init(_ instrument: InstrumentID, _ venue: borrowing Venue) {
    index = Int(instrument.index)
    shadow = venue.fork()
    spare = venue.fork()
  }

  /// Called before the first crossing or arrival inside a bar (for `worst` and `best` at its open, where they decide the path): takes
  /// the copy.
  public func begin(_ venue: inout Venue) {
    let mode = venue.configuration.matching(of: index).path
    canDiffer = venue.reachesBothSides(index)
    if mode == .worst || mode == .best, canDiffer {
      let nearest = equityAtClose(venue, swapped: false)
      let swapped = equityAtClose(venue, swapped: true)
      if mode == .worst ? swapped < nearest : swapped > nearest { venue.swapExtremes(index) }
    }
    shadow.restore(from: venue)
    shadow.swapExtremes(index)
    inputs.removeAll(keepingCapacity: true)
    actual.removeAll(keepingCapacity: true)
    isWatching = true
    openTime = venue.state(InstrumentID(index)).bar.kline.openTime
  }

  /// Notes an input that the real exchange took during the watched bar; crossings are not noted, the copy has its own.
  public func note(_ input: Input, at time: Timestamp) {
    guard isWatching else { return }
    if case .command = input { canDiffer = true }
    inputs.append(TimedInput(time: time, input: input))
  }

  /// Notes what the real exchange said.
  public func note(_ events: borrowing EventBuffer) {
    guard isWatching else { return }
    for position in 0..<events.count {
      if let key = EventKey(events[position], instrument: index) { actual.append(key) }
    }
  }

  /// Called at the watched bar's close: runs the copy through the same inputs and compares.
  /// What open orders lock is compared too: an order that goes on waiting can have been reckoned at another price.
  public func finish(at close: Timestamp, _ venue: borrowing Venue) {
    guard isWatching else { return }
    isWatching = false
    guard canDiffer else { return }
    events.removeAll()
    for timed in inputs {
      advance(to: timed.time)
      shadow.apply(timed.input, at: timed.time, &events)
    }
    advance(to: close)
    var position = 0
    var isEqual = true
    for row in 0..<events.count {
      guard let key = EventKey(events[row], instrument: index) else { continue }
      guard position < actual.count, actual[position] == key else {
        isEqual = false
        break
      }
      position += 1
    }
    if !isEqual || position != actual.count || !shadow.locksAreEqual(to: venue) {
      ambiguousBars += 1
      if firstAmbiguous == nil { firstAmbiguous = openTime }
    }
  }

  /// Crossings of the copy up to `time`, which come before everything else of that instant.
  private func advance(to time: Timestamp) {
    while shadow.nextCrossingTime <= time.nanoseconds { shadow.cross(shadow.nextCrossingInstrument, &events) }
  }

  /// Equity at the bar's close when a copy walks it without new commands, others standing at their price in force.
  private func equityAtClose(_ venue: borrowing Venue, swapped: Bool) -> Money {
    spare.restore(from: venue)
    if swapped { spare.swapExtremes(index) }
    events.removeAll()
    var rounds = 0
    while spare.crossingTime(index) != .max, rounds < 100_000 {
      spare.cross(index, &events)
      rounds += 1
    }
    _ = spare.closeBar(index)
    return spare.equity
  }
}

/// An event as far as ambiguity compares it: kind, order, price, quantity.
private struct EventKey: Equatable {
  var kind: UInt8
  var order: UInt32
  var price: Int64
  var quantity: Int64
  var extra: UInt8

  /// Nil for what is not compared: balances, and events of other instruments.
  init?(_ event: Event, instrument: Int) {
    func make(_ kind: UInt8, _ order: OrderID, _ price: Price?, _ quantity: Quantity, _ extra: UInt8 = 0) -> EventKey {
      EventKey(
        kind: kind, order: order.number, price: price?.ticks ?? .min, quantity: quantity.units, extra: extra)
    }
    func isOurs(_ other: InstrumentID) -> Bool { Int(other.index) == instrument }
    switch event {
    case .accepted(let e):
      guard isOurs(e.terms.instrument) else { return nil }
      self = make(1, e.order, e.terms.price, e.terms.quantity)
    case .rejected(let e):
      guard isOurs(e.terms.instrument) else { return nil }
      self = make(2, e.order, e.terms.price, e.terms.quantity, e.reason.rawValue)
    case .filled(let e):
      guard isOurs(e.instrument) else { return nil }
      self = make(3, e.order, e.price, e.quantity, e.liquidity.rawValue)
    case .triggered(let e):
      guard isOurs(e.instrument) else { return nil }
      self = make(4, e.order, e.price, .zero)
    case .released(let e):
      guard isOurs(e.instrument) else { return nil }
      // The price in force at a release depends on the instant only; what the child does is compared by its own events.
      self = make(5, e.order, nil, .zero)
    case .canceled(let e):
      guard isOurs(e.instrument) else { return nil }
      self = make(6, e.order, nil, e.filled, e.reason?.rawValue ?? 255)
    case .expired(let e):
      guard isOurs(e.instrument) else { return nil }
      self = make(7, e.order, nil, e.filled, e.reason?.rawValue ?? 255)
    case .amended(let e):
      guard isOurs(e.terms.instrument) else { return nil }
      self = make(8, e.order, e.terms.price, e.terms.quantity)
    case .commandRejected(let e):
      self = make(9, e.order ?? OrderID(0), nil, .zero, e.reason.rawValue)
    case .activated(let e):
      guard isOurs(e.instrument) else { return nil }
      self = make(10, e.order, e.price, .zero)
    case .conditions, .balance:
      return nil
    case .account(.liquidated(let e)):
      guard isOurs(e.instrument) else { return nil }
      // The price at which it happens tells one way through the bar from another.
      self = make(10, OrderID(0), e.mark, e.quantity)
    case .account:
      return nil
    }
  }

  init(kind: UInt8, order: UInt32, price: Int64, quantity: Int64, extra: UInt8) {
    self.kind = kind
    self.order = order
    self.price = price
    self.quantity = quantity
    self.extra = extra
  }
}

extension Venue {
  /// Takes the running bar's extremes in the other order; only before anything has been reached after its open.
  mutating func swapExtremes(_ index: Int) {
    ensurePath(index)
    states[index].bar.isLowFirst.toggle()
    scheduleCrossing(index)
  }

  /// Whether the running bar reaches orders on both sides, or one that lets others go or rests on after its trigger: only then can the
  /// order of its extremes change what happens without new commands.
  mutating func reachesBothSides(_ index: Int) -> Bool {
    let kline = states[index].bar.kline
    let up = above[index].nearest.map { kline.high.ticks >= $0 } ?? false
    let down = below[index].nearest.map { kline.low.ticks <= $0 } ?? false
    // What follows the path moves with either extreme.
    if states[index].watchesPoints || (hasTracks && reachesOnTracks(index)) { return true }
    guard up || down else { return false }
    return (up && down) || !held.isEmpty || above[index].entries.contains { isStopLimit($0, within: kline) }
      || below[index].entries.contains { isStopLimit($0, within: kline) }
  }

  private func isStopLimit(_ reach: Reach, within kline: Kline) -> Bool {
    reach.slot >= 0 && !reach.isLimit && kline.low.ticks <= reach.price && reach.price <= kline.high.ticks
      && orders[Int(reach.slot)].terms.type != .stopMarket
      && orders[Int(reach.slot)].terms.type != .takeProfitMarket
  }

  /// Whether the instrument's running bars reach anything, so that the order of their extremes can matter: only then is a copy worth
  /// taking.
  public mutating func crossingMatters(_ index: Int) -> Bool {
    let kline = states[index].bar.kline
    if states[index].isBarRunning, reaches(index, high: kline.high.ticks, low: kline.low.ticks) { return true }
    return hasTracks && reachesOnTracks(index)
  }

  private mutating func reaches(_ place: Int, high: Int64, low: Int64) -> Bool {
    !followers[place].isEmpty || above[place].nearest.map { high >= $0 } ?? false
      || below[place].nearest.map { low <= $0 } ?? false
  }

  private mutating func reachesOnTracks(_ index: Int) -> Bool {
    for place in [index + instrumentCount, index + 2 * instrumentCount] where tracks[place].isRunning {
      let kline = tracks[place].bar.kline
      if reaches(place, high: kline.high.ticks, low: kline.low.ticks) { return true }
    }
    return false
  }

  /// Whether the instrument's bar began at `time` and its path reaches something.
  package func beganWithCrossing(_ index: Int, at time: Timestamp) -> Bool {
    states[index].crossingTime != .max && states[index].bar.kline.openTime == time
  }

  /// Whether open orders lock the same of every asset.
  func locksAreEqual(to other: borrowing Venue) -> Bool {
    for asset in configuration.assets.indices where locked[asset] != other.locked[asset] { return false }
    return true
  }

  /// When the instrument's path reaches its next order; `Int64.max`: never.
  func crossingTime(_ index: Int) -> Int64 { states[index].crossingTime }
}
