import JSON
import Market
import Tape

/// Reads a file of messages as they came over a stream: books, prints, best quotes and mark prices, each a series of its own.
package final class CaptureReader: BatchReader {
  private static let standardCapacity = 16_384

  package var rejections: [Rejection] = []
  /// Messages are text, which has no such remains.
  package var mended: [Rejection] = []
  /// Messages that are nothing for a tape, by what they call themselves.
  package private(set) var unused: [String: Int] = [:]
  /// The exchange, where the form of the messages is its own.
  package private(set) var exchange: String?
  /// The instrument as the messages name it; nil until one was read.
  package private(set) var instrument: String?

  private let blocks: LineBlocks
  private let style: CaptureLine.Style
  private let book: BookBatchBuilder
  private let trades: SeriesBatchBuilder
  private let aggTrades: SeriesBatchBuilder
  private let quotes: SeriesBatchBuilder
  private let marks: SeriesBatchBuilder
  private var position = 0
  private var line = 1
  /// Items of the line at `position` that are in the batches handed over already.
  private var itemsDone = 0

  private var builders: [RowBuilder] { [book, trades, aggTrades, quotes, marks] }

  /// A reader of a stream whose first block is in `blocks`.
  init(_ blocks: LineBlocks, style: CaptureLine.Style, capacity: Int = standardCapacity) {
    self.blocks = blocks
    self.style = style
    book = BookBatchBuilder(capacity: 4 * capacity)
    trades = SeriesBatchBuilder(.trades, capacity: capacity)
    aggTrades = SeriesBatchBuilder(.aggTrades, capacity: capacity)
    quotes = SeriesBatchBuilder(.quotes, capacity: capacity)
    marks = SeriesBatchBuilder(.markTicks, capacity: capacity)
  }

  /// A reader of any stream whose first line shows that it is one; nil when it is something else, or cannot be read.
  package static func overBytes(_ source: any ByteSource, capacity: Int) -> CaptureReader? {
    let blocks = LineBlocks(source, blockSize: 1 << 12)
    guard (try? blocks.advance()) == true, let style = CaptureLine.style(of: blocks.lines) else { return nil }
    return CaptureReader(blocks, style: style, capacity: capacity)
  }

  package var lacksLastLineFeed: Bool { blocks.lacksLastLineFeed }

  package func next() throws(LineError) -> [BuiltBatch]? {
    for builder in builders { builder.clear() }
    while true {
      if readBlock() { return batches() }
      guard try blocks.advance() else { break }
      position = 0
    }
    let result = batches()
    return result.isEmpty && rejections.isEmpty ? nil : result
  }

  private func batches() -> [BuiltBatch] { builders.filter { $0.count > 0 }.flatMap { $0.batches() } }

  /// Reads lines of the block; true when the batches have to be handed over first, false at the end of the block.
  private func readBlock() -> Bool {
    let lines = blocks.lines
    while position < lines.count {
      var end = position
      while lines[end] != 10 { end += 1 }
      var last = end
      if last > position, lines[last - 1] == 13 { last -= 1 }
      if last > position {
        let bytes = UnsafeRawBufferPointer(rebasing: lines[position..<last])
        switch offer(bytes) {
        case .taken: break
        case .full: return true
        case .rejected(let reason): rejections.append(Rejection(line: line, reason: reason, bytes: bytes))
        }
      }
      itemsDone = 0
      position = end + 1
      line += 1
      if rejections.count >= 4_096 || builders.contains(where: { $0.isFull }) { return true }
    }
    return false
  }

  private func offer(_ bytes: UnsafeRawBufferPointer) -> RowOutcome {
    guard let line = CaptureLine(bytes, style: style), let message = line.message else {
      return .rejected(.brokenMessage)
    }
    var scanner = JSONScanner(
      UnsafeBufferPointer(start: message.baseAddress?.assumingMemoryBound(to: UInt8.self), count: message.count))
    do throws(JSONError) {
      let fields = try JSONFields(&scanner)
      try scanner.finish()
      return try offer(fields, line)
    } catch {
      return .rejected(.brokenMessage)
    }
  }

  /// Told by what wraps the message: a stream's name (Binance), a topic (Bybit), a channel (OKX, Hyperliquid), nothing.
  private func offer(_ fields: JSONFields, _ line: CaptureLine) throws(JSONError) -> RowOutcome {
    if fields.text("stream") != nil, let data = try fields.object("data") { return try binance(data, line) }
    if let topic = fields.text("topic")?.string { return try bybit(fields, topic: topic, line) }
    if let channel = fields.text("channel")?.string {
      exchange = "hyperliquid"
      return try hyperliquid(fields, channel: channel, line)
    }
    if fields.has("action"), fields.has("asks") || fields.has("data") {
      exchange = "okex"
      return try okx(fields, line)
    }
    return try binance(fields, line)
  }

  // Binance: "WebSocket streams" of spot, USD-M and COIN-M; the snapshot is the answer of GET depth.

  private func binance(_ fields: JSONFields, _ line: CaptureLine) throws(JSONError) -> RowOutcome {
    if let symbol = fields.text("s") ?? fields.text("symbol"), !isOurs(symbol) { return .rejected(.otherInstrument) }
    switch fields.text("e")?.string {
    case "depthUpdate": return try binanceDepth(fields, line)
    case "trade", "aggTrade": return binanceTrade(fields, line)
    case "bookTicker": return binanceQuote(fields, line)
    case "markPriceUpdate": return binanceMark(fields, line)
    case .some(let event):
      unused[event, default: 0] += 1
      return .taken
    case nil: break
    }
    if fields.has("lastUpdateId") { return try binanceSnapshot(fields, line) }
    if fields.has("u"), fields.has("b"), fields.has("A") { return binanceQuote(fields, line) }
    unused["other", default: 0] += 1
    return .taken
  }

  private func binanceDepth(_ fields: JSONFields, _ line: CaptureLine) throws(JSONError) -> RowOutcome {
    guard let event = fields.integer("E"), let last = fields.integer("u"), let first = fields.integer("U") else {
      return .rejected(.brokenMessage)
    }
    var row = CaptureRow(book, received: line)
    // Spot has no transaction time.
    let time = fields.integer("T")
    guard row.setTime(0, time ?? event), time == nil || row.setTime(6, event) else { return .rejected(.brokenMessage) }
    row.set(1, last)
    row.set(3, 0)
    row.set(4, first)
    if let previous = fields.integer("pu") { row.set(5, previous) }
    return try offerBook(row, bids: fields.scanner("b"), asks: fields.scanner("a"))
  }

  private func binanceSnapshot(_ fields: JSONFields, _ line: CaptureLine) throws(JSONError) -> RowOutcome {
    guard let last = fields.integer("lastUpdateId") else { return .rejected(.brokenMessage) }
    var row = CaptureRow(book, received: line)
    if let event = fields.integer("E") {
      let time = fields.integer("T")
      guard row.setTime(0, time ?? event), time == nil || row.setTime(6, event) else {
        return .rejected(.brokenMessage)
      }
    } else {
      // Spot's answer has no time but that of its arrival.
      guard let received = line.received else { return .rejected(.brokenMessage) }
      row.set(0, received, line.receivedUnit)
    }
    row.set(1, last)
    row.set(3, BookFlags.snapshot.rawValue)
    return try offerBook(row, bids: fields.scanner("bids"), asks: fields.scanner("asks"))
  }

  private func binanceTrade(_ fields: JSONFields, _ line: CaptureLine) -> RowOutcome {
    let isJoined = fields.integer("a") != nil && fields.integer("f") != nil && fields.integer("t") == nil
    let builder = isJoined ? aggTrades : trades
    guard let id = fields.integer(isJoined ? "a" : "t"), let price = fields.number("p"),
      let quantity = fields.number("q"),
      let time = fields.integer("T"), let isMaker = fields.flag("m")
    else { return .rejected(.brokenMessage) }
    var row = CaptureRow(builder, received: line)
    guard row.setTime(0, time) else { return .rejected(.brokenMessage) }
    row.set(1, price)
    row.set(2, quantity)
    row.set(3, isMaker ? -1 : 1)
    row.set(4, id)
    if isJoined, let first = fields.integer("f"), let last = fields.integer("l") {
      row.set(6, first)
      row.set(7, last)
    }
    if let type = fields.text("X") {
      guard let flags = CarefulRow.printType(Array(type.string.utf8)) else { return .rejected(.notAWord(column: "X")) }
      row.set(8, flags)
    }
    if let event = fields.integer("E"), !row.setTime(9, event) { return .rejected(.brokenMessage) }
    return row.offer(at: self.line)
  }

  private func binanceQuote(_ fields: JSONFields, _ line: CaptureLine) -> RowOutcome {
    guard let id = fields.integer("u"), let bid = fields.number("b"), let bidQuantity = fields.number("B"),
      let ask = fields.number("a"), let askQuantity = fields.number("A")
    else { return .rejected(.brokenMessage) }
    var row = CaptureRow(quotes, received: line)
    if let time = fields.integer("T") {
      guard row.setTime(0, time) else { return .rejected(.brokenMessage) }
      if let event = fields.integer("E"), !row.setTime(6, event) { return .rejected(.brokenMessage) }
    } else {
      // Spot's best quote has no time but that of its arrival.
      guard let received = line.received else { return .rejected(.brokenMessage) }
      row.set(0, received, line.receivedUnit)
    }
    for (position, number) in [(1, bid), (2, bidQuantity), (3, ask), (4, askQuantity)] { row.set(position, number) }
    row.set(5, id)
    return row.offer(at: self.line)
  }

  private func binanceMark(_ fields: JSONFields, _ line: CaptureLine) -> RowOutcome {
    guard let event = fields.integer("E"), let mark = fields.number("p") else { return .rejected(.brokenMessage) }
    var row = CaptureRow(marks, received: line)
    guard row.setTime(0, event) else { return .rejected(.brokenMessage) }
    row.set(1, mark)
    for (position, number) in [(2, fields.number("i")), (3, fields.number("P")), (4, fields.number("r"))] {
      if let number { row.set(position, number) }
    }
    if let next = fields.integer("T"), next > 0, !row.setTime(5, next) { return .rejected(.brokenMessage) }
    return row.offer(at: self.line)
  }

  // Bybit v5: "Orderbook" and "Trade" of the public streams; the archives hold the former line by line.

  private func bybit(_ fields: JSONFields, topic: String, _ line: CaptureLine) throws(JSONError) -> RowOutcome {
    if topic.hasPrefix("orderbook."), let data = try fields.object("data") {
      guard let stamp = fields.integer("ts"), let symbol = data.text("s") else { return .rejected(.brokenMessage) }
      guard isOurs(symbol) else { return .rejected(.otherInstrument) }
      var row = CaptureRow(book, received: line)
      // When the matching engine made it, where it is told.
      let made = fields.integer("cts")
      guard row.setTime(0, made ?? stamp), made == nil || row.setTime(6, stamp) else {
        return .rejected(.brokenMessage)
      }
      if let update = data.integer("u") { row.set(1, update) }
      row.set(3, fields.text("type")?.equals("snapshot") == true ? BookFlags.snapshot.rawValue : 0)
      return try offerBook(row, bids: data.scanner("b"), asks: data.scanner("a"))
    }
    guard topic.hasPrefix("publicTrade."), var list = fields.scanner("data") else {
      unused[topic.split(separator: ".").first.map(String.init) ?? topic, default: 0] += 1
      return .taken
    }
    return try offerItems(&list) { item throws(JSONError) in
      guard let symbol = item.text("s"), let time = item.integer("T"), let price = item.number("p"),
        let quantity = item.number("v"), let side = item.text("S")
      else { return .rejected(.brokenMessage) }
      guard isOurs(symbol) else { return .rejected(.otherInstrument) }
      var row = CaptureRow(trades, received: line)
      guard row.setTime(0, time), row.setIdentity(item.text("i")) else { return .rejected(.brokenMessage) }
      row.set(1, price)
      row.set(2, quantity)
      row.set(3, side.equals("Buy") ? 1 : side.equals("Sell") ? -1 : 0)
      if let stamp = fields.integer("ts"), !row.setTime(9, stamp) { return .rejected(.brokenMessage) }
      return row.offer(at: self.line)
    }
  }

  // OKX v5: "Order book channel" and its archives, which have the fields of the data beside the action.

  private func okx(_ fields: JSONFields, _ line: CaptureLine) throws(JSONError) -> RowOutcome {
    let isSnapshot = fields.text("action")?.equals("snapshot") == true
    var symbol = fields.text("instId")
    if symbol == nil { symbol = try fields.object("arg")?.text("instId") }
    if let symbol, !isOurs(symbol) { return .rejected(.otherInstrument) }
    guard var list = fields.scanner("data") else { return try okxBook(fields, isSnapshot: isSnapshot, line) }
    return try offerItems(&list) { item throws(JSONError) in try okxBook(item, isSnapshot: isSnapshot, line) }
  }

  private func okxBook(_ fields: JSONFields, isSnapshot: Bool, _ line: CaptureLine) throws(JSONError) -> RowOutcome {
    guard let time = fields.integer("ts") else { return .rejected(.brokenMessage) }
    var row = CaptureRow(book, received: line)
    guard row.setTime(0, time) else { return .rejected(.brokenMessage) }
    if let sequence = fields.integer("seqId") { row.set(1, sequence) }
    if let previous = fields.integer("prevSeqId") { row.set(5, previous) }
    row.set(3, isSnapshot ? BookFlags.snapshot.rawValue : 0)
    return try offerBook(row, bids: fields.scanner("bids"), asks: fields.scanner("asks"))
  }

  // Hyperliquid: "l2Book" is the whole book each time; how many orders stand at a price is left out.

  private func hyperliquid(_ fields: JSONFields, channel: String, _ line: CaptureLine) throws(JSONError) -> RowOutcome {
    switch channel {
    case "l2Book":
      guard let data = try fields.object("data"), let coin = data.text("coin"), let time = data.integer("time"),
        var sides = data.scanner("levels")
      else { return .rejected(.brokenMessage) }
      guard isOurs(coin) else { return .rejected(.otherInstrument) }
      var row = CaptureRow(book, received: line)
      guard row.setTime(0, time) else { return .rejected(.brokenMessage) }
      row.set(3, BookFlags.snapshot.rawValue)
      row.begin(at: self.line)
      try sides.beginArray()
      var side: Int64 = 1
      while try sides.nextElement() {
        try sides.beginArray()
        while try sides.nextElement() {
          let level = try JSONFields(&sides)
          guard let price = level.number("px"), let quantity = level.number("sz") else {
            return .rejected(.brokenMessage)
          }
          book.add(side: side, price: price, quantity: quantity)
        }
        side = -1
      }
      return book.end()
    case "trades":
      guard var list = fields.scanner("data") else { return .rejected(.brokenMessage) }
      return try offerItems(&list) { item throws(JSONError) in
        guard let coin = item.text("coin"), let time = item.integer("time"), let price = item.number("px"),
          let quantity = item.number("sz"), let side = item.text("side"), let id = item.integer("tid")
        else { return .rejected(.brokenMessage) }
        guard isOurs(coin) else { return .rejected(.otherInstrument) }
        var row = CaptureRow(trades, received: line)
        guard row.setTime(0, time) else { return .rejected(.brokenMessage) }
        row.set(1, price)
        row.set(2, quantity)
        row.set(3, side.equals("B") ? 1 : -1)
        row.set(4, id)
        return row.offer(at: self.line)
      }
    default:
      unused[channel, default: 0] += 1
      return .taken
    }
  }

  // What they share.

  /// Offers the items of a list; after a batch was full the ones that were taken are passed over.
  private func offerItems(
    _ list: inout JSONScanner, _ offer: (JSONFields) throws(JSONError) -> RowOutcome
  ) throws(JSONError) -> RowOutcome {
    try list.beginArray()
    var index = 0
    while try list.nextElement() {
      let item = try JSONFields(&list)
      index += 1
      if index <= itemsDone { continue }
      let outcome = try offer(item)
      switch outcome {
      case .taken: itemsDone = index
      case .full: return .full
      case .rejected: return outcome
      }
    }
    return .taken
  }

  private func offerBook(
    _ row: CaptureRow, bids: JSONScanner?, asks: JSONScanner?
  ) throws(JSONError) -> RowOutcome {
    row.begin(at: line)
    for (side, list) in [(Int64(1), bids), (-1, asks)] {
      guard var list else { continue }
      try list.beginArray()
      while try list.nextElement() {
        try list.beginArray()
        guard try list.nextElement(), let price = WrittenNumber(try list.numberOrString()), try list.nextElement(),
          let quantity = WrittenNumber(try list.numberOrString())
        else { return .rejected(.brokenMessage) }
        while try list.nextElement() { try list.skip() }
        guard price.mantissa >= 0, quantity.mantissa >= 0 else { return .rejected(.negative(column: "price")) }
        book.add(side: side, price: price, quantity: quantity)
      }
    }
    return book.end()
  }

  /// Whether a message is of the instrument of the first one.
  private func isOurs(_ name: JSONText) -> Bool {
    guard let instrument else {
      instrument = name.string
      return true
    }
    return instrument.utf8.elementsEqual(name.raw) || instrument == name.string
  }
}
