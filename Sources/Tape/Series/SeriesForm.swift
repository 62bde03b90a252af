import Market

/// What rows must have in common to lie in one chunk without being brought to each other's form.
struct SeriesForm: Hashable {
  /// Columns that the rows have: a bit by position.
  var present: UInt32
  var times: TimeUnits
  var priceScale: Int
  var quantityScale: Int
  var quoteScale: Int
  var rateScale: Int

  /// The decimals of a column of this role; times and counts have none.
  func scale(_ role: ColumnRole) -> Int {
    switch role {
    case .price: priceScale
    case .quantity: quantityScale
    case .quote: quoteScale
    case .rate: rateScale
    case .time, .span, .id, .count, .flag: 0
    }
  }

  /// Whether the column at `position` is there.
  func has(_ position: Int) -> Bool { present >> UInt32(position) & 1 == 1 }

  /// Whether rows of both can lie in one chunk once they are at the same scales.
  func joins(_ other: SeriesForm) -> Bool { present == other.present && times == other.times }

  /// This form with the greater of both scales.
  func widened(to other: SeriesForm) -> SeriesForm {
    var result = self
    result.priceScale = max(priceScale, other.priceScale)
    result.quantityScale = max(quantityScale, other.quantityScale)
    result.quoteScale = max(quoteScale, other.quoteScale)
    result.rateScale = max(rateScale, other.rateScale)
    return result
  }

  /// Whether all scales are 0 to 18.
  var isUsable: Bool {
    let scales = 0...PowerOfTen.greatestInt64Exponent
    return scales.contains(priceScale) && scales.contains(quantityScale) && scales.contains(quoteScale)
      && scales.contains(rateScale)
  }
}

extension ColumnRole {
  /// Whether numbers of this role have decimals of a scale.
  var hasScale: Bool {
    switch self {
    case .price, .quantity, .quote, .rate: true
    case .time, .span, .id, .count, .flag: false
    }
  }
}

extension SeriesColumns {
  /// The scales of a form.
  func setScales(_ form: SeriesForm) {
    priceScale = form.priceScale
    quantityScale = form.quantityScale
    quoteScale = form.quoteScale
    rateScale = form.rateScale
  }
}
