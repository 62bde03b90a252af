import Indicators
import Testing

@Suite("Figures of the book and of prints") struct BookFigureTests {
  @Test(
    "the microprice leans to the thinner side",
    arguments: [(1.0, 1.0, 100.5), (3, 1, 100.75), (1, 3, 100.25), (0, 0, 100.5), (5, 0, 101)])
  func microprice(bid: Double, ask: Double, expected: Double) {
    var price = Microprice()
    #expect(price.value == nil)
    price.update(bid: 100, bidQuantity: bid, ask: 101, askQuantity: ask)
    #expect(price.value == expected)
  }

  @Test("an imbalance weighs farther levels less, and an empty book has none")
  func imbalance() {
    var best = BookImbalance(decay: 0)
    var all = BookImbalance(decay: 0.5)
    let bids = [4.0, 2, 8]
    let asks = [1.0, 2]
    best.update(bids: bids.span, asks: asks.span)
    all.update(bids: bids.span, asks: asks.span)
    #expect(best.value == 0.6)
    #expect(all.value == (7.0 - 2) / (7 + 2))
    all.update(bidQuantity: 0, askQuantity: 0)
    #expect(all.value == 0)
  }

  @Test("order flow follows Cont's cases")
  func orderFlow() {
    var flow = OrderFlowImbalance(window: 1)
    var seen: [Double?] = []
    let quotes: [(bid: Double, bidQuantity: Double, ask: Double, askQuantity: Double)] = [
      (100, 5, 101, 7),
      // More on the bid: +3. Less on the ask: +2.
      (100, 8, 101, 5),
      // A better bid: +2, all of it. The ask stands: 0.
      (100.5, 2, 101, 5),
      // The bid fell back: -2. A worse ask: +5, what was there.
      (100, 9, 102, 4),
      // A better ask: -1, all of it. The bid stands: 0.
      (100, 9, 101, 1),
    ]
    for quote in quotes {
      flow.update(
        bid: quote.bid, bidQuantity: quote.bidQuantity, ask: quote.ask, askQuantity: quote.askQuantity)
      seen.append(flow.value)
    }
    #expect(seen == [nil, 5, 2, 3, -1])
  }

  @Test("buckets of equal volume: a trade goes over from one to the next")
  func toxicity() {
    var toxicity = TradeToxicity(bucketVolume: 10, buckets: 2)
    toxicity.update(bought: 6)
    toxicity.update(sold: 4)
    #expect(toxicity.value == nil)
    // The first: 6 - 4 of 10. The second: 8 bought, 2 sold, and 1 sold goes on.
    toxicity.update(bought: 8)
    toxicity.update(sold: 3)
    #expect(toxicity.value == (0.2 + 0.6) / 2)
    // 9 more fill the third, then two whole ones, then 5 are left over.
    toxicity.update(sold: 34)
    #expect(toxicity.value == 1)
    toxicity.update(bought: 5)
    #expect(toxicity.value == 0.5)
    // A trade of any size takes the window's work at most.
    toxicity.update(bought: 1e15)
    #expect(toxicity.value == 1)
  }
}
