import Exchange
import Testing

/// A message's numbers and what its exchange's rule says of it.
private struct Step: Sendable {
  var number: Int64
  var first: Int64?
  var previous: Int64?
  var verdict: BookSequence.Verdict

  init(_ number: Int64, first: Int64? = nil, previous: Int64? = nil, _ verdict: BookSequence.Verdict) {
    self.number = number
    self.first = first
    self.previous = previous
    self.verdict = verdict
  }
}

@Suite("Numbers of book messages") struct BookSequenceTests {
  private func check(_ numbering: BookNumbering, snapshot: Int64?, _ steps: [Step]) {
    var sequence = BookSequence(numbering)
    if let snapshot { sequence.snapshot(snapshot) }
    for step in steps {
      let verdict = sequence.message(step.number, first: step.first, previous: step.previous)
      #expect(verdict == step.verdict, "\(numbering) \(step.number)")
    }
  }

  @Test("Binance spot: U follows on u, what is older is dropped") func binanceSpot() {
    check(
      .binanceSpot, snapshot: 160,
      [
        Step(158, first: 150, .old), Step(160, first: 159, .old), Step(161, first: 159, .inOrder),
        Step(165, first: 162, .inOrder), Step(165, first: 162, .old), Step(170, first: 167, .desync),
        Step(172, first: 171, .unsynchronized),
      ])
    check(.binanceSpot, snapshot: 160, [Step(163, first: 162, .desync)])
    check(.binanceSpot, snapshot: nil, [Step(163, first: 162, .unsynchronized)])
  }

  @Test("Binance futures: pu is the u before, the first message spans the snapshot") func binanceFutures() {
    check(
      .binanceFutures, snapshot: 160,
      [
        Step(159, first: 150, previous: 149, .old), Step(160, first: 158, previous: 157, .inOrder),
        Step(163, first: 161, previous: 160, .inOrder), Step(163, first: 161, previous: 160, .old),
        Step(166, first: 165, previous: 164, .desync),
      ])
    check(.binanceFutures, snapshot: 160, [Step(170, first: 165, previous: 163, .desync)])
    // The message after one that ended exactly at the snapshot.
    check(.binanceFutures, snapshot: 160, [Step(170, first: 165, previous: 160, .inOrder)])
  }

  @Test("OKX: prevSeqId is the seqId before, which may stand still and fall") func okx() {
    // The example of the order book channel: (-1, 10) (10, 15) (15, 15) (15, 3) (3, 5).
    check(
      .okx, snapshot: 10,
      [
        Step(15, previous: 10, .inOrder), Step(15, previous: 15, .inOrder), Step(3, previous: 15, .inOrder),
        Step(5, previous: 3, .inOrder), Step(9, previous: 7, .desync), Step(11, previous: 9, .unsynchronized),
      ])
    check(.okx, snapshot: 10, [Step(11, .desync)])
  }

  @Test("Bybit and Coinbase: every number is one more than the last", arguments: [BookNumbering.bybit, .coinbase])
  func counting(numbering: BookNumbering) {
    check(
      numbering, snapshot: 7, [Step(7, .old), Step(8, .inOrder), Step(9, .inOrder), Step(8, .old), Step(11, .desync)])
  }

  @Test("after a gap the next snapshot begins anew", arguments: BookNumbering.allCases)
  func again(numbering: BookNumbering) {
    var sequence = BookSequence(numbering)
    sequence.snapshot(10)
    #expect(sequence.message(20, first: 19, previous: 18) == .desync)
    #expect(sequence.last == nil)
    #expect(sequence.message(21, first: 21, previous: 20) == .unsynchronized)
    sequence.snapshot(1)
    #expect(sequence.message(2, first: 2, previous: 1) == .inOrder)
  }
}
