import Captures
import Glibc
import StrategyKit

// usage: BookBenchmark COLUMNS TILES: applies the capture's changes again and again, as the C floor does.

let arguments = CommandLine.arguments
guard arguments.count > 2, let capture = Capture(arguments[1]), let tiles = Int(arguments[2]) else {
  print("usage: BookBenchmark COLUMNS TILES")
  exit(2)
}

/// Applies all tiles; the check is the floor's.
func apply(_ capture: Capture, _ tiles: Int) -> Int64 {
  var book = OrderBook(priceStep: Price(10))
  var check: Int64 = 0
  let flags = capture.message(1)
  let counts = capture.message(2)
  for _ in 0..<tiles {
    var row = 0
    for message in 0..<capture.messageCount {
      let count = Int(counts[message])
      _ = book.apply(
        BookFlags(rawValue: flags[message]),
        BookChangeRows(
          sides: capture.change(0) + row, prices: capture.change(1) + row, quantities: capture.change(2) + row,
          count: count))
      row += count
      check += (book.bestBid?.price.ticks ?? 0) / 10 * 31 + (book.bestAsk?.price.ticks ?? 0) / 10
    }
  }
  return check
}

let start = workSeconds()
let check = apply(capture, tiles)
let seconds = workSeconds() - start
let changes = capture.changeCount * tiles
print("book: \(changes) changes, \(seconds) s, \(Double(changes) / seconds / 1e6) M changes/s, check \(check)")
