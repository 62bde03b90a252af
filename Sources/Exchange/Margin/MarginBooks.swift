import Market

/// What a venue keeps of perpetuals and loans: terms, two positions an instrument (one-way: the first alone), brackets, debts.
struct MarginBooks: ~Copyable {
  let instrumentCount: Int
  let assetCount: Int
  let contracts: UnsafeMutablePointer<Contract>
  /// By instrument two: the one-way or long position, the short one of hedge mode.
  let positions: UnsafeMutablePointer<Position>
  let brackets: UnsafeMutablePointer<Bracket>
  private let bracketCount: Int
  /// By asset: what is owed of it, interest included, and what of that is interest.
  let owed: UnsafeMutablePointer<Int128>
  let interest: UnsafeMutablePointer<Int128>
  /// By asset: margins of isolated positions that settle in it.
  let isolated: UnsafeMutablePointer<Int128>
  /// By asset: how many positions settle in it, isolated ones left out.
  let crossCount: UnsafeMutablePointer<Int>
  /// By asset: the instruments that settle in it.
  let members: [[Int]]
  /// Whether anything is owed.
  var hasDebts = false
  /// Whether there is anything but spot.
  let isActive: Bool

  init(_ configuration: VenueConfiguration) {
    isActive = configuration.hasPerpetuals || configuration.accounts.contains { $0.spotMargin != nil }
    instrumentCount = isActive ? configuration.instruments.count : 0
    assetCount = isActive ? configuration.assets.count : 0
    contracts = .allocate(capacity: Swift.max(instrumentCount, 1))
    positions = .allocate(capacity: Swift.max(instrumentCount * 2, 1))
    positions.initialize(repeating: Position(), count: instrumentCount * 2)
    var all: [Bracket] = []
    for index in 0..<instrumentCount {
      (contracts + index).initialize(to: Contract(configuration, index, bracketStart: all.count))
      all += Contract.brackets(configuration, index)
    }
    bracketCount = all.count
    brackets = .allocate(capacity: Swift.max(all.count, 1))
    brackets.initialize(from: all, count: all.count)
    owed = .allocate(capacity: Swift.max(assetCount, 1))
    owed.initialize(repeating: 0, count: assetCount)
    interest = .allocate(capacity: Swift.max(assetCount, 1))
    interest.initialize(repeating: 0, count: assetCount)
    isolated = .allocate(capacity: Swift.max(assetCount, 1))
    isolated.initialize(repeating: 0, count: assetCount)
    crossCount = .allocate(capacity: Swift.max(assetCount, 1))
    crossCount.initialize(repeating: 0, count: assetCount)
    let count = instrumentCount
    members = (0..<assetCount).map { asset in
      (0..<count).filter { configuration.isPerpetual($0) && Int(configuration.quoteAssets[$0].index) == asset }
    }
  }

  deinit {
    contracts.deallocate()
    positions.deallocate()
    brackets.deallocate()
    owed.deallocate()
    interest.deallocate()
    isolated.deallocate()
    crossCount.deallocate()
  }

  mutating func restore(from other: borrowing MarginBooks) {
    guard isActive else { return }
    contracts.update(from: other.contracts, count: instrumentCount)
    positions.update(from: other.positions, count: instrumentCount * 2)
    owed.update(from: other.owed, count: assetCount)
    interest.update(from: other.interest, count: assetCount)
    isolated.update(from: other.isolated, count: assetCount)
    crossCount.update(from: other.crossCount, count: assetCount)
    hasDebts = other.hasDebts
  }
}

extension Int128 {
  /// The magnitude as a signed number; money never comes near the least Int128.
  @inline(__always)
  var magnitude128: Int128 { self < 0 ? -self : self }
}
