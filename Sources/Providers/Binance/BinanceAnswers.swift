import JSON
import Market

/// Answers of Binance's market data endpoints, brought to rows.
enum BinanceAnswers {
  /// Rows of `klines` and its kin: open time, four prices, volume, close time, quote volume, count, taker's volumes, nothing.
  ///
  /// Bars of mark, index and premium prices hold zeros for volumes, here as in the files of the archive, and are kept so.
  static func bars(_ body: [UInt8], kind: SeriesKind, unit: Int64) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(kind)
    rows.timeUnit = unit
    for element in try AnswerReader(parsing: body).list("the answer") {
      let row = try AnswerReader(element).list("a bar")
      var fields: [FetchedField?] = [try AnswerReader.time(row, 0, unit: unit)]
      for index in 1...4 { fields.append(try AnswerReader.decimal(row, index)) }
      fields.append(try AnswerReader.decimal(row, 5))
      fields.append(try AnswerReader.time(row, 6, unit: unit))
      fields.append(try AnswerReader.decimal(row, 7))
      fields.append(try AnswerReader.time(row, 8, unit: 1))
      fields.append(try AnswerReader.decimal(row, 9))
      fields.append(try AnswerReader.decimal(row, 10))
      try rows.append(fields)
    }
    return rows
  }

  /// Rows of `aggTrades`.
  static func aggTrades(_ body: [UInt8], unit: Int64) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(.aggTrades)
    rows.timeUnit = unit
    for element in try AnswerReader(parsing: body).list("the answer") {
      let trade = AnswerReader(element)
      guard let isBuyerMaker = try trade.member("m").flag else { throw AnswerError("'m' is no flag") }
      let flags: FetchedField? = element["M"]?.flag.map { FetchedField($0 ? TradeFlags.bestMatch.rawValue : 0) }
      try rows.append([
        try FetchedField(time: trade.text("T"), unit: unit), try trade.decimal("p"), try trade.decimal("q"),
        FetchedField(isBuyerMaker ? -1 : 1), try FetchedField(time: trade.text("a"), unit: 1), nil,
        try FetchedField(time: trade.text("f"), unit: 1), try FetchedField(time: trade.text("l"), unit: 1), flags,
      ])
    }
    return rows
  }

  /// Rows of `fundingRate`, those with a mark price and those without apart: COIN-M has none, old rows of USD-M an empty one.
  static func funding(_ body: [UInt8]) throws(AnswerError) -> [FetchedRows] {
    var marked = FetchedRows(.funding)
    var plain = FetchedRows(.funding)
    for element in try AnswerReader(parsing: body).list("the answer") {
      let row = AnswerReader(element)
      let time = try FetchedField(time: row.text("fundingTime"), unit: 1_000_000)
      let rate = try row.decimal("fundingRate")
      if let mark = element["markPrice"]?.numberText, !mark.isEmpty {
        try marked.append([time, rate, nil, try FetchedField(decimal: mark)])
      } else {
        try plain.append([time, rate])
      }
    }
    return [marked, plain]
  }

  /// Rows of `openInterestHist`.
  static func openInterest(_ body: [UInt8]) throws(AnswerError) -> FetchedRows {
    var rows = FetchedRows(.openInterest)
    for element in try AnswerReader(parsing: body).list("the answer") {
      let row = AnswerReader(element)
      try rows.append([
        try FetchedField(time: row.text("timestamp"), unit: 1_000_000), try row.decimal("sumOpenInterest"),
        try row.decimal("sumOpenInterestValue"),
      ])
    }
    return rows
  }
}
