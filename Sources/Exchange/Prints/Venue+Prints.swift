public import Market

// Prints: each is a jump to its price with a budget of its own.

extension Venue {
  /// Makes prints drive the instrument's matching; before the first input.
  public mutating func matchOnPrints(_ instrument: InstrumentID) {
    states[Int(instrument.index)].isPrintDriven = true
    states[Int(instrument.index)].hasPrints = true
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
    if state.pointee.isBookDriven { takePrinted(index, price, quantity) }
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

  /// What a print took of the book's level is not there for anybody else until the feed next changes it.
  @usableFromInline
  mutating func takePrinted(_ index: Int, _ price: Int64, _ quantity: Int64) {
    book(index).pointee.printed(Price(price), Quantity(quantity))
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
    if states[index].isBookDriven {
      takePrinted(index, print.price.ticks, print.quantity.units)
      if !states[index].hasPrice {
        // The first price waits for the book.
        states[index].lastPrice = print.price.ticks
        return
      }
    }
    jump(index, to: print.price.ticks, at: time, &events)
    if meetsByOrder(index) { meetPrint(index, print, &events) }
    if states[index].movesEquity { revalue(byPriceOf: index) }
    scheduleCrossing(index)
  }
}
