import Exchange
import Market
import TestSupport
import Testing

/// A capture: files that follow on one another, the exchange's numbering, the price step in units of 10^-8.
private struct Source: Sendable, CustomTestStringConvertible {
  var files: [String]
  var numbering: BookNumbering?
  var step: Int64
  /// Whether there is no snapshot at all, so that the book is what changes say.
  var isWithoutSnapshot = false
  /// Messages after which the exchange's two streams do not say the same.
  var knownDifferences = 0

  var testDescription: String { files[0] }
}

private let sources = [
  Source(
    files: ["binance_coinm/BTCUSD_PERP-20240808-capture.txt.gz", "binance_coinm/BTCUSD_PERP-20240809-capture.txt.gz"],
    numbering: .binanceFutures, step: 10_000_000),
  Source(
    files: ["binance_spot/BTCUSDT-20230405-capture.txt.gz"], numbering: .binanceSpot, step: 1_000_000,
    isWithoutSnapshot: true),
  Source(
    files: ["binance_spot/BTCUSDT-20240808-capture.txt.gz", "binance_spot/BTCUSDT-20240809-capture.txt.gz"],
    numbering: .binanceSpot, step: 1_000_000, knownDifferences: 2),
  Source(files: ["binance_spot/ETHUSDT-20240808-capture.txt.gz"], numbering: .binanceSpot, step: 1_000_000),
  Source(
    files: ["binance_usdm/BTCUSDT-20230404-capture.txt.gz", "binance_usdm/BTCUSDT-20230405-capture.txt.gz"],
    numbering: .binanceFutures, step: 10_000_000),
  Source(files: ["binance_usdm/BTCUSDT-20240808-capture.txt.gz"], numbering: .binanceFutures, step: 10_000_000),
  Source(files: ["binance_usdm/ETHUSDT-20240808-capture.txt.gz"], numbering: .binanceFutures, step: 1_000_000),
  Source(files: ["bybit_linear/XRPUSDT_2024-12-01_ob500.data.zip"], numbering: .bybit, step: 10_000),
  Source(files: ["hyperliquid/BTC-20250126-capture.txt.gz"], numbering: nil, step: 100_000_000),
]

/// Runs when PAPERTAPE_DATA names the folder of real market data; a file that is gone is then a failure.
@Suite("Real books", .enabled(if: BookCapture.folder != nil)) struct RealBookTests {
  @Test(
    "after every message of a capture the book is that of the sorted array and its touch the exchange's",
    arguments: sources)
  fileprivate func captures(source: Source) throws {
    let folder = try #require(BookCapture.folder)
    var capture = BookCapture()
    for file in source.files { try capture.read(lines: PackedFile.bytes("\(folder)/\(file)")) }
    let twins = BookTwins(step: source.step)
    var sequence = source.numbering.map { BookSequence($0) }
    if source.isWithoutSnapshot, let first = capture.messages.first {
      twins.apply(.snapshot, [])
      sequence?.snapshot((first.first ?? first.number) - 1)
    }
    // Changes that came before the snapshot are kept until it is there.
    var early: [BookCapture.Message] = []
    var nextTouch = 0
    var touches = 0
    var agreeing = 0
    var applied = 0
    var lastAgrees = true
    func take(_ message: BookCapture.Message) throws {
      if message.isSnapshot {
        sequence?.snapshot(message.number)
        twins.apply(.snapshot, message.changes)
      } else {
        switch sequence?.message(message.number, first: message.first, previous: message.previous) {
        case .inOrder: twins.apply([], message.changes)
        case .unsynchronized: return early.append(message)
        case .old: return
        case .desync, nil: Issue.record("the chain breaks at \(message.number)")
        }
      }
      applied += 1
      try #require(twins.difference == nil, "\(message.number)")
      // The exchange's own touch at this number: the last one at or before it.
      while nextTouch < capture.touches.count, capture.touches[nextTouch].number <= message.number { nextTouch += 1 }
      guard nextTouch > 0, !source.isWithoutSnapshot, capture.touches[nextTouch - 1].number > message.number - 1_000_000
      else { return }
      let touch = capture.touches[nextTouch - 1]
      touches += 1
      lastAgrees = twins.isTouch(touch)
      if lastAgrees { agreeing += 1 }
    }
    for message in capture.messages {
      try take(message)
      guard message.isSnapshot, !early.isEmpty else { continue }
      let kept = early
      early = []
      for message in kept { try take(message) }
    }
    #expect(applied > 40 && early.isEmpty)
    // At two numbers of one spot capture the stream of best prices shows a bid that the depth stream has taken out already.
    #expect(touches - agreeing <= source.knownDifferences, "\(agreeing) of \(touches) touches agree")
    #expect(lastAgrees)
    let isTouched = capture.touches.isEmpty || source.isWithoutSnapshot || touches > 100
    #expect(isTouched)
  }

  @Test(
    "depth archives are books",
    arguments: ["binance_usdm/btcusdt-depth-snap-20221101.csv", "binance_usdm/btcusdt-depth-update-20221101.csv"])
  func archives(file: String) throws {
    let folder = try #require(BookCapture.folder)
    let text = String(decoding: try PackedFile.bytes("\(folder)/\(file)"), as: UTF8.self)
    let twins = BookTwins(step: 10_000_000)
    twins.apply(.snapshot, [])
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",")
      let change = (
        fields[4] == "b" ? Side.buy : .sell, Price(try BookCapture.units(fields[6], 8)),
        Quantity(try BookCapture.units(fields[7], 8))
      )
      twins.apply([], [change])
      try #require(twins.difference == nil)
    }
  }

  @Test("rows of a stored snapshot each are the whole book", arguments: [5, 25])
  func snapshots(depth: Int) throws {
    let folder = try #require(BookCapture.folder)
    let path = "\(folder)/tardis/binance-futures_book_snapshot_\(depth)_BTCUSDT.csv"
    let twins = BookTwins(step: 1_000_000)
    for line in String(decoding: try PackedFile.bytes(path), as: UTF8.self).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",")
      var changes: [(Side, Price, Quantity)] = []
      for position in stride(from: 4, to: fields.count, by: 2) {
        changes.append(
          (
            position % 4 == 0 ? .sell : .buy, Price(try BookCapture.units(fields[position], 8)),
            Quantity(try BookCapture.units(fields[position + 1], 8))
          ))
      }
      twins.apply(.snapshot, changes)
      try #require(twins.difference == nil && twins.depth == depth)
    }
  }
}

/// The fast book and the plain one, fed alike.
private final class BookTwins {
  private var book: OrderBook
  private var naive = NaiveBook()
  private let columns = BookColumns(capacity: 8_192)

  init(step: Int64) { book = OrderBook(priceStep: Price(step)) }

  func apply(_ flags: BookFlags, _ changes: [(Side, Price, Quantity)]) {
    columns.messages.count = 0
    columns.changes.count = 0
    BookRows.append(BookRows.Message(flags: flags, changes: changes), to: columns)
    book.apply(columns, message: 0, firstChange: 0)
    naive.apply(flags, changes)
  }

  var depth: Int { book.levelCount(.buy) }

  /// What differs between the two, or is broken in the fast one.
  var difference: String? {
    for side in Side.allCases where book.levels(side) != naive.levels(side) { return "\(side)" }
    return nil
  }

  func isTouch(_ touch: BookCapture.Touch) -> Bool { book.bestBid == touch.bid && book.bestAsk == touch.ask }
}
