import Exchange
import Market

/// The word for a position side in the rows of orders and fills: `both` in one-way mode (specification R5.1), and `long` for all of spot.
enum PositionSideText {
  /// Words an instrument has, by ``place(_:)``.
  static let count = 3

  static func all(of kind: EntityID.Kind) -> [String] {
    kind == .perpetual ? ["both", "long", "short"] : ["long", "long", "long"]
  }

  static func place(_ side: PositionSide?) -> Int {
    switch side {
    case nil: 0
    case .long: 1
    case .short: 2
    }
  }
}
