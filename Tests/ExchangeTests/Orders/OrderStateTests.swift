import Exchange
import Market
import TestSupport
import Testing

@Suite("Ways of an order") struct OrderStateTests {
  @Test("each way is in the table once, and every state can end")
  func table() {
    var seen: [String] = []
    for way in OrderState.ways { seen.append("\(way.from) \(way.to.map { "\($0)" } ?? "done")") }
    #expect(Set(seen).count == seen.count)
    for state in OrderState.allCases { #expect(OrderState.ways.contains { $0.from == state && $0.to == nil }) }
    // Nothing is held again, nothing waits for a first price again, nothing that takes is armed again.
    #expect(!OrderState.ways.contains { $0.to == .held })
    #expect(OrderState.ways.filter { $0.to == .awaitingPrice }.map(\.from) == [.held])
    #expect(!OrderState.ways.contains { ($0.from == .taking || $0.from == .resting) && $0.to == .armed })
  }

  @Test("random runs go these ways and no others, and each of them is gone")
  func walked() throws {
    var walked: Set<String> = []
    for seed in RandomSeeds.seeds(400_000, count: 4_000) {
      let scene = RandomCase(seed: seed, onPrints: seed % 2 == 0)
      let driver = VenueDriver(
        Venue(try scene.setup.configuration()), bars: scene.bars, prints: scene.prints, commands: scene.commands)
      var states: [OrderID: OrderState] = [:]
      driver.afterInput = { driver, _ in
        var next: [OrderID: OrderState] = [:]
        for order in driver.venue.openOrders {
          next[order.id] = order.state
          if let before = states[order.id], before != order.state { walked.insert("\(before) \(order.state)") }
        }
        states = next
      }
      driver.run()
    }
    let legal = Set(OrderState.ways.compactMap { way in way.to.map { "\(way.from) \($0)" } })
    // Between two inputs an order can go several ways; each of those seen must be a path of the table.
    func leads(_ from: String, _ to: String, _ depth: Int) -> Bool {
      legal.contains("\(from) \(to)")
        || (depth > 0
          && OrderState.allCases.contains { legal.contains("\(from) \($0)") && leads("\($0)", to, depth - 1) })
    }
    for way in walked {
      let ends = way.split(separator: " ").map(String.init)
      #expect(leads(ends[0], ends[1], 3), "\(way)")
    }
    for way in ["armed taking", "armed resting", "taking resting", "held resting", "held armed"] {
      #expect(walked.contains(way), "\(way) was never seen")
    }
  }
}
