/// The last `window` numbers, newest first.
@frozen
public struct RecentValues: Sendable {
  /// Numbers a full window holds.
  public let window: Int
  @usableFromInline var ring: [Double]
  /// Where the next number goes: the place of the oldest one.
  @usableFromInline var position: Int
  @usableFromInline var missing: Int

  /// An empty window of `window` numbers, one at least.
  public init(window: Int) {
    precondition(window > 0, "a window holds one value at least")
    self.window = window
    ring = Array(repeating: 0, count: window)
    position = 0
    missing = window
  }

  /// Numbers in the window.
  @inlinable
  public var count: Int { window - missing }

  /// Whether `window` numbers have come.
  @inlinable
  public var isFull: Bool { missing == 0 }

  /// The number taken `ago` updates before the newest one; zero where the window isn't so full yet. `ago` is below `window`.
  @inlinable
  public subscript(ago: Int) -> Double {
    precondition(ago >= 0 && ago < window, "a window reaches back to its oldest value only")
    let place = position - 1 - ago
    return ring[place < 0 ? place + window : place]
  }

  /// The oldest number of a full window; nil until there are `window`.
  @inlinable
  public var oldest: Double? { missing == 0 ? ring[position] : nil }

  /// Takes the next number and returns the one that left for it, zero while none had to.
  @inlinable
  @discardableResult
  public mutating func update(_ value: Double) -> Double {
    let leaving = ring[position]
    ring[position] = value
    position += 1
    if position == window { position = 0 }
    if missing > 0 { missing -= 1 }
    return leaving
  }
}
