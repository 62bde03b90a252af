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
}
