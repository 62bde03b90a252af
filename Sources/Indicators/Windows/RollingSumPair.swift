/// The exact sums of the last `fast` and the last `slow` whole numbers, from one memory of the slow window: what a crossing of two
/// moving averages needs, at half the cost of two windows.
///
/// Until the slow window is full the sums are of the values there are. A sum that leaves 64 bits traps. Each update is constant work.
@frozen
public struct RollingSumPair: Sendable {
  /// Length of the shorter window.
  public let fast: Int
  /// Length of the longer window.
  public let slow: Int
  @usableFromInline var fastTotal: Int64
  @usableFromInline var slowTotal: Int64
  /// The ring of a slow window of 64 values at most, in place: writing to an array costs more than all the rest.
  @usableFromInline var near: InlineArray<64, Int64>
  /// The ring of a longer one.
  @usableFromInline var far: [Int64]
  /// Values taken so far.
  @usableFromInline var taken: Int
  /// The ring's length less one; the length is a power of two, so that a place is a bit mask away.
  @usableFromInline var mask: Int

  /// Empty windows; `fast` is one at least and not above `slow`.
  public init(fast: Int, slow: Int) {
    precondition(fast > 0 && fast <= slow, "the fast window is the shorter one and holds one value at least")
    self.fast = fast
    self.slow = slow
    fastTotal = 0
    slowTotal = 0
    near = InlineArray(repeating: 0)
    var length = 64
    while length < slow { length *= 2 }
    far = length > 64 ? Array(repeating: 0, count: length) : []
    mask = length - 1
    taken = 0
  }

  /// Sum of the last `fast` values.
  @inlinable
  public var fastSum: Int64 { fastTotal }

  /// Sum of the last `slow` values.
  @inlinable
  public var slowSum: Int64 { slowTotal }

  /// Whether `slow` values have come.
  @inlinable
  public var isFull: Bool { taken >= slow }

  /// Takes the next value.
  @inlinable @inline(__always)
  public mutating func update(_ value: Int64) {
    if mask == 63 {
      fastTotal += value - near[(taken &- fast) & 63]
      slowTotal += value - near[(taken &- slow) & 63]
      near[taken & 63] = value
    } else {
      fastTotal += value - far[(taken &- fast) & mask]
      slowTotal += value - far[(taken &- slow) & mask]
      far[taken & mask] = value
    }
    taken &+= 1
  }

  /// 1 where the fast average is above the slow one, -1 where below, 0 where equal: compared without rounding.
  @inlinable @inline(__always)
  public var order: Int {
    let (fastSide, fastOverflow) = fastTotal.multipliedReportingOverflow(by: Int64(slow))
    let (slowSide, slowOverflow) = slowTotal.multipliedReportingOverflow(by: Int64(fast))
    let (difference, overflow) = fastSide.subtractingReportingOverflow(slowSide)
    if fastOverflow || slowOverflow || overflow {
      return Self.wideOrder(fastTotal, slow, slowTotal, fast)
    }
    return Int(difference.signum())
  }

  /// The order of `a` x `b` and `c` x `d` where a product leaves 64 bits.
  @usableFromInline
  static func wideOrder(_ a: Int64, _ b: Int, _ c: Int64, _ d: Int) -> Int {
    Int((Int128(a) * Int128(b) - Int128(c) * Int128(d)).signum())
  }
}
