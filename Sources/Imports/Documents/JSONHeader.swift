/// The columns of JSON rows that are lists, whose order each source has its own: told by their number, their values and the file's name.
enum JSONHeader {
  /// A header line for rows of a shape; nil where the reader knows them without.
  static func header(of shape: JSONRows.Shape, kind: ImportKind?, file: ArchiveName) -> String? {
    guard case .lists(let first) = shape else { return nil }
    if kind == .funding, first.count >= 2 {
      // freqtrade keeps rates like bars: the rate is the open.
      return "time,rate" + String(repeating: ",ignore", count: first.count - 2)
    }
    switch first.count {
    // freqtrade: time, id, type, side, price, amount, cost.
    case 7 where ["buy", "sell"].contains(first[3].lowercased()):
      return "time,id,ignore,side,price,quantity,quote_quantity"
    // Bybit: start, open, high, low, close, volume, turnover.
    case 7: return "open_time,open,high,low,close,volume,quote_volume"
    // OKX: ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm.
    case 9: return "open_time,open,high,low,close,volume,ignore,quote_volume,ignore"
    // Coinbase's candles have low and high before the open; freqtrade's bars have not.
    case 6 where file.provider == "coinbase" || isLowFirst(first): return "open_time,low,high,open,close,volume"
    default: return nil
    }
  }

  /// Whether the second number is the least of the four prices and the third, not the fourth, is no lower than the others.
  private static func isLowFirst(_ row: [String]) -> Bool {
    let prices = row[1...4].compactMap { try? NumberText.number(Array($0.utf8)) }
    guard prices.count == 4, let scale = prices.map(\.decimals).max() else { return false }
    let values = prices.map { Int128($0.mantissa) * power(scale - $0.decimals) }
    let isPlain = values[1] >= max(values[0], values[3]) && values[2] <= min(values[0], values[3])
    return !isPlain && values[0] <= values.min() ?? 0 && values[1] >= values.max() ?? 0
  }

  private static func power(_ exponent: Int) -> Int128 { (0..<exponent).reduce(Int128(1)) { value, _ in value * 10 } }
}
