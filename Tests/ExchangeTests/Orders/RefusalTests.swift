import Exchange
import Market
import TestSupport
import Testing

@Suite("Refusals") struct RefusalTests {
  // 100 at 0:00, 90 at 0:20; 95 at 0:10.
  private static let tape = "0:00 100 110 90 105 1000"
  /// Step 1, quantity step 2, 4 to 100, market at most 50, notional 600, 10,000 usdt and 100 btc.
  private static let strict = ExchangeSetup(
    quantityStep: "2", minQuantity: "4", maxQuantity: "100", maxMarketQuantity: "50", minNotional: "600"
  ).with {
    $0.balances = [("usdt", "10000"), ("btc", "100")]
    $0.dataPriceScale = 1
    $0.dataQuantityScale = 1
  }

  private static func refused(_ order: String) throws -> String? {
    let run = try VenueRun(
      strict, [tape],
      orders: """
        0:05 taken buy limit 8 @ 80
        0:10 \(order)
        """)
    #expect(run.brokenInvariant == nil)
    let line = run.lines.first { $0.hasPrefix("0:10 rejected") || $0.contains("refused") }
    return line?.split(separator: " ").last.map(String.init)
  }

  @Test(
    "each has its cause",
    arguments: [
      ("a buy market 8 on dogeusdt", "unknownInstrument"),
      ("a buy market 0", "invalidParameter"), ("a buy limit 8", "invalidParameter"),
      ("a buy market 8 @ 90", "invalidParameter"), ("a buy limit 8 @ 0", "invalidParameter"),
      ("a buy limit -8 @ 90", "invalidParameter"), ("a buy limit 8 @ -90", "invalidParameter"),
      ("a buy limit 8 @ 90 stop 80", "invalidParameter"), ("a buy stop 8", "invalidParameter"),
      ("a buy stop 8 stop 0", "invalidParameter"), ("a buy stop_limit 8 stop 120", "invalidParameter"),
      ("a buy market 8 GTX", "invalidParameter"), ("a buy stop 8 stop 120 GTX", "invalidParameter"),
      ("taken buy limit 8 @ 90", "duplicateClientID"),
      ("a buy limit 8 @ 90 parent nobody", "orderNotFound"), ("cancel nobody", "orderNotFound"),
      ("amend nobody price 80", "orderNotFound"),
      ("a buy limit 8 @ 90.5", "priceStep"), ("a buy limit 8 @ 90.55", "priceStep"),
      ("a buy stop 8 stop 120.5", "priceStep"), ("a buy stop_limit 8 stop 120.25 @ 121", "priceStep"),
      ("a buy limit 9 @ 90", "quantityStep"), ("a buy limit 8.5 @ 90", "quantityStep"),
      ("a buy limit 8.05 @ 90", "quantityStep"),
      ("a buy limit 2 @ 90", "quantityRange"), ("a sell limit 102 @ 120", "quantityRange"),
      ("a sell market 52", "quantityRange"), ("a sell stop 52 stop 80", "quantityRange"),
      ("a buy limit 6 @ 90", "minNotional"), ("a sell market 6", "minNotional"),
      ("a sell stop 6 stop 90", "minNotional"),
      ("a sell stop 8 stop 95", "wouldTriggerAtOnce"), ("a buy stop_limit 8 stop 95 @ 96", "wouldTriggerAtOnce"),
      ("a buy limit 8 @ 96 GTX", "wouldTake"),
      ("a buy limit 100 @ 96", "insufficientBalance"), ("a buy stop 50 stop 200", "insufficientBalance"),
    ])
  func causes(order: String, reason: String) throws { #expect(try Self.refused(order) == reason) }

  @Test(
    "what lies on the border is taken",
    arguments: [
      "a sell limit 100 @ 120", "a sell market 50", "a sell limit 4 @ 150", "a buy limit 10 @ 60",
      "a sell stop_limit 52 stop 80 @ 79", "a sell stop 8 stop 94", "a buy limit 8 @ 95 GTX", "a buy limit 100 @ 93",
      "taken2 buy limit 8 @ 90",
    ])
  func border(order: String) throws { #expect(try Self.refused(order) == nil) }

  @Test(
    "of two causes the one that is checked first is named",
    arguments: [
      ("a buy limit 0 @ 90.5 on dogeusdt", "unknownInstrument"),
      ("taken buy market 0", "invalidParameter"),
      ("taken buy limit 8 @ 90 parent nobody", "duplicateClientID"),
      ("taken buy limit 9 @ 90.5", "duplicateClientID"),
      ("a buy limit 9 @ 90.5 parent nobody", "orderNotFound"),
      ("a buy limit 9 @ 90.5", "priceStep"), ("a buy limit 8.05 @ 90.55", "priceStep"),
      ("a buy limit 3 @ 90", "quantityStep"), ("a sell limit 101 @ 120", "quantityStep"),
      ("a buy limit 2 @ 90 GTX", "quantityRange"), ("a sell market 54", "quantityRange"),
      ("a buy limit 6 @ 96 GTX", "minNotional"), ("a sell stop 6 stop 96", "minNotional"),
      ("a buy stop 100 stop 95", "quantityRange"), ("a buy stop 50 stop 95", "wouldTriggerAtOnce"),
      ("a sell stop_limit 8 stop 96 @ 94 GTX", "wouldTriggerAtOnce"),
      ("a buy limit 100 @ 200 GTX", "wouldTake"),
    ])
  func precedence(order: String, reason: String) throws { #expect(try Self.refused(order) == reason) }

  @Test("the cases stand in the order in which they are checked")
  func order() {
    #expect(
      Refusal.allCases == [
        .maintenance, .unavailable, .unknownInstrument, .invalidParameter, .duplicateClientID, .orderNotFound,
        .positionSide, .fundingSettlement, .priceStep, .quantityStep, .priceRange, .quantityRange, .overflow,
        .priceBand, .minNotional, .maxNotional, .maxOrders, .maxAlgoOrders, .reduceOnly, .wouldTriggerAtOnce,
        .wouldTake, .leverage, .positionLimit, .insufficientBalance, .selfTrade, .notModified, .positionOpen,
        .nothingHeld, .borrowing, .liquidation, .notFilledAtOnce, .expired, .groupEnded,
      ])
  }

  @Test("a refused order takes a number, changes nothing, and its name is free")
  func numbers() throws {
    let run = try VenueRun(
      Self.strict, [Self.tape],
      orders: """
        0:05 a buy limit 9 @ 80
        0:06 a buy limit 8 @ 80
        """)
    #expect(run.lines == ["0:05 rejected a quantityStep", "0:06 accepted a"])
    guard case .accepted(let accepted) = run.events.first(where: { if case .accepted = $0 { true } else { false } })
    else {
      Issue.record("nothing was accepted")
      return
    }
    #expect(accepted.order.number == 2)
  }

  @Test("rules can be switched off one by one")
  func switches() throws {
    var off = RuleSwitches()
    off.priceStep = false
    off.quantityStep = false
    off.quantityRange = false
    off.minNotional = false
    try Scene(
      "off", tape: Self.tape,
      orders: """
        0:05 a buy limit 0.5 @ 90.5
        0:05 b sell limit 99.5 @ 120.5
        0:05 c buy limit 0.05 @ 90
        """,
      events: """
        0:05 accepted a
        0:05 accepted b
        0:05 rejected c quantityStep
        0:20 filled a 0.5 @ 90.5 maker
        """
    ).play(
      Self.strict.with {
        $0.rules = off
        $0.specifications[0].priceStep = "0.5"
        $0.matching.participation = nil
      })
  }

  @Test(
    "a number too large for the money's arithmetic is refused, never a trap",
    arguments: [
      "a buy limit 9000000000000000000 @ 9000000000000000000", "a buy limit 9000000000000000000 @ 90",
      "a buy stop 9000000000000000000 stop 9000000000000000000", "a buy market 9000000000000000000",
      "a sell limit 100 @ 9000000000000000000", "a sell market 9000000000000000000",
      "a buy stop_limit 9000000000000000000 stop 9000000000000000000 @ 9000000000000000000",
    ])
  func overflow(order: String) throws {
    for feeAsset in [FeeAsset.received, .quote] {
      let run = try VenueRun(
        ExchangeSetup(minNotional: "10").with {
          $0.feeAsset = feeAsset
          $0.taker = "0.05"
        }, [Self.tape], orders: "0:10 \(order)")
      let reason = run.lines.first?.split(separator: " ").last
      #expect(reason == "overflow" || reason == "insufficientBalance")
    }
  }
}
