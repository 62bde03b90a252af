import Exchange
import Market
import TestSupport
import Testing

@Suite("Self-trade prevention") struct SelfTradeTests {
  private static let prints = "0:01 100 9\n0:09 100 9"

  @Test(
    "the arriving order's mode says who goes",
    arguments: [
      ("", ["expired a selfTrade"]), (" stp EXPIRE_MAKER", ["expired a selfTrade"]),
      (" stp EXPIRE_TAKER", ["expired b selfTrade"]),
      (" stp EXPIRE_BOTH", ["expired a selfTrade", "expired b selfTrade"]),
      (" stp NONE", []),
    ])
  func modes(mode: String, ended: [String]) throws {
    let run = try VenueRun(
      ExchangeSetup(), [], prints: [Self.prints],
      orders: "0:02 a sell limit 5 @ 103\n0:03 b buy limit 5 @ 105\(mode)")
    #expect(run.lines.filter { $0.contains("selfTrade") } == ended.map { "0:03 " + $0 })
    #expect(run.brokenInvariant == nil)
  }

  @Test("a post-only order that would meet an own one is refused")
  func postOnly() throws {
    try PrintScene(
      "at the touch", prints: Self.prints, orders: "0:02 a sell limit 5 @ 100\n0:03 b buy limit 5 @ 100 GTX",
      events: "0:02 accepted a\n0:03 rejected b wouldTake"
    ).play()
  }

  @Test("orders that do not cross stay")
  func apart() throws {
    try PrintScene(
      "apart", prints: Self.prints,
      orders: "0:02 a sell limit 5 @ 103\n0:03 b buy limit 5 @ 102\n0:04 c buy limit 1 @ 99",
      events: "0:02 accepted a\n0:03 accepted b\n0:04 accepted c\n0:09 filled b 5 @ 100 taker"
    ).play()
  }
}
