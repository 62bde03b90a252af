import Exchange
import Market
import TestSupport
import Testing

@Suite("Positions") struct PositionTests {
  @Test("a partial close takes its share of the cost toward zero, nothing is lost by averaging")
  func costShare() throws {
    // Cost 100 + 2 x 101 = 302; 302 / 3 = 100.66666666...
    let run = try Scene(
      "share",
      tape: """
        0:00 100 100 100 100 1000
        1:00 101 101 101 101 1000
        2:00 110 110 110 110 1000
        """,
      orders: """
        0:10 a buy market 1
        1:10 b buy market 2
        2:10 c sell market 1
        2:20 d sell market 2
        """,
      events: """
        0:10 accepted a
        0:10 filled a 1 @ 100 taker profit 0
        1:10 accepted b
        1:10 filled b 2 @ 101 taker profit 0
        2:10 accepted c
        2:10 filled c 1 @ 110 taker profit 9.33333334
        2:20 accepted d
        2:20 filled d 2 @ 110 taker profit 18.66666666
        """
    ).play(ExchangeSetup().with { $0.balances = [("usdt", "1000")] }, showsProfit: true)
    #expect(run.positions == ["0 cost 0 realized 28"])
    #expect(run.balances == "usdt 1028")
  }

  @Test("a fee in the base asset takes its share of the cost and no profit")
  func feeInBase() throws {
    let run = try Scene(
      "fee",
      tape: """
        0:00 100 100 100 100 1000
        1:00 120 120 120 120 1000
        """,
      orders: """
        0:10 a buy market 10
        1:10 close c
        """,
      events: """
        0:10 accepted a
        0:10 filled a 10 @ 100 taker fee 0.01 btc profit 0
        1:10 accepted c
        1:10 filled c 9 @ 120 taker fee 1.08 usdt profit 180
        """
    ).play(
      ExchangeSetup().with {
        $0.balances = [("usdt", "1000")]
        $0.taker = "0.001"
      }, showsProfit: true)
    #expect(run.positions == ["0.99 cost 99 realized 180"])
    #expect(run.balances == "btc 0.99, usdt 1078.92")
    #expect(run.equity == "1197.72")
  }

  @Test("base held at the start is a position entered at the first price")
  func startingPosition() throws {
    let run = try Scene(
      "start",
      tape: """
        0:00 100 100 100 100 1000
        1:00 120 120 120 120 1000
        """, orders: "1:10 a sell market 4",
      events: """
        1:10 accepted a
        1:10 filled a 4 @ 120 taker profit 80
        """
    ).play(ExchangeSetup().with { $0.balances = [("usdt", "0"), ("btc", "10")] }, showsProfit: true)
    #expect(run.positions == ["6 cost 600 realized 80"])
    #expect(run.equity == "1200")
  }

  @Test("what no order could sell is dust: close sells whole steps and is refused when there are none")
  func dust() throws {
    try Scene(
      "dust", tape: "0:00 100 100 100 100 1000",
      orders: """
        0:10 a buy market 1
        0:20 close b
        0:30 close c
        """,
      events: """
        0:10 accepted a
        0:10 filled a 1 @ 100 taker fee 0.001 btc
        0:20 accepted b
        0:20 filled b 0.9 @ 100 taker fee 0.09 usdt
        0:30 rejected c invalidParameter
        """
    ).play(
      ExchangeSetup(quantityStep: "0.1").with {
        $0.balances = [("usdt", "1000")]
        $0.taker = "0.001"
      })
  }

  @Test("close sells what is free, not what open orders have locked")
  func closeFree() throws {
    try Scene(
      "close", tape: "0:00 100 100 100 100 1000",
      orders: """
        0:10 a sell limit 3 @ 120
        0:20 close b
        """,
      events: """
        0:10 accepted a
        0:20 accepted b
        0:20 filled b 7 @ 100 taker
        """
    ).play(ExchangeSetup().with { $0.balances = [("btc", "10")] })
  }
}
