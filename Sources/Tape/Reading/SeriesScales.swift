import Market

/// The decimals in which a reader wants its numbers, each 0 to 18.
package struct SeriesScales: Hashable, Sendable {
  package var price: Int
  package var quantity: Int
  package var quote: Int
  package var rate: Int
  /// What happens to decimals of quantities that their scale does not hold.
  package var volumes: VolumeDigits

  package init(price: Int, quantity: Int, quote: Int = 0, rate: Int = 0, volumes: VolumeDigits = .exact) {
    let scales = 0...PowerOfTen.greatestInt64Exponent
    precondition(
      scales.contains(price) && scales.contains(quantity) && scales.contains(quote) && scales.contains(rate),
      "a scale is 0 to 18")
    self.price = price
    self.quantity = quantity
    self.quote = quote
    self.rate = rate
    self.volumes = volumes
  }

  func scale(_ role: ColumnRole) -> Int {
    switch role {
    case .price: price
    case .quantity: quantity
    case .quote: quote
    case .rate: rate
    case .time, .span, .id, .count, .flag: 0
    }
  }
}
