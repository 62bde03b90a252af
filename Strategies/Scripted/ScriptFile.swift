import StrategyKit

/// A script read and checked: header, then a command a row; any order of columns, any subset, empty = not given.
struct ScriptFile {
  /// The columns that are known (the contract's, section 5).
  static let columns = [
    "time", "action", "client_order_id", "entity_id", "side", "type", "quantity", "price", "stop_price",
    "time_in_force",
    "position_side", "reduce_only", "close_position", "trigger_on", "callback_rate", "activation_price", "expire_time",
    "leverage", "mode", "asset", "margin_trading", "self_trade_prevention", "oco", "parent",
  ]
  private static let actions = [
    "submit", "amend", "cancel", "cancel_all", "close", "leverage", "margin_mode", "position_mode", "add_margin",
    "borrow", "repay", "transfer",
  ]

  private(set) var rows: [ScriptRow] = []
  private let path: String
  private let setup: StrategySetup
  private var header: [String] = []

  init(path: String, contents: [UInt8], setup: StrategySetup) throws(StrategyError) {
    self.path = path
    self.setup = setup
    var line = 0
    for text in contents.split(separator: 10, omittingEmptySubsequences: false) {
      line += 1
      var bytes = text
      if bytes.last == 13 { bytes.removeLast() }
      if bytes.isEmpty { continue }
      let fields = try Self.fields(Array(bytes), path: path, line: line)
      if header.isEmpty {
        try readHeader(fields, line)
      } else {
        rows.append(try row(fields, line))
      }
    }
    if header.isEmpty {
      throw .file(path: path, line: 1, column: 1, message: "the file is empty: a header and rows are wanted")
    }
  }

  /// One field with the column of its first byte.
  struct Field {
    var text: String
    var column: Int
  }

  private static func fields(_ bytes: [UInt8], path: String, line: Int) throws(StrategyError) -> [Field] {
    var list: [Field] = []
    var position = 0
    while true {
      let start = position
      var value: [UInt8] = []
      if position < bytes.count, bytes[position] == 34 {
        position += 1
        while true {
          guard position < bytes.count else {
            throw .file(path: path, line: line, column: start + 1, message: "a quoted field does not end")
          }
          if bytes[position] == 34 {
            if position + 1 < bytes.count, bytes[position + 1] == 34 {
              position += 1
            } else {
              position += 1
              break
            }
          }
          value.append(bytes[position])
          position += 1
        }
      } else {
        while position < bytes.count, bytes[position] != 44 {
          value.append(bytes[position])
          position += 1
        }
      }
      guard let text = String(validating: value, as: UTF8.self) else {
        throw .file(path: path, line: line, column: start + 1, message: "the field is no UTF-8 text")
      }
      list.append(Field(text: text.trimmingSpaces, column: start + 1))
      guard position < bytes.count else { return list }
      guard bytes[position] == 44 else {
        throw .file(path: path, line: line, column: position + 1, message: "a comma is wanted after a quoted field")
      }
      position += 1
    }
  }

  private mutating func readHeader(_ fields: [Field], _ line: Int) throws(StrategyError) {
    for field in fields {
      guard Self.columns.contains(field.text) else {
        throw error(
          line, field.column, "unknown column '\(field.text)'; known are \(Self.columns.joined(separator: ", "))")
      }
      guard !header.contains(field.text) else {
        throw error(line, field.column, "column '\(field.text)' is there twice")
      }
      header.append(field.text)
    }
    for needed in ["time", "action"] where !header.contains(needed) {
      throw error(line, 1, "column '\(needed)' is missing")
    }
  }

  func error(_ line: Int, _ column: Int, _ message: String) -> StrategyError {
    .file(path: path, line: line, column: column, message: message)
  }

  private func row(_ fields: [Field], _ line: Int) throws(StrategyError) -> ScriptRow {
    guard fields.count == header.count else {
      throw error(line, 1, "\(fields.count) fields, and the header has \(header.count)")
    }
    var values: [String: Field] = [:]
    for (name, field) in zip(header, fields) where !field.text.isEmpty {
      values[name] = field
    }
    guard let timeField = values["time"] else { throw error(line, 1, "time is empty") }
    let time = try time(timeField, line)
    guard let action = values["action"] else { throw error(line, 1, "action is empty") }
    return ScriptRow(time: time, action: try self.action(action, values, line))
  }

  private func action(_ field: Field, _ values: [String: Field], _ line: Int) throws(StrategyError) -> ScriptRow.Action
  {
    switch field.text {
    case "submit":
      return .submit(try order(values, line))
    case "cancel":
      return .cancel(try clientID(values, line, of: "cancel"))
    case "cancel_all":
      return .cancelAll(values["entity_id"] == nil ? nil : try instrument(values, line))
    case "amend":
      let instrument = try instrument(values, line)
      return .amend(
        try clientID(values, line, of: "amend"), price: try exactPrice(values["price"], instrument, line),
        quantity: try exactQuantity(values["quantity"], instrument, line))
    case "close":
      return .close(try instrument(values, line), clientID: values["client_order_id"]?.text)
    case "leverage": return .leverage(try instrument(values, line), try leverage(values, line))
    case "margin_mode":
      let words: [(String, MarginMode)] = [("cross", .cross), ("isolated", .isolated)]
      return .marginMode(try instrument(values, line), try needed("mode", words, values, line, of: field.text))
    case "position_mode":
      let words: [(String, PositionMode)] = [("one_way", .oneWay), ("hedge", .hedge)]
      return .positionMode(try instrument(values, line), try needed("mode", words, values, line, of: field.text))
    case "add_margin":
      return .addMargin(try instrument(values, line), try positionSide(values, line), try amount(values, line))
    case "borrow": return .borrow(try asset(values, line), try amount(values, line))
    case "repay": return .repay(try asset(values, line), try amount(values, line))
    case "transfer":
      let (from, to) = try wallets(values, line)
      return .transfer(try asset(values, line), from: from, to: to, try amount(values, line))
    default:
      throw error(line, field.column, "unknown action '\(field.text)': \(Self.actions.joined(separator: ", "))")
    }
  }

  private func clientID(_ values: [String: Field], _ line: Int, of action: String) throws(StrategyError) -> String {
    guard let field = values["client_order_id"] else {
      throw error(line, 1, "\(action) names its order by client_order_id, which is empty")
    }
    return field.text
  }

  /// The instrument of a row; the first stream's when none is given.
  func instrument(_ values: [String: Field], _ line: Int) throws(StrategyError) -> InstrumentID {
    guard let field = values["entity_id"] else { return InstrumentID(0) }
    guard let entity = EntityID(field.text) else {
      throw error(line, field.column, "'\(field.text)' is no entity id such as cryptopair_binance_btcusdt")
    }
    // One that is not in the run is the exchange's to refuse: as an unknown instrument.
    return setup.instruments.firstIndex { $0.entity == entity }.map { InstrumentID($0) } ?? InstrumentID(UInt16.max)
  }

  private func order(_ values: [String: Field], _ line: Int) throws(StrategyError) -> ScriptOrder {
    let instrument = try instrument(values, line)
    guard let side = values["side"] else { throw error(line, 1, "side is empty: buy or sell") }
    guard side.text == "buy" || side.text == "sell" else {
      throw error(line, side.column, "side is '\(side.text)': buy or sell")
    }
    let type = try word(values["type"], OrderType.allCases.map { ($0.name.description, $0) }, "type", .market, line)
    let timeInForce = try word(
      values["time_in_force"], TimeInForce.allCases.map { ($0.name.description, $0) }, "time_in_force",
      .goodTillCanceled, line)
    let trigger = try word(
      values["trigger_on"], TriggerSource.allCases.map { ($0.name.description, $0) }, "trigger_on", .last, line)
    let prevention = try values["self_trade_prevention"].map { (field) throws(StrategyError) in
      try word(
        field, SelfTradePrevention.allCases.map { ($0.name.description, $0) }, "self_trade_prevention", .none, line)
    }
    var imprecision: OrderRequest.Imprecision = []
    let price = try scaled(values["price"], scale(instrument, price: true), .price, &imprecision, line)
    let wakeColumn = type == .trailingStopMarket ? "activation_price" : "stop_price"
    for other in ["activation_price", "stop_price"] where other != wakeColumn {
      if let field = values[other] {
        throw error(line, field.column, "\(other) does not belong to \(type.name); it has \(wakeColumn)")
      }
    }
    let stop = try scaled(values[wakeColumn], scale(instrument, price: true), .stopPrice, &imprecision, line)
    let rate = try scaled(values["callback_rate"], Rate.scale, .callbackRate, &imprecision, line)
    let expireTime = try values["expire_time"].map { (field) throws(StrategyError) in try time(field, line) }
    let quantity = try scaled(values["quantity"], scale(instrument, price: false), .quantity, &imprecision, line)
    let takesParent = values["quantity"] == nil && values["parent"] != nil
    let terms = OrderTerms(
      instrument: instrument, side: side.text == "buy" ? .buy : .sell, type: type, timeInForce: timeInForce,
      quantity: Quantity(quantity ?? 0), price: price.map { Price($0) }, stopPrice: stop.map { Price($0) },
      positionSide: try positionSide(values, line), reduceOnly: try flag("reduce_only", values, line),
      closePosition: try flag("close_position", values, line), trigger: trigger, selfTradePrevention: prevention,
      marginTrading: try flag("margin_trading", values, line))
    return ScriptOrder(
      terms: terms, clientID: values["client_order_id"]?.text, oco: values["oco"]?.text,
      parent: values["parent"]?.text, takesParentQuantity: takesParent, imprecision: imprecision,
      callbackRate: Rate(units: rate ?? 0), expireTime: expireTime)
  }

  private func scale(_ instrument: InstrumentID, price: Bool) -> Int {
    let index = Int(instrument.index)
    guard index < setup.instruments.count else { return 8 }
    return price ? setup.instruments[index].priceScale : setup.instruments[index].quantityScale
  }

  private func word<Word>(
    _ field: Field?, _ words: [(String, Word)], _ name: String, _ fallback: Word, _ line: Int
  ) throws(StrategyError) -> Word {
    guard let field else { return fallback }
    guard let found = words.first(where: { $0.0 == field.text }) else {
      throw error(line, field.column, "\(name) is '\(field.text)': \(words.map(\.0).joined(separator: ", "))")
    }
    return found.1
  }

  /// A decimal in the instrument's scale. What has more digits, or is too large, is sent as such and refused by the exchange; what is
  /// no number at all stops the run.
  private func scaled(
    _ field: Field?, _ scale: Int, _ part: OrderRequest.Imprecision, _ imprecision: inout OrderRequest.Imprecision,
    _ line: Int
  ) throws(StrategyError) -> Int64? {
    guard let field else { return nil }
    do throws(DecimalError) {
      let value = try FixedDecimal(field.text)
      if let units = value.int64Units(atScale: scale) { return units }
    } catch .overflow {
      // As below: more than any instrument holds.
    } catch {
      throw self.error(line, field.column, "'\(field.text)' is no decimal number")
    }
    imprecision.insert(part)
    return part == .quantity || part == .callbackRate ? 0 : nil
  }

  private func exactPrice(_ field: Field?, _ instrument: InstrumentID, _ line: Int) throws(StrategyError) -> Price? {
    try exact(field, scale(instrument, price: true), line).map { Price($0) }
  }

  private func exactQuantity(_ field: Field?, _ instrument: InstrumentID, _ line: Int) throws(StrategyError)
    -> Quantity?
  {
    try exact(field, scale(instrument, price: false), line).map { Quantity($0) }
  }

  private func exact(_ field: Field?, _ scale: Int, _ line: Int) throws(StrategyError) -> Int64? {
    guard let field else { return nil }
    var imprecision: OrderRequest.Imprecision = []
    guard let units = try scaled(field, scale, .price, &imprecision, line) else {
      throw error(line, field.column, "'\(field.text)' has more than the instrument's \(scale) decimals")
    }
    return units
  }
}

extension String {
  /// Without spaces around it.
  fileprivate var trimmingSpaces: String {
    var bytes = Substring(self)
    while bytes.first == " " { bytes.removeFirst() }
    while bytes.last == " " { bytes.removeLast() }
    return String(bytes)
  }
}
