import Captures
import Glibc
import Replay
import StrategyKit

// usage: QuoterBenchmark COLUMNS TILES [nanoseconds of each latency, 1000000] [through|touch|risk_averse|proportional|log]: quotes
// against the capture.

let arguments = CommandLine.arguments
guard arguments.count > 2, let capture = Capture(arguments[1]), let tiles = Int(arguments[2]) else {
  print("usage: QuoterBenchmark COLUMNS TILES [LATENCY [MODEL]]")
  exit(2)
}
let model = arguments.count > 4 ? arguments[4] : "risk_averse"
let latency = TimeSpan(nanoseconds: arguments.count > 3 ? Int64(arguments[3]) ?? 0 : 1_000_000)

/// Counts fills.
final class FillCount: RunWatcher {
  var fills = 0
  var orders = 0
  func observe(_ batch: borrowing EventBuffer, names: NameTable) {
    for index in 0..<batch.count {
      switch batch[index] {
      case .filled: fills += 1
      case .accepted: orders += 1
      default: break
      }
    }
  }
}

func run() throws {
  let specification = InstrumentSpecification(
    pair: EntityID(kind: .pair, provider: "binance", code: "btcusdt"), base: "btc", quote: "usdt", priceStep: "0.1",
    quantityStep: "0.001")
  guard let instrument = Instrument(specification, dataPriceScale: 2, dataQuantityScale: 3) else { exit(2) }
  var matching = MatchingRules()
  matching.limitFill = LimitFill(rawValue: model) ?? .queue
  matching.queue = QueueModel.allCases.first { "\($0.name)" == model } ?? .riskAverse
  let rate = Rate(units: 0)
  let venue = try VenueConfiguration(
    instruments: [instrument], balances: [("usdt", "10000000"), ("btc", "100")],
    fees: [FeeSchedule(maker: rate, taker: rate, asset: .quote)], matching: matching, currency: "usdt")
  var plan = RunPlan(
    venue: venue, setup: StrategySetup(instruments: [instrument], streams: [], values: [:]),
    streams: [
      RunStream(instrument: InstrumentID(0), book: MessageFeed(capture: capture, tiles: tiles)),
      RunStream(instrument: InstrumentID(0), trades: PrintFeed(capture: capture, tiles: tiles)),
    ], seed: 1)
  plan.latency.feed = latency
  plan.latency.order = latency
  plan.latency.response = latency
  let count = FillCount()
  let start = workSeconds()
  let outcome = try StrategyEntry(Quoter.self).run(plan, [count])
  let seconds = workSeconds() - start
  let events = (capture.changeCount + capture.printCount) * tiles
  if let error = outcome.error { print("error: \(error)") }
  print(
    "quoter (\(model)): \(events) events, \(seconds) s, \(Double(events) / seconds / 1e6) M events/s, \(count.orders) orders, \(count.fills) fills"
  )
}

try run()
