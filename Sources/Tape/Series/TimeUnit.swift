/// The resolution in which a source wrote its times; inside, times are nanoseconds.
package enum TimeUnit: UInt8, Hashable, Sendable, CaseIterable {
  case seconds = 0
  case milliseconds = 1
  case microseconds = 2
  case nanoseconds = 3

  /// Nanoseconds of one unit.
  package var nanoseconds: Int64 {
    switch self {
    case .seconds: 1_000_000_000
    case .milliseconds: 1_000_000
    case .microseconds: 1_000
    case .nanoseconds: 1
    }
  }

  /// Decimals that a time in this unit can have.
  package var greatestDecimals: Int { 9 - 3 * Int(rawValue) }
}

/// The units of all time columns of a source.
package struct TimeUnits: Hashable, Sendable {
  /// Two bits a column position; all but the first are held against the first, so that one unit everywhere is its number alone.
  private(set) var packed: UInt32

  /// One unit in all columns.
  package init(_ unit: TimeUnit) { packed = UInt32(unit.rawValue) }

  init?(packed: Int64) {
    guard let bits = UInt32(exactly: packed) else { return nil }
    self.packed = bits
  }

  /// The unit of the rows' own time.
  package var first: TimeUnit { self[0] }

  /// The unit of the column at a position.
  package subscript(position: Int) -> TimeUnit {
    get {
      let first = UInt8(packed & 3)
      let own = position == 0 ? 0 : UInt8(packed >> UInt32(2 * position) & 3)
      return TimeUnit(rawValue: first ^ own) ?? .nanoseconds
    }
    set {
      if position == 0 {
        let units = (0..<16).map { self[$0] }
        self = TimeUnits(newValue)
        for other in 1..<16 { self[other] = units[other] }
        return
      }
      let shift = UInt32(2 * position)
      packed = packed & ~(3 << shift) | UInt32(newValue.rawValue ^ UInt8(packed & 3)) << shift
    }
  }
}
