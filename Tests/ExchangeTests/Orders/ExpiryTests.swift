import Exchange
import Market
import TestSupport
import Testing

@Suite("Good till a date") struct ExpiryTests {
  @Test(
    "an order ends at its instant, before commands and after prints of that instant",
    arguments: [
      PrintScene(
        "a print of that instant still fills it", prints: "0:01 100 9\n0:05 94 9\n0:09 90 9",
        orders: "0:02 a buy limit 5 @ 95 GTD until 0:05", events: "0:02 accepted a\n0:05 filled a 5 @ 95 maker"),
      PrintScene(
        "one a nanosecond later does not", prints: "0:01 100 9\n0:05.000000001 94 9\n0:09 90 9",
        orders: "0:02 a buy limit 5 @ 95 GTD until 0:05", events: "0:02 accepted a\n0:05 expired a expired"),
      PrintScene(
        "a cancel of that instant finds it gone", prints: "0:01 100 9\n0:09 94 9",
        orders: "0:02 a buy limit 5 @ 95 GTD until 0:05\n0:05 cancel a",
        events: "0:02 accepted a\n0:05 expired a expired\n0:05 cancel refused orderNotFound"),
      PrintScene(
        "by number at one instant", prints: "0:01 100 9\n0:09 94 9",
        orders: "0:02 a buy limit 5 @ 95 GTD until 0:05\n0:03 b buy limit 5 @ 94 GTD until 0:05",
        events: "0:02 accepted a\n0:03 accepted b\n0:05 expired a expired\n0:05 expired b expired"),
      PrintScene(
        "its time must lie ahead", prints: "0:01 100 9\n0:09 94 9",
        orders:
          "0:05 a buy limit 5 @ 95 GTD until 0:05\n0:05 b buy limit 5 @ 95 GTD\n0:05 c buy limit 5 @ 95 until 0:06",
        events: "0:05 rejected a invalidParameter\n0:05 rejected b invalidParameter\n0:05 rejected c invalidParameter"),
    ])
  func instants(scene: PrintScene) throws { try scene.play() }

  @Test("what it had locked is free again")
  func unlocks() throws {
    let run = try VenueRun(
      ExchangeSetup(), [], prints: ["0:01 100 9\n0:09 100 9"], orders: "0:02 a buy limit 5 @ 95 GTD until 0:05")
    #expect(run.balances == "usdt 100000, btc 100, eth 100" || run.balances.contains("usdt 100000"))
    #expect(!run.balances.contains("locked"))
    #expect(run.openOrders == 0)
  }
}
