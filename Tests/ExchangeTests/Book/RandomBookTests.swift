import Exchange
import Market
import TestSupport
import Testing

/// The fast book against the plain one, after every message of random streams.
@Suite("Random books") struct RandomBookTests {
  @Test("random streams give the same book as a sorted array") func twins() {
    var failures = 0
    for seed in RandomSeeds.seeds(0, count: 10_000) {
      RandomSeeds.begin(seed)
      guard let problem = run(seed) else { continue }
      Issue.record("\(problem); \(RandomSeeds.hint(seed))")
      failures += 1
      if failures == 3 { return }
    }
  }

  private func run(_ seed: UInt64) -> String? {
    var random = SplitMix(seed: seed)
    let step = random.pick([1, 1, 5, 100, 131_072, 10_000_000] as [Int64])
    var book = OrderBook(priceStep: Price(step))
    var spare = OrderBook(priceStep: Price(step))
    var naive = NaiveBook()
    var middle = random.number(1...200_000) * step
    // Each stream leaves some of what can happen out and weighs the rest its own way.
    let spread = random.pick([3, 20, 500, 9_000, 50_000] as [Int64])
    let jump = random.pick([0, 0, 1, 100, 20_000] as [Int64])
    let offStep = step > 1 && random.oneIn(3)
    let snapshots = random.pick([0, 3, 20] as [Int64])
    let desyncs = random.pick([0, 0, 15] as [Int64])
    let parts = random.pick([0, 5] as [Int64])
    let takes = random.pick([0, 2] as [Int64])
    let zeros = random.pick([2, 3, 8] as [Int64])
    var isFirst = true
    for message in 0..<random.number(5...25) {
      middle = Swift.max(step, middle + random.number(-jump...jump) * step)
      var flags: BookFlags = []
      if isFirst && !random.oneIn(10) || snapshots > 0 && random.oneIn(snapshots) { flags.insert(.snapshot) }
      if desyncs > 0, random.oneIn(desyncs) { flags.insert(.desync) }
      if parts > 0, random.oneIn(parts) { flags.insert(.continues) }
      isFirst = false
      var rows: [(Side, Price, Quantity)] = []
      for _ in 0..<random.number(0...(flags.contains(.snapshot) ? 12 : 6)) {
        let side: Side = random.oneIn(2) ? .buy : .sell
        // Crossed and locked books happen, too.
        var price = middle - side.sign * random.number(-2...spread) * step
        if offStep, random.oneIn(4) { price += random.number(1...step - 1) }
        rows.append((side, Price(Swift.max(1, price)), Quantity(random.oneIn(zeros) ? 0 : random.number(1...5))))
      }
      let known = naive.levels(.buy) + naive.levels(.sell)
      if !known.isEmpty, !flags.contains(.snapshot), random.oneIn(2) {
        let level = random.pick(known)
        rows.append((random.oneIn(4) ? .sell : .buy, level.price, Quantity(random.number(0...3))))
      }
      let columns = BookColumns(capacity: 64)
      BookRows.append(BookRows.Message(flags: flags, changes: rows), to: columns)
      let isWhole = book.apply(columns, message: 0, firstChange: 0)
      naive.apply(flags, rows)
      if isWhole == flags.contains(.continues) { return "message \(message) is not whole where it should be" }
      if takes > 0, isWhole, random.oneIn(takes) { take(&book, &naive, &random) }
      if let problem = difference(book, naive, isWhole: isWhole) { return "message \(message): \(problem)" }
      if random.oneIn(10) {
        spare.restore(from: book)
        swap(&spare, &book)
      }
    }
    return nil
  }

  private func take(_ book: inout OrderBook, _ naive: inout NaiveBook, _ random: inout SplitMix) {
    let side: Side = random.oneIn(2) ? .buy : .sell
    guard let level = naive.levels(side).first else { return }
    let left = naive.available(at: level.price, on: side)
    let quantity = Quantity(random.number(0...left.units))
    book.take(quantity, at: level.price, from: side)
    naive.take(quantity, at: level.price, from: side)
  }

  private func difference(_ book: borrowing OrderBook, _ naive: NaiveBook, isWhole: Bool) -> String? {
    if book.isKnown != naive.isKnown { return "one of them is known" }
    for side in Side.allCases {
      if book.levels(side) != naive.levels(side) { return "\(side)s \(book.levels(side)), not \(naive.levels(side))" }
      if book.best(side) != naive.levels(side).first { return "best \(side)" }
      if book.levelCount(side) != naive.levels(side).count { return "number of \(side)s" }
      let left = naive.levels(side).map {
        BookLevel(price: $0.price, quantity: naive.available(at: $0.price, on: side))
      }
      if book.bestAvailable(side) != left.first(where: { $0.quantity > .zero }) { return "best left of the \(side)s" }
      let sum = left.reduce(0) { $0 + $1.quantity.units }
      if book.available(to: side.opposite, limit: nil).units != sum { return "sum left of the \(side)s" }
    }
    return isWhole ? book.brokenInvariant() : nil
  }
}
