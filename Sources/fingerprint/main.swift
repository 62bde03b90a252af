// Runs a busy little strategy over a generated market and writes the journal's digest: the same text in debug and in release, on any
// machine. It stands on the pure layer alone, so that it builds in seconds.
import Exchange
import Indicators
import Market
import Replay
import StrategyKit
import Synthetic

/// Sends every kind of order there is, by what the averages and the time say.
struct Busy: Strategy {
  static let summary = "Sends every kind of order."
  private let instrument: InstrumentID
  private let quantity: Quantity
  private var sums = RollingSumPair(fast: 7, slow: 25)
  private var rsi = WilderRSI(window: 9)
  private var bars = 0

  init(_ setup: StrategySetup) throws(StrategyError) {
    instrument = try setup.instrument()
    quantity = try setup.quantity("quantity", of: instrument)
  }

  mutating func onKline(_ kline: Kline, _ context: inout Context) {
    sums.update(kline.close.ticks)
    rsi.update(Double(kline.close.ticks))
    bars += 1
    guard sums.isFull, let value = rsi.value else { return }
    let step = context.instruments[0].priceStep.ticks
    func price(_ thousandths: Int64) -> Price {
      Price((kline.close.ticks + kline.close.ticks * thousandths / 1_000) / step * step)
    }
    let held = context.sellable(instrument)
    if bars % 60 == 0 { context.cancelAll(instrument) }
    if held == .zero, bars % 7 == 0 {
      if sums.order > 0 {
        context.buy(instrument, quantity)
      } else if value < 40 {
        context.limit(.buy, instrument, quantity, at: price(-2))
      } else {
        context.submit(
          OrderTerms(
            instrument: instrument, side: .buy, type: .stopLimit, quantity: quantity, price: price(4),
            stopPrice: price(2)))
      }
    } else if held != .zero, !context.hasOpenOrders(instrument) {
      context.submit(
        OrderTerms(instrument: instrument, side: .sell, type: .limit, quantity: held, price: price(5)),
        oco: "exit\(bars)")
      context.submit(
        OrderTerms(instrument: instrument, side: .sell, type: .stopMarket, quantity: held, stopPrice: price(-3)),
        oco: "exit\(bars)")
    }
  }
}

/// A 64-bit mix in place of SHA-256, which this layer has no library for; the text is what counts.
struct MixHasher: BlockHasher {
  func hash(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> [UInt8] {
    var state: [UInt64] = [0xCBF2_9CE4_8422_2325, 0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93, 0xA076_1D64_78BD_642F]
    for bytes in [first, second] {
      for byte in bytes {
        for lane in 0..<4 { state[lane] = (state[lane] ^ (UInt64(byte) &+ UInt64(lane))) &* 0x0000_0100_0000_01B3 }
      }
    }
    return state.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }
}

func run() throws {
  let specification = InstrumentSpecification(
    pair: EntityID(kind: .pair, provider: "binance", code: "btcusdt"), base: "btc", quote: "usdt", priceStep: "0.01",
    quantityStep: "0.00001", minQuantity: "0.00001", maxQuantity: "9000", minNotional: "5")
  guard let instrument = Instrument(specification), let from = Timestamp(iso: "2024-01-01"),
    let to = Timestamp(iso: "2024-01-15")
  else { return }
  let fees = FeeSchedule(maker: Rate(units: 1_000_000_000), taker: Rate(units: 1_000_000_000), asset: .received)
  for path in PathOrder.allCases {
    var matching = MatchingRules()
    matching.path = path
    let venue = try VenueConfiguration(
      instruments: [instrument], balances: [("usdt", "10000")], fees: [fees], matching: matching, currency: "usdt")
    let feed = try SyntheticMarket(seed: 5, startPrice: "60000").klines(
      of: instrument, level: .minute, from: from, to: to)
    let setup = StrategySetup(
      instruments: [instrument], streams: [StrategySetup.Stream(instrument: InstrumentID(0), level: .minute)],
      values: ["quantity": .decimal("0.05")])
    var plan = RunPlan(
      venue: venue, setup: setup,
      streams: [RunStream(instrument: InstrumentID(0), level: .minute, feed: feed, drivesMatching: true)], seed: 9)
    plan.latency.order = TimeSpan(nanoseconds: 70_000_000)
    plan.latency.jitter = TimeSpan(nanoseconds: 30_000_000)
    let journal = Journal(venue, hasher: MixHasher()) { _ in }
    let outcome = try StrategyEntry(Busy.self).run(plan, [journal])
    let digest = journal.finish()
    print(
      "\(path.rawValue) events \(journal.count) fills \(outcome.venue.lastFillNumber) ambiguous \(outcome.ambiguousBars) equity \(FixedDecimal(units: outcome.venue.equity.units, scale: venue.valuation.scale)) \(digest)"
    )
  }
}

try run()
