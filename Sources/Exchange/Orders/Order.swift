public import Market

/// Where an order stands between acceptance and its end; what is done leaves the state as an event.
///
/// Legal ways: held -> awaitingPrice | taking | resting | armed; awaitingPrice -> taking | resting | armed; armed -> taking | resting;
/// taking -> resting (a limit's rest) | taking (the next bar); any -> done.
@frozen
public enum OrderState: UInt8, BitwiseCopyable, Hashable, Sendable {
  /// Waits for its parent's full fill.
  case held
  /// Arrived before the instrument had a price; the checks that need one wait too.
  case awaitingPrice
  /// Takes the next price.
  case taking
  /// Rests at its limit.
  case resting
  /// Waits for its stop price.
  case armed
}

/// An open order: a flat record in a slot.
@frozen
public struct Order: BitwiseCopyable, Sendable {
  public var id: OrderID
  public var tag: OrderTag
  public var clientID: NameID?
  public var terms: OrderTerms
  public var state: OrderState
  public var created: Timestamp
  public var filled: Quantity
  /// Decides between orders at one price: arrival, renewed when priority is lost.
  public var arrival: UInt64
  public var oco: NameID?
  public var parent: OrderID?
  /// What of the lock asset is locked for it (buys: quote, sells: base).
  public var locked: Money
  /// Price at which a buy's lock is reckoned.
  var lockPrice: Price

  @inlinable
  public var leaves: Quantity { terms.quantity - filled }
  /// Whether its fills pay its limit price at worst.
  var limit: Price? { terms.price }
}

/// A slot with its generation: a handle that has outlived its order is seen.
struct OrderHandle: BitwiseCopyable, Hashable, Sendable {
  var slot: Int32
  var generation: UInt32
}

/// Open orders in slots with a free list, and the dictionaries by which commands find them.
struct OrderTable {
  private(set) var slots: [Order?] = []
  private var free: [Int32] = []
  private(set) var count = 0
  private var byTag: [OrderTag: Int32] = [:]
  private var byClientID: [NameID: Int32] = [:]

  subscript(slot: Int) -> Order {
    get {
      guard let order = slots[slot] else { preconditionFailure("a slot is read only while its order is open") }
      return order
    }
    set { slots[slot] = newValue }
  }

  func order(at slot: Int) -> Order? { slot < slots.count ? slots[slot] : nil }

  mutating func insert(_ order: Order) -> Int {
    count += 1
    let slot: Int
    if let reused = free.popLast() {
      slot = Int(reused)
      slots[slot] = order
    } else {
      slot = slots.count
      slots.append(order)
    }
    byTag[order.tag] = Int32(slot)
    if let name = order.clientID { byClientID[name] = Int32(slot) }
    return slot
  }

  mutating func remove(_ slot: Int) {
    let order = self[slot]
    byTag[order.tag] = nil
    if let name = order.clientID { byClientID[name] = nil }
    slots[slot] = nil
    free.append(Int32(slot))
    count -= 1
  }

  func slot(_ reference: OrderReference) -> Int? {
    switch reference {
    case .tag(let tag): byTag[tag].map { Int($0) }
    case .clientID(let name): byClientID[name].map { Int($0) }
    }
  }

  /// Slots of open orders by order number: the one iteration, in an order that hashes have no part in.
  var slotsInOrder: [Int] {
    slots.indices.filter { slots[$0] != nil }.sorted { self[$0].id < self[$1].id }
  }

  mutating func restore(from other: OrderTable) {
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: other.slots)
    free.removeAll(keepingCapacity: true)
    free.append(contentsOf: other.free)
    count = other.count
    byTag = other.byTag
    byClientID = other.byClientID
  }
}
