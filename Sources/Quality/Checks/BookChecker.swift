package import Market

/// Checks a book's messages as they come, chunk by chunk.
///
/// It keeps the book as it stands, which is as much memory as it has levels. A book counts as known from a snapshot on until the
/// chain of its numbers breaks; only then can it be crossed.
package struct BookChecker {
  package private(set) var log = FindingLog()
  private var steps: StepRules
  private var order = RowOrder()
  private var chain: BookChain
  private var sides = BookSides()
  private var hasSnapshot = false
  /// Whether the book is what stands on the exchange.
  private var isKnown = false
  private var isCrossed = false
  /// Whether the message before goes on with this one.
  private var goesOn = false
  private var isSkipped = false

  package init(_ rule: BookRule, steps: StepRules = StepRules([])) {
    chain = BookChain(rule)
    self.steps = steps
  }

  /// Checks a chunk, which goes on where the one before ended.
  package mutating func check(_ book: BookColumns) {
    let messages = book.messages
    var first = 0
    for row in 0..<messages.count {
      let changes = first..<(first + Int(messages.changes[row]))
      first = changes.upperBound
      let flags = BookFlags(rawValue: messages.flags[row])
      if !goesOn { begin(messages, row, flags) }
      if !isSkipped { apply(book.changes, changes, at: messages.time[row]) }
      goesOn = flags.contains(.continues)
      if !goesOn { judge(messages.time[row], scale: book.changes.priceScale) }
    }
  }

  private mutating func begin(_ messages: BookMessageColumns, _ row: Int, _ flags: BookFlags) {
    let time = messages.time[row]
    let last = messages.lastID[row]
    order.check(time: time, id: last, &log)
    if messages.has(7), messages.received[row] < time {
      log.note(.receivedBefore, at: time) { receivedText(made: time, received: messages.received[row]) }
    }
    isSkipped = false
    if flags.contains(.desync) {
      log.note(.bookDesync, at: time) { "before number \(last)" }
      lose()
    }
    if flags.contains(.snapshot) {
      restart(at: last)
      return
    }
    if !hasSnapshot {
      hasSnapshot = true
      log.note(.bookNoSnapshot, at: time) { "number \(last)" }
    }
    let numbers = BookChain.Numbers(
      first: messages.has(4) ? messages.firstID[row] : last, last: last,
      previous: messages.has(5) ? messages.previousID[row] : nil)
    switch chain.step(numbers) {
    case .follows: break
    case .isOlder: isSkipped = true
    case .restarts: restart(at: last)
    case .breaks:
      log.note(.bookSequence, at: time) {
        "numbers \(numbers.first) to \(last)" + (numbers.previous.map { ", to follow \($0)" } ?? "")
      }
      isKnown = false
      sides.clear()
    }
  }

  private mutating func restart(at number: Int64) {
    chain.start(at: number)
    hasSnapshot = true
    isKnown = true
    sides.clear()
  }

  private mutating func lose() {
    chain.forget()
    isKnown = false
    sides.clear()
  }

  private mutating func apply(_ changes: BookChangeColumns, _ rows: Range<Int>, at time: Int64) {
    if !steps.isEmpty {
      steps.advance(to: time, priceScale: changes.priceScale, quantityScale: changes.quantityScale)
    }
    for row in rows {
      let price = changes.price[row]
      let quantity = changes.quantity[row]
      if price <= 0 {
        log.note(.notPositive, at: time) { decimal(price, changes.priceScale) }
      } else if quantity < 0 {
        log.note(.negative, at: time) { decimal(quantity, changes.quantityScale) }
      } else if isKnown {
        sides.set(side: changes.side[row], price: price, quantity: quantity)
      }
      if !steps.isEmpty, !steps.isOnStep(price: price) {
        log.note(.offStep, at: time) { "price \(decimal(price, changes.priceScale))" }
      }
    }
  }

  /// Looks at the whole message's result; a book that stays crossed counts once.
  private mutating func judge(_ time: Int64, scale: Int) {
    let crosses = isKnown && sides.isCrossed
    if crosses, !isCrossed, let bid = sides.bestBid, let ask = sides.bestAsk {
      log.note(.crossed, at: time) { "bid \(decimal(bid, scale)), ask \(decimal(ask, scale))" }
    }
    isCrossed = crosses
  }
}
