package import Exchange
package import Market

/// Reads prints written as rows of `time price quantity [off]`, and mark prices as `time mark|index price`.
package struct PrintTape {
  package var prints: [Print] = []
  package var ticks: [PriceTick] = []

  /// The rows of `text` for an instrument at its scales.
  package init(_ text: String, _ instrument: Instrument, id: InstrumentID = InstrumentID(0)) throws {
    for line in tableLines(text) {
      let fields = line.split(separator: " ")
      guard fields.count >= 3, let nanoseconds = TapeTime.nanoseconds(fields[0]) else {
        throw TableError(line, "a print is: time price quantity")
      }
      let time = Timestamp(nanoseconds: nanoseconds)
      if let source = TriggerSource.allCases.first(where: { $0.name.description == fields[1] }) {
        let price = Price(try DecimalScanner.scan(fields[2], scale: instrument.priceScale))
        ticks.append(PriceTick(time: time, instrument: id, source: source, price: price))
        continue
      }
      prints.append(
        Print(
          time: time, instrument: id, price: Price(try DecimalScanner.scan(fields[1], scale: instrument.priceScale)),
          quantity: Quantity(try DecimalScanner.scan(fields[2], scale: instrument.quantityScale)),
          isOffBook: fields.count > 3 && fields[3] == "off"))
    }
  }
}

/// Prints of an array as a feed, some rows a chunk.
package struct PrintFeed: Feed {
  private let prints: [Print]
  private let rowsPerChunk: Int
  private var position = 0

  package init(_ prints: [Print], rowsPerChunk: Int = 3) {
    self.prints = prints
    self.rowsPerChunk = rowsPerChunk
  }

  package mutating func refill(_ columns: TradeColumns) throws(FeedError) -> Bool {
    columns.count = 0
    columns.present = 0b11111
    if prints.contains(where: \.isOffBook) { columns.present |= 1 << 8 }
    while position < prints.count, columns.count < Swift.min(rowsPerChunk, columns.capacity) {
      let row = columns.count
      let print = prints[position]
      columns.time[row] = print.time.nanoseconds
      columns.price[row] = print.price.ticks
      columns.quantity[row] = print.quantity.units
      columns.side[row] = Int64(print.side)
      columns.id[row] = Int64(position)
      columns.flags[row] = print.isOffBook ? TradeFlags.offBook.rawValue : 0
      columns.count += 1
      position += 1
    }
    return columns.count > 0
  }
}

/// Streamed mark and index prices of an array as a feed: a row each, the other of the two unsaid (zero).
package struct TickFeed: Feed {
  private let ticks: [PriceTick]
  private var position = 0

  package init(_ ticks: [PriceTick]) { self.ticks = ticks }

  package mutating func refill(_ columns: MarkColumns) throws(FeedError) -> Bool {
    columns.count = 0
    columns.present = 0b111
    while position < ticks.count, columns.count < columns.capacity {
      let row = columns.count
      let tick = ticks[position]
      columns.time[row] = tick.time.nanoseconds
      columns.mark[row] = tick.source == .mark ? tick.price.ticks : 0
      columns.index[row] = tick.source == .index ? tick.price.ticks : 0
      columns.count += 1
      position += 1
    }
    return columns.count > 0
  }
}

/// Funding rows of an array as a feed.
package struct FundingFeed: Feed {
  private let rows: [FundingRow]
  private var position = 0

  package init(_ rows: [FundingRow]) { self.rows = rows }

  package mutating func refill(_ columns: FundingColumns) throws(FeedError) -> Bool {
    columns.count = 0
    columns.present = 0b1011
    columns.rateScale = Rate.scale
    while position < rows.count, columns.count < columns.capacity {
      let row = columns.count
      columns.time[row] = rows[position].time.nanoseconds
      columns.rate[row] = rows[position].rate.units
      columns.mark[row] = rows[position].mark?.ticks ?? 0
      columns.count += 1
      position += 1
    }
    return columns.count > 0
  }
}
