public import Market

// Prints: each is a jump to its price with a budget of its own.

extension Venue {
  /// Makes prints drive the instrument's matching; before the first input.
  public mutating func matchOnPrints(_ instrument: InstrumentID) {
    states[Int(instrument.index)].isPrintDriven = true
    refreshQuiet(Int(instrument.index))
  }

  /// Whether nothing but the price itself comes of a print at `price`: two comparisons, however many orders rest.
  @inlinable @inline(__always)
  public mutating func isQuiet(_ index: Int, at price: Int64) -> Bool {
    let state = states + index
    return price < state.pointee.quietBelow && price > state.pointee.quietAbove && state.pointee.hasPrice
  }

  /// Takes a quiet print in; true when it moved equity.
  @inlinable @inline(__always)
  public mutating func passPrint(_ index: Int, _ price: Int64, _ quantity: Int64) -> Bool {
    let state = states + index
    state.pointee.budget = nil
    state.pointee.printQuantity = quantity
    guard state.pointee.lastPrice != price else { return false }
    state.pointee.lastPrice = price
    guard state.pointee.movesEquity else { return false }
    if let direct = state.pointee.direct {
      let value = direct.value(at: price)
      equityUnits += value - values[direct.asset]
      values[direct.asset] = value
    } else {
      revalue(byPriceOf: index)
    }
    return true
  }

  /// Takes a print in: the price is there, what waited for one takes it, then triggers, then resting orders by price and time, as far as
  /// the print's quantity reaches. One made off the book is no price.
  public mutating func applyPrint(_ print: Print, _ events: inout EventBuffer) {
    let index = Int(print.instrument.index)
    guard index < instrumentCount, states[index].isPrintDriven, !print.isOffBook, print.price.ticks > 0 else { return }
    let time = print.time
    states[index].budget = nil
    states[index].printQuantity = print.quantity.units
    if states[index].keepsDay {
      days[index].note(
        time.nanoseconds, high: print.price.ticks, low: print.price.ticks, volume: print.quantity.units)
    }
    jump(index, to: print.price.ticks, at: time, &events)
    if states[index].movesEquity { revalue(byPriceOf: index) }
    scheduleCrossing(index)
  }
}
