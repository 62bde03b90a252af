package import Market

extension TapeFile {
  /// Whether rows of a kind tell what is absent between them.
  package static func tellsGaps(_ kind: SeriesKind) -> Bool {
    switch kind {
    case .klines, .mark, .index, .premium, .bid, .ask, .trades, .aggTrades, .funding, .book: true
    case .markTicks, .quotes, .bookDepth, .openInterest: false
    }
  }

  /// What is absent between the first row and the last, as far as the rows themselves tell it: see ``tellsGaps(_:)``.
  ///
  /// Bars are expected a level apart; where two rows are not a whole number of levels apart, the bars counted are those that fit
  /// between them. Prints are told by their ids, which go on by one. Fundings are expected an interval apart, where the interval
  /// is stored. Of a book it is the messages that the chain of update numbers misses.
  package func gaps(_ key: SeriesKey) throws(TapeError) -> [Gap] {
    _ = try known(key)
    return switch key.kind {
    case .klines, .mark, .index, .premium, .bid, .ask: try barGaps(key)
    case .trades, .aggTrades: try tradeGaps(key)
    case .funding: try fundingGaps(key)
    case .book: try bookGaps(key)
    case .markTicks, .quotes, .bookDepth, .openInterest: []
    }
  }

  private func barGaps(_ key: SeriesKey) throws(TapeError) -> [Gap] {
    let span = key.span
    var cursor = try rows(key, as: KlineColumns.self, from: nil, to: nil, columns: 1, scales: nil)
    let columns = KlineColumns()
    var gaps: [Gap] = []
    var expected: Int64?
    while try cursor.fill(columns) {
      for row in 0..<columns.count {
        let time = columns.openTime[row]
        if let expected, time > expected {
          // Rounded up, so that a bar that is late by less than a level still counts as one absent.
          gaps.append(Gap(from: expected, to: time, missing: Int((time - expected + span - 1) / span)))
        }
        let (next, overflow) = time.addingReportingOverflow(span)
        expected = overflow ? nil : next
      }
    }
    return gaps
  }

  private func tradeGaps(_ key: SeriesKey) throws(TapeError) -> [Gap] {
    var cursor = try trades(key, from: nil, to: nil, columns: 1 | 1 << 4, scales: nil)
    let columns = TradeColumns()
    var gaps: [Gap] = []
    var last: (time: Int64, id: Int64)?
    while try cursor.fill(columns) {
      for row in 0..<columns.count {
        let (time, id) = (columns.time[row], columns.id[row])
        if let last, id > last.id, id - 1 > last.id {
          gaps.append(Gap(from: last.time, to: time, missing: Int(id - last.id - 1)))
        }
        last = (time, id)
      }
    }
    return gaps
  }

  private func fundingGaps(_ key: SeriesKey) throws(TapeError) -> [Gap] {
    var cursor = try funding(key, from: nil, to: nil, columns: 1 | 1 << 2, scales: nil)
    let columns = FundingColumns()
    var gaps: [Gap] = []
    var last: Int64?
    while try cursor.fill(columns) {
      for row in 0..<columns.count {
        let time = columns.time[row]
        let interval = columns.has(2) ? columns.interval[row] : 0
        // Settlements are stamped some milliseconds late: half an interval is no settlement.
        if let last, interval > 0, time - last > interval + interval / 2 {
          gaps.append(Gap(from: last, to: time, missing: Int((time - last + interval / 2) / interval) - 1))
        }
        last = time
      }
    }
    return gaps
  }

  private func bookGaps(_ key: SeriesKey) throws(TapeError) -> [Gap] {
    var cursor = try rows(key, as: BookMessageColumns.self, from: nil, to: nil, columns: 0b111011, scales: nil)
    let columns = BookMessageColumns()
    var gaps: [Gap] = []
    var last: (time: Int64, id: Int64)?
    while try cursor.fill(columns) {
      for row in 0..<columns.count {
        let (time, id) = (columns.time[row], columns.lastID[row])
        let flags = BookFlags(rawValue: columns.flags[row])
        if let last, !flags.contains(.snapshot) {
          var isBroken = flags.contains(.desync)
          if columns.has(5) {
            isBroken = isBroken || columns.previousID[row] > last.id
          } else if columns.has(4) {
            isBroken = isBroken || columns.firstID[row] - 1 > last.id
          }
          if isBroken { gaps.append(Gap(from: last.time, to: time, missing: 1)) }
        }
        last = (time, id)
      }
    }
    return gaps
  }
}

extension Gap {
  fileprivate init(from: Int64, to: Int64, missing: Int) {
    self.init(from: Timestamp(nanoseconds: from), to: Timestamp(nanoseconds: to), missing: missing)
  }
}
