import Market

// Copies, asked for by name: a state can be run ahead and thrown away.

extension Venue {
  /// A copy that goes on by itself. Costs an allocation an array; for a spare that is used again see ``restore(from:)``.
  public func fork() -> Venue {
    var copy = Venue(configuration)
    copy.restore(from: self)
    return copy
  }

  /// Makes this venue equal to `other`, which has the same configuration, in its own memory.
  public mutating func restore(from other: borrowing Venue) {
    precondition(instrumentCount == other.instrumentCount, "a venue is restored from one of its own configuration")
    for index in 0..<instrumentCount {
      states[index] = other.states[index]
      openCounts[index] = other.openCounts[index]
      algoCounts[index] = other.algoCounts[index]
      if states[index].keepsDay { days[index] = other.days[index] }
      waiting[index].removeAll(keepingCapacity: true)
      waiting[index].append(contentsOf: other.waiting[index])
    }
    let places = hasTracks || other.hasTracks ? instrumentCount * 3 : instrumentCount
    for place in 0..<places {
      above[place].restore(from: other.above[place])
      below[place].restore(from: other.below[place])
      if !followers[place].isEmpty || !other.followers[place].isEmpty {
        followers[place].removeAll(keepingCapacity: true)
        followers[place].append(contentsOf: other.followers[place])
      }
      tracks[place] = other.tracks[place]
    }
    hasTracks = other.hasTracks
    restoreBooks(from: other)
    expiries.restore(from: other.expiries)
    interestTime = other.interestTime
    appointmentTime = other.appointmentTime
    crossingTime = other.crossingTime
    crossingInstrument = other.crossingInstrument
    orders.restore(from: other.orders)
    held.removeAll(keepingCapacity: true)
    held.append(contentsOf: other.held)
    for index in 0..<(assetCount + instrumentCount) { values[index] = other.values[index] }
    for index in 0..<assetCount {
      free[index] = other.free[index]
      locked[index] = other.locked[index]
    }
    hasUnpriced = other.hasUnpriced
    equityWhenPriced = other.equityWhenPriced
    equityUnits = other.equityUnits
    ledger.restore(from: other.ledger)
    margin.restore(from: other.margin)
    lastOrderID = other.lastOrderID
    lastFillNumber = other.lastFillNumber
    lastArrival = other.lastArrival
    barsAtParticipationLimit = other.barsAtParticipationLimit
    fillsAtLastPrice = other.fillsAtLastPrice
  }
}
