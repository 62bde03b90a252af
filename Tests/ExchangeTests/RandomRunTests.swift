import Exchange
import Market
import TestSupport
import Testing

@Suite("Random runs of the exchange") struct RandomRunTests {
  /// Runs every seed until five have failed; `check` names what is wrong.
  private func forEach(_ seeds: [UInt64], _ check: (UInt64) throws -> String?) rethrows {
    var failures = 0
    for seed in seeds {
      RandomSeeds.begin(seed)
      guard let problem = try check(seed) else { continue }
      Issue.record("\(problem); \(RandomSeeds.hint(seed))")
      failures += 1
      if failures == 5 { return }
    }
  }

  @Test("what must hold after every input holds, and events tell only what can be")
  func invariants() throws {
    try forEach(RandomSeeds.seeds(10_000, count: 2_000)) { seed in
      let scene = RandomCase(seed: seed, barCount: 8)
      let configuration = try scene.setup.configuration()
      let driver = VenueDriver(Venue(configuration), bars: scene.bars, commands: scene.commands)
      var history = OrderHistory()
      var bars = [Kline?](repeating: nil, count: configuration.instruments.count)
      var taken = [Int64](repeating: 0, count: configuration.instruments.count)
      var problem: String?
      driver.afterInput = { driver, before in
        for event in driver.events[before...] {
          history.take(event)
          guard case .filled(let fill) = event else { continue }
          let index = Int(fill.instrument.index)
          if driver.lastOpened[fill.instrument] != bars[index] {
            bars[index] = driver.lastOpened[fill.instrument]
            taken[index] = 0
          }
          taken[index] += fill.quantity.units
          problem = problem ?? Self.fault(fill, bars[index], taken[index], scene)
        }
      }
      driver.run()
      return driver.brokenInvariant ?? history.fault ?? problem
    }
  }

  /// Whether a fill lies in its bar, within the bar's budget.
  private static func fault(_ fill: Fill, _ bar: Kline?, _ taken: Int64, _ scene: RandomCase) -> String? {
    guard let bar else { return "a fill without a bar" }
    if bar.volume.units == 0 { return "a fill in a bar that traded nothing" }
    if let share = scene.setup.matching.participation, bar.volume != Kline.unknownVolume {
      let budget = Int64(Int128(bar.volume.units) * Int128(share.units) / Int128(Rate.one.units))
      if taken > budget { return "\(taken) filled of a budget of \(budget)" }
    }
    let isInside = fill.price >= bar.low && fill.price <= bar.high
    if fill.liquidity == .taker, scene.setup.matching.slippage == .zero, !isInside {
      return "a taker's price \(fill.price.ticks) outside \(bar.low.ticks)...\(bar.high.ticks)"
    }
    // A maker fills at its own price, which a gap may have jumped: never better than the bar allows.
    let isReached = fill.side == .buy ? bar.low <= fill.price : bar.high >= fill.price
    return fill.liquidity == .maker && !isReached ? "a maker's price that the bar has not reached" : nil
  }

  @Test("the same case gives the same events")
  func replay() throws {
    try forEach(RandomSeeds.seeds(20_000, count: 500)) { seed in
      func events() throws -> [String] {
        let scene = RandomCase(seed: seed)
        let driver = VenueDriver(Venue(try scene.setup.configuration()), bars: scene.bars, commands: scene.commands)
        driver.run()
        return driver.events.map { "\($0)" }
      }
      return try events() == events() ? nil : "two runs differ"
    }
  }

  @Test("a copy taken in mid-run goes on identically, and leaves the original alone")
  func fork() throws {
    try forEach(RandomSeeds.seeds(30_000, count: 500)) { seed in
      let scene = RandomCase(seed: seed)
      let configuration = try scene.setup.configuration()
      func driver() -> VenueDriver { VenueDriver(Venue(configuration), bars: scene.bars, commands: scene.commands) }
      let alone = driver()
      alone.run()
      let forked = driver()
      var random = SplitMix(seed: seed)
      var copy: VenueDriver?
      var before = 0
      while forked.step() {
        guard copy == nil, random.oneIn(12) else { continue }
        before = forked.events.count
        let other = forked.fork()
        other.run()
        copy = other
      }
      let original = forked.events.map { "\($0)" }
      if original != alone.events.map({ "\($0)" }) { return "the copy has changed the original" }
      guard let copy else { return nil }
      if copy.events.map({ "\($0)" }) != Array(original[before...]) { return "the copy goes on otherwise" }
      return copy.venue.equity == forked.venue.equity ? copy.brokenInvariant : "the copy's equity differs"
    }
  }

  @Test("a nanosecond of latency changes no fill price on a bar's path by more than a step")
  func nanosecond() throws {
    try forEach(RandomSeeds.seeds(40_000, count: 1_000)) { seed in
      var scene = RandomCase(seed: seed)
      // One market order alone inside a long bar of enough volume: the path is all that decides.
      scene.setup.matching.participation = nil
      scene.setup.matching.slippage = .zero
      scene.setup.balances = [("usdt", "100000000"), ("btc", "100000"), ("eth", "100000")]
      guard let bar = scene.bars.first(where: { $0.volume.units != 0 }), scene.span == .minute else { return nil }
      var random = SplitMix(seed: seed)
      let configuration = try scene.setup.configuration()
      let step = configuration.instruments[0].priceStep.ticks
      func price(_ delay: Int64, _ side: Side) throws -> Int64? {
        let terms = OrderTerms(instrument: bar.instrument, side: side, type: .market, quantity: Quantity(4))
        let time = Timestamp(nanoseconds: bar.openTime.nanoseconds + delay)
        let driver = VenueDriver(
          Venue(configuration), bars: [bar],
          commands: [
            TimedCommand(time: time, command: .submit(OrderRequest(terms, tag: OrderTag(1), created: time)))
          ])
        driver.run()
        for case .filled(let fill) in driver.events { return fill.price.ticks }
        return nil
      }
      for _ in 0..<4 {
        let delay = random.pick([0, random.number(0...59_999_999_998), 19_999_999_999, 20_000_000_000, 39_999_999_999])
        let side = random.pick(Side.allCases)
        guard let first = try price(delay, side), let second = try price(delay + 1, side) else { continue }
        if abs(first - second) > step { return "\(first) becomes \(second) after \(delay) ns" }
      }
      return nil
    }
  }
}
