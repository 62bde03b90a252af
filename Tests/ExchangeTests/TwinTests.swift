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
      var scene = RandomCase(seed: seed, onPrints: onPrints)
      guard var problem = try Self.difference(scene) else { continue }
      try Self.shrink(&scene, &problem)
      Issue.record(
        """
        \(problem); \(RandomSeeds.hint(seed)); still so with \(scene.bars.count) bars, \(scene.prints.count) prints and
        \(scene.commands.map { "\(TapeTime.text($0.time)) \($0.command)" }.joined(separator: "\n"))
        """)
      failures += 1
      if failures > 4 { return }
    }
  }

  /// Leaves out of a failing case what it fails without: commands, then bars and prints from the end.
  private static func shrink(_ scene: inout RandomCase, _ problem: inout String) throws {
    func tryOut(_ change: (inout RandomCase) -> Void) throws -> Bool {
      var smaller = scene
      change(&smaller)
      guard let remains = try difference(smaller) else { return false }
      scene = smaller
      problem = remains
      return true
    }
    var position = scene.commands.count - 1
    while position >= 0 {
      _ = try tryOut { $0.commands.remove(at: position) }
      position -= 1
    }
    while !scene.bars.isEmpty, try tryOut({ $0.bars.removeLast() }) {}
    while !scene.prints.isEmpty, try tryOut({ $0.prints.removeLast() }) {}
  }

  /// What the two exchanges make differently of a case, or what is broken in the fast one; nil when all is well.
  private static func difference(_ scene: RandomCase) throws -> String? {
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
    if actual != should {
      let difference = zip(actual, should).firstIndexWhere { $0 != $1 } ?? Swift.min(actual.count, should.count)
      let here = difference < actual.count ? actual[difference] : "nothing"
      let there = difference < should.count ? should[difference] : "nothing"
      return "event \(difference + 1) is \"\(here)\", should be \"\(there)\""
    }
    for asset in configuration.assets.indices
    where driver.venue.free(AssetID(asset)).units != naive.free(asset)
      || driver.venue.locked(AssetID(asset)).units != naive.locked(asset)
    {
      return "\(configuration.assets[asset].name) differs at the end"
    }
    return driver.brokenInvariant
  }
}

extension Sequence {
  fileprivate func firstIndexWhere(_ condition: (Element) -> Bool) -> Int? {
    for (index, element) in enumerated() where condition(element) { return index }
    return nil
  }
}
