import Exchange
package import Market

/// A venue fed with one text of books, prints, quotes and commands, taken in row by row: what came out, as text.
///
///     0:00 book snapshot bid 100 5, bid 99 7, ask 101 3
///     0:01 book ask 101 0, ask 102 4
///     0:02 print 101 3 buy
///     0:03 quote bid 100 5, ask 101 6
///     0:04 a buy limit 5 @ 99
///     0:05 ahead a                      (what is ahead of it, as a line)
package struct BookRun {
  /// Events as lines, balances left out.
  package private(set) var lines: [String] = []
  /// The first broken invariant; nil: all held after every row.
  package private(set) var brokenInvariant: String?
  private var venue: VenueBox

  /// Plays `text`; `isPrintsAlone`: no book drives the matching; `forksEveryRow`: goes on with a copy of the venue after
  /// every row.
  package init(
    _ setup: ExchangeSetup, quotesOnly: Bool = false, isPrintsAlone: Bool = false, forksEveryRow: Bool = false,
    ahead: FixedDecimal = .zero, _ text: String
  ) throws {
    let plain = try setup.configuration()
    var accounts = plain.accounts
    accounts[0].queueAhead = ahead
    let configuration = try VenueConfiguration(
      accounts: accounts, instruments: plain.instruments, fees: plain.fees, currency: "usdt")
    venue = VenueBox(configuration)
    if !isPrintsAlone { venue.venue.matchOnBook(InstrumentID(0), quotesOnly: quotesOnly) }
    if isPrintsAlone || text.contains(" print ") { venue.venue.matchOnPrints(InstrumentID(0)) }
    var names = NameTable()
    var script = OrderScript(configuration.instruments)
    var writer = EventLines(configuration)
    for line in tableLines(text) {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 2, let nanoseconds = TapeTime.nanoseconds(words[0]) else {
        throw TableError(line, "a row begins with a time and a word")
      }
      let time = Timestamp(nanoseconds: nanoseconds)
      let rest = words.dropFirst(2).joined(separator: " ")
      var events = EventBuffer()
      switch words[1] {
      case "book": try venue.book(rest, at: time, &events)
      case "quote":
        let levels = try VenueBox.levels(rest)
        func best(_ side: Side) -> BookLevel {
          let level = levels.first { $0.0 == side }
          return BookLevel(price: level?.1 ?? Price(0), quantity: level?.2 ?? .zero)
        }
        venue.venue.applyQuote(InstrumentID(0), bid: best(.buy), ask: best(.sell), at: time, &events)
      case "print":
        guard words.count >= 4, let price = Int64(words[2]), let quantity = Int64(words[3]) else {
          throw TableError(line, "a print has a price and a quantity")
        }
        let side: Int8 = words.count < 5 ? 0 : words[4] == "buy" ? 1 : -1
        venue.venue.applyPrint(
          Print(
            time: time, instrument: InstrumentID(0), price: Price(price), quantity: Quantity(quantity), side: side),
          &events)
      case "ahead":
        let name = names.intern(words[2])
        let order = venue.venue.openOrders.first { $0.clientID == name }
        let ahead = order.map { $0.queue.isUnseen ? "unseen" : "\($0.queue.ahead)" } ?? "gone"
        lines.append("\(TapeTime.text(time)) ahead \(words[2]) \(ahead)")
      default:
        for command in try script.read(line, names: &names) {
          venue.venue.execute(command.command, at: time, &events)
        }
      }
      for index in 0..<events.count {
        if let line = writer.line(events[index], names: names) { lines.append(line) }
      }
      if forksEveryRow { venue.goOnWithCopy() }
      brokenInvariant = brokenInvariant ?? venue.venue.brokenInvariant().map { "\(line): \($0)" }
    }
  }
}

/// A venue that can be kept by a value.
private final class VenueBox {
  var venue: Venue

  init(_ configuration: VenueConfiguration) { venue = Venue(configuration) }

  func goOnWithCopy() { venue = venue.fork() }

  /// `bid 100 5, ask 101 3` as sides, prices and quantities.
  static func levels(_ text: String) throws -> [(Side, Price, Quantity)] {
    try text.split(separator: ",").map { part in
      let words = part.split(separator: " ")
      guard words.count == 3, let price = Int64(words[1]), let quantity = Int64(words[2]) else {
        throw TableError(text, "a level is: bid|ask price quantity")
      }
      return (words[0] == "bid" ? .buy : .sell, Price(price), Quantity(quantity))
    }
  }

  func book(_ text: String, at time: Timestamp, _ events: inout EventBuffer) throws {
    var words = text.split(separator: " ")
    var flags: BookFlags = []
    while let word = words.first {
      if word == "snapshot" {
        flags.insert(.snapshot)
      } else if word == "desync" {
        flags.insert(.desync)
      } else {
        break
      }
      words.removeFirst()
    }
    let levels = try Self.levels(words.joined(separator: " "))
    let columns = BookColumns(capacity: Swift.max(1, levels.count))
    columns.messages.flags[0] = flags.rawValue
    columns.messages.changes[0] = Int64(levels.count)
    columns.messages.count = 1
    for (row, level) in levels.enumerated() {
      columns.changes.side[row] = level.0.sign
      columns.changes.price[row] = level.1.ticks
      columns.changes.quantity[row] = level.2.units
    }
    columns.changes.count = levels.count
    _ = venue.applyBook(InstrumentID(0), columns, message: 0, firstChange: 0, at: time, &events)
  }
}
