import Market
import Tape

/// A text file of numbers as columns: what the figures of the tape are measured on. Not an importer: it is slow and trusts its
/// input.
struct TextTable {
  var header: [String]
  var rows: [[Substring]]

  init(_ text: String) {
    var lines = text.split(separator: "\n")
    header =
      lines.isEmpty ? [] : lines.removeFirst().split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    rows = lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
  }

  func place(_ names: [String]) -> Int? { names.lazy.compactMap { header.firstIndex(of: $0) }.first }

  /// A column as units of the scale that holds all of it.
  func decimals(_ names: [String]) -> (values: [Int64], scale: Int)? {
    guard let place = place(names) else { return nil }
    let numbers = rows.map { (try? FixedDecimal($0[place]).reduced) ?? .zero }
    let scale = numbers.reduce(0) { max($0, $1.scale) }
    return (numbers.map { $0.int64Units(atScale: scale) ?? 0 }, scale)
  }

  func integers(_ names: [String]) -> [Int64]? {
    place(names).map { place in rows.map { Int64($0[place]) ?? 0 } }
  }
}

/// Rows of the files, and how many there were.
enum Tables {
  static let written = [WrittenDecimals](repeating: .shortest(atLeast: 0), count: 16)

  /// Nanoseconds of a stamp in milliseconds or microseconds.
  static func nanoseconds(_ stamp: Int64) -> Int64 { stamp > 100_000_000_000_000 ? stamp * 1_000 : stamp * 1_000_000 }

  static func trades(_ table: TextTable) -> TradeColumns? {
    guard let price = table.decimals(["price"]), let quantity = table.decimals(["qty", "quantity", "amount"]),
      let time = table.integers(["trade_time", "time", "timestamp", "transact_time"]),
      let id = table.integers(["id", "agg_trade_id"])
    else { return nil }
    let columns = TradeColumns(capacity: max(1, table.rows.count))
    let maker = table.place(["is_buyer_maker"])
    let side = table.place(["side"])
    for row in table.rows.indices {
      columns.time[row] = nanoseconds(time[row])
      columns.price[row] = price.values[row]
      columns.quantity[row] = quantity.values[row]
      columns.id[row] = id[row]
      let isSell = maker.map { table.rows[row][$0] == "true" } ?? side.map { table.rows[row][$0] == "sell" } ?? false
      columns.side[row] = isSell ? -1 : 1
    }
    columns.count = table.rows.count
    columns.present = 0b11111
    columns.priceScale = price.scale
    columns.quantityScale = quantity.scale
    return columns
  }

  static func klines(_ table: TextTable) -> KlineColumns? {
    guard let time = table.integers(["open_time", "timestamp"]) else { return nil }
    let columns = KlineColumns(capacity: max(1, table.rows.count))
    columns.count = table.rows.count
    for row in time.indices { columns.openTime[row] = nanoseconds(time[row]) }
    columns.fields = .openTime
    let prices = (1...4).compactMap { table.decimals([KlineFields.columnNames[$0]]) }
    guard prices.count == 4 else { return nil }
    columns.priceScale = prices.reduce(0) { max($0, $1.scale) }
    for (index, price) in prices.enumerated() {
      let factor = PowerOfTen.int64(columns.priceScale - price.scale)
      for row in time.indices { columns.column(index + 1)[row] = price.values[row] * factor }
    }
    columns.fields.formUnion(.prices)
    if let volume = table.decimals(["volume"]) {
      columns.quantityScale = volume.scale
      for row in time.indices { columns.volume[row] = volume.values[row] }
      columns.fields.insert(.volume)
    }
    if let quote = table.decimals(["quote_volume"]), let trades = table.integers(["trades"]) {
      columns.quoteScale = quote.scale
      for row in time.indices {
        columns.quoteVolume[row] = quote.values[row]
        columns.trades[row] = trades[row]
        columns.closeTime[row] = columns.openTime[row] + 59_999_000_000
      }
      columns.fields.formUnion([.quoteVolume, .trades, .closeTime])
    }
    if let base = table.decimals(["taker_buy_volume"]), let quote = table.decimals(["taker_buy_quote_volume"]),
      base.scale <= columns.quantityScale, quote.scale <= columns.quoteScale
    {
      let (baseFactor, quoteFactor) = (
        PowerOfTen.int64(columns.quantityScale - base.scale), PowerOfTen.int64(columns.quoteScale - quote.scale)
      )
      for row in time.indices {
        columns.takerBuyVolume[row] = base.values[row] * baseFactor
        columns.takerBuyQuoteVolume[row] = quote.values[row] * quoteFactor
      }
      columns.fields.formUnion([.takerBuyVolume, .takerBuyQuoteVolume])
    }
    return columns
  }

  /// The depth updates of a capture: a local time and a JSON text a line.
  static func book(_ text: String) -> BookColumns {
    let lines = text.split(separator: "\n").filter { $0.contains("\"depthUpdate\"") }
    let changes = lines.reduce(0) { $0 + $1.utf8.count(where: { $0 == 91 }) }
    let book = BookColumns(capacity: max(1, max(lines.count, changes)))
    var members: [(side: Int64, price: FixedDecimal, quantity: FixedDecimal)] = []
    for line in lines {
      let row = book.messages.count
      func number(_ name: String) -> Int64 {
        guard let range = line.firstRange(of: "\"\(name)\":") else { return 0 }
        return Int64(line[range.upperBound...].prefix { $0 >= "0" && $0 <= "9" }) ?? 0
      }
      let time = number("T") == 0 ? number("E") : number("T")
      book.messages.time[row] = time * 1_000_000
      book.messages.eventTime[row] = number("E") * 1_000_000
      book.messages.lastID[row] = number("u")
      book.messages.firstID[row] = number("U")
      book.messages.previousID[row] = number("pu")
      let before = members.count
      for (name, side) in [("\"b\":", Int64(1)), ("\"a\":", Int64(-1))] {
        guard let range = line.firstRange(of: name) else { continue }
        let list = line[range.upperBound...]
        let end = list.firstRange(of: "]]")?.upperBound ?? list.startIndex
        let isEmpty = list.hasPrefix("[]")
        let parts = isEmpty ? [] : list[..<end].split(separator: "\"").filter { $0.first?.isNumber == true }
        for index in stride(from: 0, to: parts.count - 1, by: 2) {
          guard let price = try? FixedDecimal(parts[index]), let quantity = try? FixedDecimal(parts[index + 1]) else {
            continue
          }
          members.append((side, price.reduced, quantity.reduced))
        }
      }
      book.messages.changes[row] = Int64(members.count - before)
      book.messages.count += 1
    }
    book.messages.present = 0b1111111
    book.changes.priceScale = members.reduce(0) { max($0, $1.price.scale) }
    book.changes.quantityScale = members.reduce(0) { max($0, $1.quantity.scale) }
    for member in members.prefix(book.changes.capacity) {
      let row = book.changes.count
      book.changes.side[row] = member.side
      book.changes.price[row] = member.price.int64Units(atScale: book.changes.priceScale) ?? 0
      book.changes.quantity[row] = member.quantity.int64Units(atScale: book.changes.quantityScale) ?? 0
      book.changes.count += 1
    }
    book.changes.present = 0b111
    return book
  }
}
