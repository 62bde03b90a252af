import Market

extension Venue {
  func isPerpetual(_ index: Int) -> Bool { false }
  func openSize(_ index: Int, reducedBy side: Side, _ positionSide: PositionSide?) -> Int64 { 0 }
  func fundingLockRefusal(_ index: Int, at time: Timestamp) -> Refusal? { nil }
  func positionRefusal(_ terms: OrderTerms, _ index: Int) -> Refusal? { nil }
  func hangsOnPoints(_ index: Int) -> Bool { false }
  mutating func applyMark(_ instrument: InstrumentID, _ price: Price, at time: Timestamp, _ events: inout EventBuffer) {
  }
  mutating func applyIndex(_ instrument: InstrumentID, _ price: Price, at time: Timestamp, _ events: inout EventBuffer)
  {}
  mutating func applyFunding(
    _ instrument: InstrumentID, rate: Rate, mark: Price?, at time: Timestamp, _ events: inout EventBuffer
  ) {}
}
