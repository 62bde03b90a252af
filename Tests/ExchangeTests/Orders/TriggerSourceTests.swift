import Exchange
import Market
import TestSupport
import Testing

@Suite("Triggers on mark and index") struct TriggerSourceTests {
  @Test(
    "a stop waits for the price of its source and pays as an order arriving then",
    arguments: [
      PrintScene(
        "mark", prints: "0:00 mark 100\n0:01 100 9\n0:03 90 9\n0:04 mark 95\n0:05 97 9\n0:06 96 9",
        orders: "0:02 a sell stop 5 stop 95 trigger mark",
        events: "0:02 accepted a\n0:04 triggered a at 95\n0:05 filled a 5 @ 97 taker"),
      PrintScene(
        "index", prints: "0:00 index 100\n0:01 100 9\n0:03 mark 90\n0:04 index 94\n0:05 97 9",
        orders: "0:02 a sell stop 5 stop 95 trigger index",
        events: "0:02 accepted a\n0:04 triggered a at 94\n0:05 filled a 5 @ 97 taker"),
      PrintScene(
        "a trailing stop follows it",
        prints: "0:00 mark 100\n0:01 100 9\n0:03 mark 120\n0:04 200 9\n0:05 mark 108\n0:06 150 9",
        orders: "0:02 a sell trail 5 by 0.1 trigger mark",
        events: "0:02 accepted a\n0:05 triggered a at 108\n0:06 filled a 5 @ 150 taker"),
      PrintScene(
        "reached already", prints: "0:00 mark 90\n0:01 100 9\n0:09 100 9",
        orders: "0:02 a sell stop 5 stop 95 trigger mark", events: "0:02 rejected a wouldTriggerAtOnce"),
    ])
  func sources(scene: PrintScene) throws { try scene.play() }

  @Test("spot without such a price refuses it")
  func spot() throws {
    try PrintScene(
      "no mark", prints: "0:01 100 9\n0:09 100 9", orders: "0:02 a sell stop 5 stop 95 trigger mark",
      events: "0:02 rejected a invalidParameter"
    ).play()
  }
}
