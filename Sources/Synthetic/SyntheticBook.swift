package import Market

/// The order book of a generated market as its feed: a snapshot, then a message for every order that changes it; what prints took is
/// told a fifth of a millisecond after them. Update numbers count from 1.
package struct SyntheticBook: Feed {
  private var flow: SyntheticBookFlow
  private let instrument: Instrument
  private var lastID: Int64 = 0
  /// Messages of the flow's step that are not written yet: 2, both; 1, the second one.
  private var pending = 0

  init(market: SyntheticMarket, instrument: Instrument, from: Timestamp, to: Timestamp) {
    flow = SyntheticBookFlow(market: market, instrument: instrument, from: from, to: to)
    self.instrument = instrument
  }

  /// How long after its prints what they took is told, and how long before them what else changed.
  static let delay: Int64 = 200_000
  static let lead: Int64 = 300_000

  package mutating func refill(_ columns: BookColumns) throws(FeedError) -> Bool {
    let messages = columns.messages
    let changes = columns.changes
    messages.count = 0
    changes.count = 0
    messages.present = 0b1_1111
    changes.present = 0b111
    changes.priceScale = instrument.priceScale
    changes.quantityScale = instrument.quantityScale
    while true {
      if pending == 0 {
        guard try flow.next() else { break }
        pending = 2
      }
      let rows = pending == 2 ? flow.changes : flow.takings
      guard messages.count < messages.capacity, changes.count + rows.count <= changes.capacity else {
        guard messages.count > 0 else {
          throw FeedError(
            message: "a message of \(rows.count) changes is longer than a chunk of \(changes.capacity)",
            hint: "give the chunk more room")
        }
        break
      }
      if !rows.isEmpty { write(rows, messages, changes) }
      pending -= 1
    }
    return messages.count > 0
  }

  private mutating func write(
    _ rows: [SyntheticBookFlow.Change], _ messages: BookMessageColumns, _ changes: BookChangeColumns
  ) {
    let row = messages.count
    lastID += 1
    messages.time[row] = pending == 2 ? flow.time - Self.lead : flow.time + Self.delay
    messages.lastID[row] = lastID
    messages.firstID[row] = lastID
    messages.changes[row] = Int64(rows.count)
    messages.flags[row] = flow.isSnapshot ? BookFlags.snapshot.rawValue : 0
    messages.count = row + 1
    for change in rows {
      changes.side[changes.count] = change.side
      changes.price[changes.count] = change.price * instrument.priceStep.ticks
      changes.quantity[changes.count] = change.quantity * instrument.quantityStep.units
      changes.count += 1
    }
  }
}

/// The prints of a generated market that has a book: those that the book's flow makes. Ids count from 1.
package struct SyntheticBookTrades: Feed {
  private var flow: SyntheticBookFlow
  private let instrument: Instrument
  private var lastID: Int64 = 0
  private var nextPrint = 0

  init(market: SyntheticMarket, instrument: Instrument, from: Timestamp, to: Timestamp) {
    flow = SyntheticBookFlow(market: market, instrument: instrument, from: from, to: to)
    self.instrument = instrument
  }

  package mutating func refill(_ columns: TradeColumns) throws(FeedError) -> Bool {
    columns.count = 0
    columns.present = 0b1_1111
    columns.priceScale = instrument.priceScale
    columns.quantityScale = instrument.quantityScale
    while columns.count < columns.capacity {
      guard nextPrint < flow.prints.count else {
        nextPrint = 0
        guard try flow.next() else { break }
        continue
      }
      let print = flow.prints[nextPrint]
      nextPrint += 1
      lastID += 1
      let row = columns.count
      columns.time[row] = flow.time
      columns.price[row] = print.price * instrument.priceStep.ticks
      columns.quantity[row] = print.quantity * instrument.quantityStep.units
      columns.side[row] = print.side
      columns.id[row] = lastID
      columns.count = row + 1
    }
    return columns.count > 0
  }
}

extension SyntheticMarket {
  /// The order book of `instrument` in the full minutes from `from` to `to`, around the path of its bars.
  ///
  /// Its prints are ``bookTrades(of:from:to:)``; those of ``trades(of:from:to:)`` know nothing of a book.
  package func book(
    of instrument: Instrument, from: Timestamp, to: Timestamp
  ) throws(SyntheticError) -> SyntheticBook {
    try check(instrument, from: from)
    return SyntheticBook(market: self, instrument: instrument, from: from, to: to)
  }

  /// The prints that ``book(of:from:to:)`` makes: each of a quantity that stood at its price.
  package func bookTrades(
    of instrument: Instrument, from: Timestamp, to: Timestamp
  ) throws(SyntheticError) -> SyntheticBookTrades {
    try check(instrument, from: from)
    return SyntheticBookTrades(market: self, instrument: instrument, from: from, to: to)
  }
}
