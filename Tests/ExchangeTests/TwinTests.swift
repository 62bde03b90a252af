import Exchange
import Market
import TestSupport
import Testing

@Suite("Two exchanges, one behaviour") struct TwinTests {
  @Test("the fast exchange and the slow one make the same events and balances over random runs")
  func twins() throws {
    try compare(RandomSeeds.seeds(1, count: 5_000), onPrints: false)
  }

  @Test("the same on prints")
  func twinsOnPrints() throws { try compare(RandomSeeds.seeds(1_000_001, count: 5_000), onPrints: true) }

  private func compare(_ seeds: [UInt64], onPrints: Bool) throws {
    var failures = 0
    for seed in seeds {
      RandomSeeds.begin(seed)
      let scene = RandomCase(seed: seed, onPrints: onPrints)
      let configuration = try scene.setup.configuration()
      let driver = VenueDriver(
        Venue(configuration), bars: scene.bars, prints: scene.prints, commands: scene.commands)
      driver.run()
      let naive = NaiveRun.run(scene, configuration)
      var fast = EventLines(configuration)
      fast.showsProfit = true
      var slow = fast
      let actual = driver.events.compactMap { fast.line($0, names: scene.names) }
      let should = naive.events.compactMap { slow.line($0, names: scene.names) }
      let difference = zip(actual, should).firstIndexWhere { $0 != $1 } ?? Swift.min(actual.count, should.count)
      var problem: String?
      if actual != should {
        let here = difference < actual.count ? actual[difference] : "nothing"
        let there = difference < should.count ? should[difference] : "nothing"
        problem = "event \(difference + 1) is \"\(here)\", should be \"\(there)\""
      }
      if problem == nil {
        for asset in configuration.assets.indices
        where driver.venue.free(AssetID(asset)).units != naive.free(asset)
          || driver.venue.locked(AssetID(asset)).units != naive.locked(asset)
        {
          problem = "\(configuration.assets[asset].name) differs at the end"
        }
      }
      problem = problem ?? driver.brokenInvariant
      if let problem {
        Issue.record("\(problem); \(RandomSeeds.hint(seed))")
        failures += 1
        if failures > 4 { return }
      }
    }
  }
}

extension Sequence {
  fileprivate func firstIndexWhere(_ condition: (Element) -> Bool) -> Int? {
    for (index, element) in enumerated() where condition(element) { return index }
    return nil
  }
}
