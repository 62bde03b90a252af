package import Market

/// What the tape tells about the gaps of one series, taken in a pass at a time.
package struct GapEvidence {
  private struct Facts {
    var hasTraded = false
    var hasNoTrades = false
    /// Up to here larger bars show that nothing traded since the gap began.
    var quietUntil: Int64
  }

  /// The gaps, ascending.
  package let gaps: [BarGap]
  private var facts: [Facts]

  package init(_ gaps: [BarGap]) {
    self.gaps = gaps
    facts = gaps.map { Facts(quietUntil: $0.from.nanoseconds) }
  }

  // MARK: Prints

  /// Reads prints of the same instrument, which show that something traded or, by numbers that follow each other, that nothing did.
  package mutating func read(
    _ prints: inout some Feed<TradeColumns>, hasConsecutiveNumbers: Bool
  ) throws(FeedError) {
    let columns = TradeColumns()
    var gap = 0
    var chain = NumberChain()
    while try prints.refill(columns) {
      for row in 0..<columns.count {
        let time = columns.time[row]
        let isNext = chain.step(columns, row) == .follows
        while gap < gaps.count, gaps[gap].to.nanoseconds <= time {
          if hasConsecutiveNumbers, isNext { facts[gap].hasNoTrades = true }
          gap += 1
        }
        if gap == gaps.count { return }
        if gaps[gap].from.nanoseconds <= time { facts[gap].hasTraded = true }
      }
    }
  }

  // MARK: Other levels

  /// The gaps that a bar reaches into.
  package func indices(from start: Int64, to end: Int64) -> Range<Int> {
    var low = 0
    var high = gaps.count
    while low < high {
      let middle = (low + high) / 2
      if gaps[middle].to.nanoseconds <= start { low = middle + 1 } else { high = middle }
    }
    var last = low
    while last < gaps.count, gaps[last].from.nanoseconds < end { last += 1 }
    return low..<last
  }

  /// Takes a larger bar in, in time order: whether it has more volume than the bars that are there.
  package mutating func take(largerFrom start: Int64, to end: Int64, hasMoreVolume: Bool) {
    for index in indices(from: start, to: end) {
      // Which of several gaps the volume fell into is not known, but one of them it was.
      if hasMoreVolume { facts[index].hasTraded = true }
      guard !hasMoreVolume, start <= facts[index].quietUntil else { continue }
      facts[index].quietUntil = max(facts[index].quietUntil, end)
      if end >= gaps[index].to.nanoseconds { facts[index].hasNoTrades = true }
    }
  }

  /// Takes a smaller bar with volume in.
  package mutating func take(smallerAt time: Int64) {
    for index in indices(from: time, to: time + 1) { facts[index].hasTraded = true }
  }

  // MARK: Judging

  /// The gaps with their causes; `isSilent` says whether all other series of the provider are silent in a stretch (nil: there are
  /// none to ask). A provider that writes no empty bars may be believed so for less than a day.
  package func judged(emptyBars: EmptyBars?, isSilent: (BarGap) -> Bool?) -> [BarGap] {
    gaps.indices.map { index in
      var gap = gaps[index]
      if facts[index].hasTraded {
        gap.cause = .lost
      } else if isSilent(gap) ?? false {
        gap.cause = .outage
      } else if facts[index].hasNoTrades || (emptyBars == .absent && gap.length < TimeSpan.day.nanoseconds) {
        gap.cause = .noTrades
      }
      return gap
    }
  }
}
