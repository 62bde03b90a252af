import Exchange
import Market
import TestSupport
import Testing

@Suite("Amends and cancels") struct AmendTests {
  // 100 at 0:00, 90 at 0:20, 110 at 0:40, 105 at 1:00.
  private static let tape = "0:00 100 110 90 105 1000"

  static let scenes: [Scene] = [
    Scene(
      "a new price moves the order",
      tape: tape,
      orders: """
        0:05 a buy limit 5 @ 80
        0:06 amend a price 95
        """,
      events: """
        0:05 accepted a
        0:06 amended a 5 @ 95
        0:12 filled a 5 @ 95 maker
        """),
    Scene(
      "what the path has passed is behind for an amended order too",
      tape: tape,
      orders: """
        0:05 a buy limit 5 @ 80
        0:30 amend a price 95
        """,
      events: """
        0:05 accepted a
        0:30 amended a 5 @ 95
        """),
    Scene(
      "one beyond the price in force takes",
      tape: tape,
      orders: """
        0:05 a buy limit 5 @ 80
        0:10 amend a price 97
        """,
      events: """
        0:05 accepted a
        0:10 amended a 5 @ 97
        0:10 filled a 5 @ 95 taker
        """),
    Scene(
      "a lower quantity keeps the place in time, a higher or another price loses it",
      tape: "0:00 100 110 90 105 6",
      orders: """
        0:01 a buy limit 5 @ 95
        0:02 b buy limit 5 @ 95
        0:03 c buy limit 5 @ 95
        0:04 amend a quantity 6
        0:05 amend b quantity 4
        """,
      events: """
        0:01 accepted a
        0:02 accepted b
        0:03 accepted c
        0:04 amended a 6 @ 95
        0:05 amended b 4 @ 95
        0:12 filled b 4 @ 95 maker
        0:12 filled c 2 @ 95 maker
        """),
    Scene(
      "the quantity is the whole, fills included; not below what is filled",
      tape: """
        0:00 100 110 90 105 3
        1:00 90 90 90 90 100
        """,
      orders: """
        0:01 a buy limit 8 @ 95
        0:30 amend a quantity 3
        0:40 amend a quantity 5
        """,
      events: """
        0:01 accepted a
        0:12 filled a 3 @ 95 maker
        0:30 amend a refused invalidParameter
        0:40 amended a 5 @ 95
        1:00 filled a 2 @ 95 maker
        """),
    Scene(
      "a stop keeps its trigger, its limit can change",
      tape: tape,
      orders: """
        0:05 a sell stop_limit 5 stop 94 @ 94
        0:06 amend a price 92
        0:07 b sell stop 5 stop 93
        0:08 amend b quantity 4
        0:09 amend b price 92
        """,
      events: """
        0:05 accepted a
        0:06 amended a 5 @ 92
        0:07 accepted b
        0:08 amended b 4
        0:09 amend b refused invalidParameter
        0:12 triggered a at 94
        0:12 filled a 5 @ 94 taker
        0:14 triggered b at 93
        0:14 filled b 4 @ 93 taker
        """),
    Scene(
      "a post-only order is not amended into taking",
      tape: tape,
      orders: """
        0:05 a buy limit 5 @ 80 GTX
        0:10 amend a price 96
        0:11 amend a price 94
        """,
      events: """
        0:05 accepted a
        0:10 amend a refused wouldTake
        0:11 amended a 5 @ 94
        0:14 filled a 5 @ 94 maker
        """),
    Scene(
      "an order that is done cannot be cancelled or amended",
      tape: tape,
      orders: """
        0:05 a buy limit 5 @ 97
        0:10 cancel a
        0:11 amend a price 90
        """,
      events: """
        0:05 accepted a
        0:08 filled a 5 @ 97 maker
        0:10 cancel refused orderNotFound
        0:11 amend refused orderNotFound
        """),
    Scene(
      "a cancel after a part tells what was filled",
      tape: "0:00 100 110 90 105 3",
      orders: """
        0:05 a buy limit 5 @ 97
        0:10 cancel a
        """,
      events: """
        0:05 accepted a
        0:08 filled a 3 @ 97 maker
        0:10 canceled a filled 3
        """),
    Scene(
      "all open orders go by number",
      tape: tape,
      orders: """
        0:05 a buy limit 5 @ 80
        0:05 b sell stop 5 stop 70
        0:05 c sell limit 5 @ 170
        0:06 cancel b
        0:07 d sell limit 5 @ 160
        0:08 cancel all
        0:09 cancel all
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        0:05 accepted c
        0:06 canceled b
        0:07 accepted d
        0:08 canceled a
        0:08 canceled c
        0:08 canceled d
        """),
    Scene(
      "an order that waits for a bar can be cancelled",
      tape: """
        0:00 100 100 100 100 1000
        2:00 100 100 100 100 1000
        """,
      orders: """
        1:10 a buy market 5
        1:20 cancel a
        """,
      events: """
        1:10 accepted a
        1:20 canceled a
        """),
  ]

  @Test("scenes", arguments: scenes)
  func play(scene: Scene) throws { try scene.play() }

  @Test("amends pass the same rules as new orders and change nothing when refused")
  func rules() throws {
    let run = try Scene(
      "rules", tape: Self.tape,
      orders: """
        0:05 a buy limit 8 @ 90
        0:06 amend a price 90.5
        0:06 amend a quantity 9
        0:06 amend a quantity 2
        0:06 amend a quantity 6
        0:06 amend a price 200
        0:06 amend a price 0
        """,
      events: """
        0:05 accepted a
        0:06 amend a refused priceStep
        0:06 amend a refused quantityStep
        0:06 amend a refused quantityRange
        0:06 amend a refused minNotional
        0:06 amend a refused insufficientBalance
        0:06 amend a refused invalidParameter
        """
    ).play(
      ExchangeSetup(quantityStep: "2", minQuantity: "4", minNotional: "600").with {
        $0.balances = [("usdt", "1000")]
        $0.dataPriceScale = 1
      })
    #expect(run.balances == "usdt 280 + 720 locked")
  }

  @Test("all orders of one instrument go, those of another stay")
  func oneInstrument() throws {
    let run = try VenueRun(
      ExchangeSetup(["btcusdt", "ethusdt"]), [Self.tape, Self.tape],
      orders: """
        0:05 a buy limit 5 @ 80
        0:05 b buy limit 5 @ 80 on ethusdt
        0:06 cancel all on ethusdt
        """)
    #expect(run.lines == ["0:05 accepted a", "0:05 accepted b", "0:06 canceled b"])
    #expect(run.openOrders == 1)
  }
}
