// Glibc: files of the real market data are read through gzip.
import Glibc
import Market
import Testing

enum RealData {
  /// The folder that PAPERTAPE_DATA names.
  static let folder = getenv("PAPERTAPE_DATA").map { String(cString: $0) }
}

/// A table of the real market data as text: a reader of its own, so that importers are not checked by themselves.
struct RealTable {
  let names: [String]
  let rows: [[Substring]]

  /// Reads a file of the folder; throws when it is gone.
  init(_ name: String) throws {
    let path = "\(try #require(RealData.folder))/\(name)"
    try #require(access(path, R_OK) == 0, "\(path) is gone")
    let command = name.hasSuffix(".gz") ? "gzip -dc '\(path)'" : "cat '\(path)'"
    let pipe = try #require(popen(command, "r"))
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&block, 1, block.count, pipe)
      if count == 0 { break }
      bytes += block[..<count]
    }
    try #require(pclose(pipe) == 0, "\(path) cannot be unpacked")
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    names = try #require(lines.first).split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    rows = lines.dropFirst().map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  /// A column's numbers at the scale that holds all of them.
  func decimals(_ name: String) throws -> (values: [Int64], scale: Int) {
    let column = try #require(names.firstIndex(of: name), "no column \(name)")
    let scale = rows.reduce(0) { result, row in
      max(
        result, row[column].split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.utf8.count ?? 0)
    }
    return (try rows.map { try DecimalScanner.scan($0[column], scale: scale) }, scale)
  }

  /// A column's times in nanoseconds.
  func times(_ name: String) throws -> [Int64] { try decimals(name).values.map { $0 * 1_000_000 } }
}

extension RealTable {
  /// The table as klines, at common scales of prices.
  func klines(priceScale: Int, quantityScale: Int) throws -> KlineColumns {
    let columns = KlineColumns(capacity: rows.count)
    columns.count = rows.count
    columns.fields = .matching
    columns.priceScale = priceScale
    columns.quantityScale = quantityScale
    let times = try times(names.contains("open_time") ? "open_time" : "timestamp")
    columns.openTime.update(from: times, count: times.count)
    for (position, name) in ["open", "high", "low", "close", "volume"].enumerated() {
      let (values, scale) = try decimals(name)
      let target = position < 4 ? priceScale : quantityScale
      let factor = PowerOfTen.int64(target - scale)
      let column = columns.column(position + 1)
      for row in values.indices { column[row] = values[row] * factor }
    }
    return columns
  }

  /// Decimals of prices and of volumes.
  func klineScales() throws -> (price: Int, quantity: Int) {
    let prices = try ["open", "high", "low", "close"].map { try decimals($0).scale }
    return (prices.max() ?? 0, try decimals("volume").scale)
  }

  /// The table as prints; a type that is not MARKET is off the book.
  func prints(time: String = "trade_time", quantity: String = "qty") throws -> TradeColumns {
    let columns = TradeColumns(capacity: rows.count)
    columns.count = rows.count
    columns.present = 0b1_0001_1111
    let times = try times(time)
    let (prices, priceScale) = try decimals("price")
    let (quantities, quantityScale) = try decimals(quantity)
    columns.priceScale = priceScale
    columns.quantityScale = quantityScale
    let ids = try decimals(names.contains("id") ? "id" : "agg_trade_id").values
    let maker = try #require(names.firstIndex(of: "is_buyer_maker"))
    let type = names.firstIndex(of: "type")
    for row in rows.indices {
      columns.time[row] = times[row]
      columns.price[row] = prices[row]
      columns.quantity[row] = quantities[row]
      columns.side[row] = rows[row][maker] == "true" ? -1 : 1
      columns.id[row] = ids[row]
      let kind = type.map { rows[row][$0] } ?? ""
      columns.flags[row] = kind.isEmpty || kind == "MARKET" ? 0 : TradeFlags.offBook.rawValue
    }
    if names.contains("first_trade_id") {
      columns.present |= 1 << 6 | 1 << 7
      let first = try decimals("first_trade_id").values
      let last = try decimals("last_trade_id").values
      columns.firstID.update(from: first, count: first.count)
      columns.lastID.update(from: last, count: last.count)
    }
    return columns
  }
}

/// Prints in chunks of the usual size.
struct PrintChunks: Feed {
  private let all: TradeColumns
  private var start = 0

  init(_ all: TradeColumns) { self.all = all }

  mutating func refill(_ columns: TradeColumns) throws(FeedError) -> Bool {
    columns.count = min(columns.capacity, all.count - start)
    columns.present = all.present
    columns.priceScale = all.priceScale
    columns.quantityScale = all.quantityScale
    for position in all.layout.columns.indices {
      columns.column(position).update(from: all.column(position) + start, count: columns.count)
    }
    start += columns.count
    return columns.count > 0
  }
}

/// Klines in chunks of the usual size.
struct KlineChunks: Feed {
  private let all: KlineColumns
  private var start = 0

  init(_ all: KlineColumns) { self.all = all }

  mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.count = min(columns.capacity, all.count - start)
    columns.fields = all.fields
    columns.priceScale = all.priceScale
    columns.quantityScale = all.quantityScale
    for position in 0..<KlineFields.columnCount {
      columns.column(position).update(from: all.column(position) + start, count: columns.count)
    }
    start += columns.count
    return columns.count > 0
  }
}
