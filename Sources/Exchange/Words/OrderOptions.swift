/// What is rarely said of an order, packed: an event of 96 bytes has room for it.
@frozen
public struct OrderOptions: BitwiseCopyable, Hashable, Sendable {
  @usableFromInline var bits: UInt16

  /// Nothing said.
  @inlinable
  public init() { bits = 0 }

  @inlinable
  func field(_ shift: UInt16, _ mask: UInt16) -> UInt16 { bits >> shift & mask }
  @inlinable
  mutating func set(_ shift: UInt16, _ mask: UInt16, _ value: UInt16) {
    bits = bits & ~(mask << shift) | value << shift
  }

  /// Whether it may only make a position smaller.
  @inlinable
  public var reduceOnly: Bool {
    get { field(0, 1) == 1 }
    set { set(0, 1, newValue ? 1 : 0) }
  }
  /// Whether it closes all of the position when it triggers, whatever that is then.
  @inlinable
  public var closePosition: Bool {
    get { field(1, 1) == 1 }
    set { set(1, 1, newValue ? 1 : 0) }
  }
  /// Whether it may borrow (spot margin).
  @inlinable
  public var marginTrading: Bool {
    get { field(2, 1) == 1 }
    set { set(2, 1, newValue ? 1 : 0) }
  }
  /// Which position it is for; nil: the one of one-way mode, and spot.
  @inlinable
  public var positionSide: PositionSide? {
    get {
      switch field(3, 3) {
      case 1: .long
      case 2: .short
      default: nil
      }
    }
    set { set(3, 3, newValue == .long ? 1 : newValue == .short ? 2 : 0) }
  }
  /// Which price wakes it.
  @inlinable
  public var trigger: TriggerSource {
    get { TriggerSource(rawValue: UInt8(truncatingIfNeeded: field(5, 3))) ?? .last }
    set { set(5, 3, UInt16(newValue.rawValue)) }
  }
  /// Its own mode of self-trade prevention; nil: the exchange's default.
  @inlinable
  public var selfTradePrevention: SelfTradePrevention? {
    get {
      let value = field(7, 7)
      return value == 0 ? nil : SelfTradePrevention(rawValue: UInt8(truncatingIfNeeded: value - 1))
    }
    set { set(7, 7, newValue.map { UInt16($0.rawValue) + 1 } ?? 0) }
  }
}
