// Runs a two-sided quote over prints and says how many of them a second the engine takes:
//
//   zcat TRADES.csv.gz | prints ROWS [RESTING]
//
// RESTING orders rest far away for the whole run.
import Glibc
import Replay
import StrategyKit

/// Quotes both sides of the last price, anew every thousand prints.
struct TwoSidedQuote: Strategy {
  static let summary = "Quotes both sides of the last price, anew every thousand prints."
  static let parameters: [ParameterDeclaration] = []
  private let resting: Int
  private var prints = 0
  private var bid: OrderTag?
  private var ask: OrderTag?

  init(_ setup: StrategySetup) throws(StrategyError) {
    resting = restingOrders
  }

  mutating func onTrade(_ print: Print, _ context: inout Context) {
    prints += 1
    guard prints % 1_000 == 0 else { return }
    if prints == 1_000 {
      for number in 0..<resting {
        let side: Side = number % 2 == 0 ? .buy : .sell
        let away = Price(Int64(2_000_000 + number * 100))
        context.limit(
          side, print.instrument, Quantity(100_000), at: side == .buy ? print.price - away : print.price + away)
      }
    }
    if let bid { context.cancel(bid) }
    if let ask { context.cancel(ask) }
    let quantity = Quantity(100_000)
    bid = context.limit(.buy, print.instrument, quantity, at: print.price - Price(500), timeInForce: .postOnly)
    ask = context.limit(.sell, print.instrument, quantity, at: print.price + Price(500), timeInForce: .postOnly)
  }
}

/// Stands in for SHA-256, which is a library's.
struct SumHasher: BlockHasher {
  func hash(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> [UInt8] {
    var sum: UInt64 = 14_695_981_039_346_656_037
    for bytes in [first, second] { for byte in bytes { sum = (sum ^ UInt64(byte)) &* 1_099_511_628_211 } }
    return (0..<32).map { UInt8(truncatingIfNeeded: sum >> (8 * UInt64($0 % 8))) }
  }
}

/// Greatest fall of equity: the least that a run's figures look at at each mark.
final class DrawdownWatcher: RunWatcher {
  private(set) var marks = 0
  private(set) var greatest: Int128 = 0
  private var peak = Int128.min

  func observe(_ batch: borrowing EventBuffer, names: NameTable) {
    batch.withMarks { list in
      for mark in list {
        peak = Swift.max(peak, mark.equity.units)
        greatest = Swift.max(greatest, peak - mark.equity.units)
      }
      marks += list.count
    }
  }
}

let rows = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 10_000_000 : 10_000_000
let restingOrders = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 0 : 0
let array = PrintArray(rows: rows)

func measure() throws -> (seconds: Double, text: String) {
  let specification = InstrumentSpecification(
    pair: EntityID(kind: .pair, provider: "binance", code: "btcusdt"), base: "btc", quote: "usdt", priceStep: "0.01",
    quantityStep: "0.00000001")
  guard let instrument = Instrument(specification) else { return (0, "") }
  let fee = FeeSchedule(maker: .zero, taker: Rate(units: 1_000_000_000), asset: .received)
  let venue = try VenueConfiguration(
    instruments: [instrument], balances: [("usdt", "10000000"), ("btc", "100")], fees: [fee], currency: "usdt")
  let feed = ArrayPrintFeed(array)
  let plan = RunPlan(
    venue: venue, setup: StrategySetup(instruments: [instrument], streams: [], values: [:]),
    streams: [RunStream(instrument: InstrumentID(0), trades: feed)], seed: 1)
  let journal = Journal(venue, hasher: SumHasher()) { _ in }
  let watcher = DrawdownWatcher()
  let start = processorTime()
  let outcome = try StrategyEntry(TwoSidedQuote.self).run(plan, [journal, watcher])
  let seconds = Double(processorTime() - start - feed.nanoseconds) / 1e9
  let text =
    "\(outcome.rows) prints, \(outcome.venue.lastFillNumber) fills, \(outcome.venue.openOrderCount) open, \(watcher.marks) marks"
  return (seconds, text)
}

var best = Double.infinity
for _ in 0..<5 {
  let (seconds, text) = try measure()
  best = Swift.min(best, seconds)
  print("\(text), \(Double(rows) / seconds / 1e6) M prints/s")
}
print("best \(Double(rows) / best / 1e6) M prints/s")
