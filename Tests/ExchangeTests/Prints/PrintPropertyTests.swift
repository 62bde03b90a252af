import Exchange
import Market
import TestSupport
import Testing

@Suite("Random runs on prints") struct PrintPropertyTests {
  @Test(
    "no print pays more than its share, own orders never share it twice, no taker pays another price, events can be")
  func properties() throws {
    for seed in RandomSeeds.seeds(500_000, count: 5_000) {
      RandomSeeds.begin(seed)
      let scene = RandomCase(seed: seed, barCount: 8, onPrints: true)
      let driver = VenueDriver(
        Venue(try scene.setup.configuration()), bars: [], prints: scene.prints, commands: scene.commands)
      var history = OrderHistory()
      var taken: [InstrumentID: Int64] = [:]
      var last: [InstrumentID: Print] = [:]
      var problem: String?
      driver.afterInput = { driver, before in
        if let print = driver.lastPrint, !print.isOffBook, last[print.instrument] != print {
          last[print.instrument] = print
          taken[print.instrument] = 0
        }
        for event in driver.events[before...] {
          history.take(event)
          guard case .filled(let fill) = event else { continue }
          taken[fill.instrument, default: 0] += fill.quantity.units
          problem = problem ?? Self.fault(fill, last[fill.instrument], taken[fill.instrument] ?? 0, scene)
        }
      }
      driver.run()
      if let problem = driver.brokenInvariant ?? history.fault ?? problem {
        Issue.record("\(problem); \(RandomSeeds.hint(seed))")
        return
      }
    }
  }

  private static func fault(_ fill: Fill, _ print: Print?, _ taken: Int64, _ scene: RandomCase) -> String? {
    guard let print else { return "a fill before the first print" }
    if let share = scene.setup.matching.participation {
      let budget = Int64(Int128(print.quantity.units) * Int128(share.units) / Int128(Rate.one.units))
      // Two prints that are equal in all they say cannot be told apart here.
      let twins = scene.prints.filter { $0 == print }.count
      if taken > budget * Int64(twins) { return "\(taken) filled of a print that pays \(budget)" }
    }
    if fill.liquidity == .taker, scene.setup.matching.slippage == .zero, fill.price != print.price {
      return "a taker pays \(fill.price.ticks), the print is at \(print.price.ticks)"
    }
    let isReached = fill.side == .buy ? print.price <= fill.price : print.price >= fill.price
    return fill.liquidity == .maker && !isReached ? "a maker's price that the print has not reached" : nil
  }
}
