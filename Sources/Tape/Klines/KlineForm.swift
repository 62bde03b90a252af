import Market

/// What rows must have in common to lie in one chunk without being brought to each other's form.
struct KlineForm: Hashable {
  var fields: KlineFields
  var timeUnit: TimeUnit
  var priceScale: Int
  var quantityScale: Int
  var quoteVolumeScale: Int

  /// Decimals of a column's numbers; times and counts have none.
  func scale(_ position: Int) -> Int {
    switch KlineFields.scaleGroup(position) {
    case .none: 0
    case .price: priceScale
    case .quantity: quantityScale
    case .quoteVolume: quoteVolumeScale
    }
  }

  /// Whether rows of both can lie in one chunk once they are at the same scales.
  func joins(_ other: KlineForm) -> Bool { fields == other.fields && timeUnit == other.timeUnit }

  /// This form with the greater of both scales.
  func widened(to other: KlineForm) -> KlineForm {
    var result = self
    result.priceScale = max(priceScale, other.priceScale)
    result.quantityScale = max(quantityScale, other.quantityScale)
    result.quoteVolumeScale = max(quoteVolumeScale, other.quoteVolumeScale)
    return result
  }
}

/// Which of a chunk's scales a column is in.
enum ScaleGroup {
  case none, price, quantity, quoteVolume
}

extension KlineFields {
  static let openTimePosition = 0
  static let openPosition = 1
  static let highPosition = 2
  static let lowPosition = 3
  static let closePosition = 4
  static let closeTimePosition = 6

  /// The scale that the column at `position` is in.
  static func scaleGroup(_ position: Int) -> ScaleGroup {
    switch position {
    case 1...4: .price
    case 5, 9: .quantity
    case 7, 10: .quoteVolume
    default: .none
    }
  }

  /// Whether the column at `position` is among these.
  func has(_ position: Int) -> Bool { rawValue >> UInt16(position) & 1 == 1 }

  /// The field whose column is at `position`.
  static func at(_ position: Int) -> KlineFields { KlineFields(rawValue: 1 << UInt16(position)) }
}
