/// Open orders in slots with a free list, and the tables by which commands find them.
///
/// An order is one flat record at a fixed place while it is open: it is read and written where it lies.
struct OrderTable: ~Copyable {
  private var records: UnsafeMutablePointer<Order>
  private var isOpen: UnsafeMutablePointer<Bool>
  private var capacity: Int
  /// Slots that were ever used.
  private var used = 0
  private var free: [Int32] = []
  private(set) var count = 0
  private var byTag = TagIndex()
  private var byClientID: [NameID: Int32] = [:]

  init() {
    capacity = 16
    records = .allocate(capacity: capacity)
    isOpen = .allocate(capacity: capacity)
  }

  deinit {
    records.deallocate()
    isOpen.deallocate()
  }

  /// Where an open order lies; valid until the next insertion.
  func record(_ slot: Int) -> UnsafeMutablePointer<Order> {
    precondition(slot >= 0 && slot < used && isOpen[slot], "a slot is read only while its order is open")
    return records + slot
  }

  subscript(slot: Int) -> Order {
    get { record(slot).pointee }
    nonmutating set { record(slot).pointee = newValue }
  }

  func order(at slot: Int) -> Order? { slot < used && isOpen[slot] ? records[slot] : nil }

  /// Where the order in a slot stands; nil when the slot is empty.
  func state(at slot: Int) -> OrderState? { slot < used && isOpen[slot] ? records[slot].state : nil }

  /// Whether the order that was in a slot is still open there.
  func isOpen(_ id: OrderID, at slot: Int) -> Bool { slot < used && isOpen[slot] && records[slot].id == id }

  mutating func insert(_ order: Order) -> Int {
    count += 1
    let slot: Int
    if let reused = free.popLast() {
      slot = Int(reused)
    } else {
      if used == capacity { grow() }
      slot = used
      used += 1
    }
    (records + slot).initialize(to: order)
    (isOpen + slot).initialize(to: true)
    byTag.set(order.tag, Int32(slot))
    if let name = order.clientID { byClientID[name] = Int32(slot) }
    return slot
  }

  mutating func remove(_ slot: Int) {
    let order = record(slot)
    byTag.remove(order.pointee.tag)
    if let name = order.pointee.clientID { byClientID[name] = nil }
    isOpen[slot] = false
    free.append(Int32(slot))
    count -= 1
  }

  func slot(_ reference: OrderReference) -> Int? {
    switch reference {
    case .tag(let tag): byTag.slot(tag).map { Int($0) }
    case .clientID(let name): byClientID[name].map { Int($0) }
    }
  }

  /// Slots of open orders by order number: the one iteration, in an order that hashes have no part in.
  var slotsInOrder: [Int] {
    (0..<used).filter { isOpen[$0] }.sorted { records[$0].id < records[$1].id }
  }

  mutating func restore(from other: borrowing OrderTable) {
    while capacity < other.used { grow() }
    used = other.used
    records.update(from: other.records, count: used)
    isOpen.update(from: other.isOpen, count: used)
    free.removeAll(keepingCapacity: true)
    free.append(contentsOf: other.free)
    count = other.count
    byTag.restore(from: other.byTag)
    byClientID = other.byClientID
  }

  private mutating func grow() {
    let moved = UnsafeMutablePointer<Order>.allocate(capacity: capacity * 2)
    moved.moveInitialize(from: records, count: used)
    records.deallocate()
    records = moved
    let flags = UnsafeMutablePointer<Bool>.allocate(capacity: capacity * 2)
    flags.moveInitialize(from: isOpen, count: used)
    isOpen.deallocate()
    isOpen = flags
    capacity *= 2
  }
}
