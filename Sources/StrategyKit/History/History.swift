/// The last so many rows or numbers, the newest first: a ring that a strategy declares and fills.
///
/// Its room is there from the beginning: adding costs a store, reading copies nothing but the element asked for.
///
/// ```swift
/// private var closes = History<Price>(keeping: 20)
///
/// mutating func onKline(_ kline: Kline, _ context: inout Context) {
///   closes.append(kline.close)
///   guard closes.isFull else { return }
///   if kline.close > closes[19] { context.buy(kline.instrument, quantity) }
/// }
/// ```
@frozen
public struct History<Element: BitwiseCopyable & Sendable>: Sendable {
  /// Elements a full history holds.
  public let capacity: Int
  @usableFromInline var ring: [Element]
  /// Where the next one goes, once the ring is full: the place of the oldest.
  @usableFromInline var position: Int

  /// An empty history of `capacity` elements, one at least.
  @inlinable
  public init(keeping capacity: Int) {
    precondition(capacity > 0, "a history holds one element at least")
    self.capacity = capacity
    ring = []
    ring.reserveCapacity(capacity)
    position = 0
  }

  /// Whether ``capacity`` elements have come.
  @inlinable
  public var isFull: Bool { ring.count == capacity }

  /// The newest; nil while there is none.
  @inlinable
  public var newest: Element? { ring.isEmpty ? nil : self[0] }

  /// The oldest that is kept; nil while there is none.
  @inlinable
  public var oldest: Element? { ring.isEmpty ? nil : self[ring.count - 1] }

  /// Adds the newest; of a full history the oldest goes.
  @inlinable
  public mutating func append(_ element: Element) {
    guard ring.count == capacity else {
      ring.append(element)
      return
    }
    ring[position] = element
    position = position + 1 == capacity ? 0 : position + 1
  }

  /// Puts another in the newest one's place.
  @inlinable
  public mutating func replaceNewest(with element: Element) {
    precondition(!ring.isEmpty, "only what is there can be replaced")
    ring[place(0)] = element
  }

  /// Forgets all, keeps the room.
  @inlinable
  public mutating func removeAll() {
    ring.removeAll(keepingCapacity: true)
    position = 0
  }

  @inlinable
  func place(_ ago: Int) -> Int {
    // Until it is full the newest is last; then it stands before the oldest.
    let newest = ring.count < capacity ? ring.count - 1 : (position == 0 ? capacity - 1 : position - 1)
    let place = newest - ago
    return place < 0 ? place + capacity : place
  }

  /// The elements from the oldest to the newest, in two pieces of memory that are valid inside the call; no element is copied.
  @inlinable
  public func withPieces<Result>(
    _ body: (_ older: UnsafeBufferPointer<Element>, _ newer: UnsafeBufferPointer<Element>) -> Result
  ) -> Result {
    ring.withUnsafeBufferPointer { all in
      body(UnsafeBufferPointer(rebasing: all[position...]), UnsafeBufferPointer(rebasing: all[..<position]))
    }
  }
}

extension History: RandomAccessCollection {
  @inlinable
  public var startIndex: Int { 0 }
  /// Elements held.
  @inlinable
  public var endIndex: Int { ring.count }

  /// The element that came `ago` before the newest, which is 0.
  @inlinable
  public subscript(ago: Int) -> Element {
    precondition(ago >= 0 && ago < ring.count, "a history reaches back to its oldest element only")
    return ring[place(ago)]
  }
}
