import Exchange
import Market
import TestSupport
import Testing

@Suite("Market orders on bars") struct MarketOrderTests {
  private static let flat = """
    0:00 100 100 100 100 1000
    1:00 110 110 110 110 1000
    """

  static let next: [Scene] = [
    Scene(
      "between a close and an open it pays the next open",
      tape: flat, orders: "1:00 a buy market 5",
      events: """
        1:00 accepted a
        1:00 filled a 5 @ 110 taker
        """),
    Scene(
      "where bars are missing it waits",
      tape: """
        0:00 100 100 100 100 1000
        5:00 110 110 110 110 1000
        """, orders: "1:30 a buy market 5",
      events: """
        1:30 accepted a
        5:00 filled a 5 @ 110 taker
        """),
    Scene(
      "the rest takes the following bars, each within its volume",
      tape: """
        0:00 100 110 90 105 3
        1:00 105 105 105 105 3
        2:00 106 106 106 106 3
        """, orders: "0:10 a buy market 8",
      events: """
        0:10 accepted a
        0:10 filled a 3 @ 95 taker
        1:00 filled a 3 @ 105 taker
        2:00 filled a 2 @ 106 taker
        """),
    Scene(
      "orders that wait share the open by arrival",
      tape: """
        0:00 100 100 100 100 3
        1:00 105 105 105 105 3
        2:00 106 106 106 106 9
        """,
      orders: """
        1:00 a buy market 2
        1:00 b buy market 2
        1:30 c buy market 1
        """,
      events: """
        1:00 accepted a
        1:00 accepted b
        1:00 filled a 2 @ 105 taker
        1:00 filled b 1 @ 105 taker
        1:30 accepted c
        2:00 filled b 1 @ 106 taker
        2:00 filled c 1 @ 106 taker
        """),
    Scene(
      "immediate-or-cancel and fill-or-kill take one bar",
      tape: """
        0:00 100 100 100 100 3
        1:00 105 105 105 105 3
        """,
      orders: """
        0:10 a buy market 5 IOC
        0:20 b buy market 1 IOC
        1:00 c buy market 4 FOK
        1:00 d buy market 3 FOK
        """,
      events: """
        0:10 accepted a
        0:10 filled a 3 @ 100 taker
        0:10 expired a notFilledAtOnce filled 3
        0:20 accepted b
        0:20 expired b notFilledAtOnce
        1:00 accepted c
        1:00 accepted d
        1:00 expired c notFilledAtOnce
        1:00 filled d 3 @ 105 taker
        """),
  ]

  @Test("the next price", arguments: next)
  func nextPrice(scene: Scene) throws { try scene.play() }

  @Test("the last price pays what was in force on arrival, from the volume of the bar that ended")
  func lastPrice() throws {
    let run = try Scene(
      "last",
      tape: """
        0:00 100 100 100 100 7
        1:00 110 110 110 110 1000
        """,
      orders: """
        1:00 a buy market 5
        1:00 b buy market 5
        """,
      events: """
        1:00 accepted a
        1:00 filled a 5 @ 100 taker
        1:00 accepted b
        1:00 filled b 2 @ 100 taker
        1:00 filled b 3 @ 110 taker
        """
    ).play(ExchangeSetup().with { $0.matching.marketFill = .last })
    #expect(run.fillsAtLastPrice == 2)
  }

  @Test("orders before the first price wait for it, and so do the checks that need one")
  func beforeTheFirstPrice() throws {
    try Scene(
      "first price",
      tape: "1:00 100 110 90 105 1000",
      orders: """
        0:00 a buy market 5
        0:00 b buy market 100
        0:00 c sell market 20
        0:00 d buy limit 20 @ 60
        0:00 e sell market 5
        0:00 f buy limit 1 @ 101 GTX
        0:00 g sell stop 1 stop 101
        0:00 h buy limit 1 @ 101
        0:00 i buy limit 1 @ 95 IOC
        """,
      events: """
        0:00 accepted a
        0:00 accepted b
        0:00 rejected c insufficientBalance
        0:00 rejected d insufficientBalance
        0:00 accepted e
        0:00 accepted f
        0:00 accepted g
        0:00 accepted h
        0:00 accepted i
        1:00 filled a 5 @ 100 taker
        1:00 expired b insufficientBalance
        1:00 filled e 5 @ 100 taker
        1:00 expired f wouldTake
        1:00 expired g wouldTriggerAtOnce
        1:00 filled h 1 @ 100 taker
        1:00 expired i notFilledAtOnce
        """
    ).play(ExchangeSetup().with { $0.balances = [("usdt", "1000"), ("btc", "10")] })
  }

  @Test("before the first price a market sell is not measured against the least notional, at the price it is")
  func leastNotionalWaits() throws {
    try Scene(
      "least notional",
      tape: "1:00 100 110 90 105 1000",
      orders: """
        0:00 a sell market 5
        0:00 b sell market 4
        0:00 c buy market 4
        0:00 d sell limit 4 @ 120
        """,
      events: """
        0:00 accepted a
        0:00 accepted b
        0:00 accepted c
        0:00 rejected d minNotional
        1:00 filled a 5 @ 100 taker
        1:00 expired b minNotional
        1:00 expired c minNotional
        """
    ).play(ExchangeSetup(minNotional: "500"))
  }

  @Test("a fill goes as far as the balance reaches, the rest expires")
  func balanceBounds() throws {
    let run = try Scene(
      "balance",
      tape: """
        0:00 100 100 100 100 1000
        1:00 125 125 125 125 1000
        """, orders: "1:00 a buy market 10",
      events: """
        1:00 accepted a
        1:00 filled a 8 @ 125 taker
        1:00 expired a insufficientBalance filled 8
        """
    ).play(ExchangeSetup().with { $0.balances = [("usdt", "1000")] })
    #expect(run.balances == "btc 8")
  }

  @Test("a part filled dearer than the lock leaves less for the rest, never less than nothing")
  func dearPart() throws {
    let run = try Scene(
      "dear part",
      tape: """
        0:00 100 100 100 100 1000
        1:00 150 150 150 150 5
        2:00 100 100 100 100 1000
        """, orders: "1:00 a buy market 10",
      events: """
        1:00 accepted a
        1:00 filled a 5 @ 150 taker
        2:00 filled a 2 @ 100 taker
        2:00 expired a insufficientBalance filled 7
        """
    ).play(ExchangeSetup().with { $0.balances = [("usdt", "1000")] })
    #expect(run.balances == "btc 7, usdt 50")
  }

  @Test("where the quote asset pays the fee, the balance must hold it too")
  func balanceWithFee() throws {
    let run = try Scene(
      "fee",
      tape: """
        0:00 100 100 100 100 1000
        1:00 105 105 105 105 1000
        """,
      orders: """
        0:10 x buy market 10
        1:00 a buy market 9
        """,
      events: """
        0:10 rejected x insufficientBalance
        1:00 accepted a
        1:00 filled a 9 @ 105 taker fee 9.45 usdt
        """
    ).play(
      ExchangeSetup().with {
        $0.balances = [("usdt", "1009.99")]
        $0.taker = "0.01"
        $0.feeAsset = .quote
      })
    #expect(run.balances == "btc 9, usdt 55.54")
  }
}
