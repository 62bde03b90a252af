import Market

extension OrderBook {
  /// What must hold of a book at any time, by the levels themselves; nil: all does.
  package func brokenInvariant() -> String? {
    for side in Side.allCases {
      var previous: BookLevel?
      for level in levels(side) {
        if level.quantity.units <= 0 { return "a level of \(level.quantity.units) at \(level.price.ticks)" }
        if let previous, side.reaches(previous.price, limit: level.price) {
          return "levels out of order at \(level.price.ticks)"
        }
        if quantity(at: level.price, on: side) != level.quantity { return "two quantities at \(level.price.ticks)" }
        if quantity(at: level.price, on: side.opposite) != .zero { return "both sides at \(level.price.ticks)" }
        previous = level
      }
      if levels(side, 1).first != best(side) { return "the best \(side) is not the first" }
    }
    for level in core.pointee.taken {
      if quantity(at: Price(level.price), on: level.sign > 0 ? .buy : .sell).units != level.shown {
        return "what was taken at \(level.price) outlived its level"
      }
      if level.quantity > level.shown { return "more was taken than stood at \(level.price)" }
    }
    if !isKnown, best(.buy) != nil || best(.sell) != nil { return "levels in a book that is not known" }
    return nil
  }
}
