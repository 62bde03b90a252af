import Glibc
import Replay
import StrategyKit

/// Real prints, tiled forwards and backwards to a number of rows, so that every join is smooth.
struct PrintArray {
  var times: [Int64] = []
  var prices: [Int64] = []
  var quantities: [Int64] = []

  /// Reads `id,price,quantity,time in ms,...` rows from standard input and tiles them.
  init(rows: Int) {
    var prices: [Int64] = []
    var quantities: [Int64] = []
    while let line = readLine() {
      let fields = line.split(separator: ",")
      guard fields.count >= 4, let price = Self.units(fields[1], scale: 2),
        let quantity = Self.units(fields[2], scale: 8)
      else { continue }
      prices.append(price)
      quantities.append(quantity)
    }
    precondition(!prices.isEmpty, "prints come by standard input: id,price,quantity,time")
    self.times.reserveCapacity(rows)
    self.prices.reserveCapacity(rows)
    self.quantities.reserveCapacity(rows)
    let begin: Int64 = 1_722_470_400_000_000_000
    for row in 0..<rows {
      let tile = row / prices.count
      let place = tile % 2 == 0 ? row % prices.count : prices.count - 1 - row % prices.count
      // Five of a millisecond.
      times.append(begin + Int64(row / 5) * 1_000_000)
      self.prices.append(prices[place])
      self.quantities.append(quantities[place])
    }
  }

  private static func units(_ text: Substring, scale: Int) -> Int64? {
    var value: Int64 = 0
    var decimals = -1
    for byte in text.utf8 {
      if byte == 46 {
        decimals = 0
      } else if byte >= 48, byte <= 57 {
        if decimals == scale { continue }
        value = value * 10 + Int64(byte - 48)
        if decimals >= 0 { decimals += 1 }
      } else {
        return nil
      }
    }
    for _ in Swift.max(decimals, 0)..<scale { value *= 10 }
    return value
  }
}

/// The array as a feed; what refilling costs is counted, since it is no engine time.
final class ArrayPrintFeed: Feed {
  private let array: PrintArray
  private var position = 0
  private(set) var nanoseconds: UInt64 = 0

  init(_ array: PrintArray) { self.array = array }

  func refill(_ columns: TradeColumns) throws(FeedError) -> Bool {
    let start = processorTime()
    let count = Swift.min(columns.capacity, array.times.count - position)
    for row in 0..<count {
      columns.time[row] = array.times[position + row]
      columns.price[row] = array.prices[position + row]
      columns.quantity[row] = array.quantities[position + row]
      columns.side[row] = 1
      columns.id[row] = Int64(position + row)
    }
    columns.present = 0b11111
    columns.count = count
    position += count
    nanoseconds += processorTime() - start
    return count > 0
  }
}

/// Processor time of this process.
func processorTime() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
