import JSON

/// What captures of Binance and Hyperliquid should give, read by JSON trees and put together as text.
enum ExpectedMessages {
  /// Lines of the exports, by kind.
  static func of(_ capture: String) throws -> [String: [String]] {
    var lines: [String: [String]] = [:]
    for line in capture.split(separator: "\n") {
      let space = line.firstIndex(of: " ") ?? line.startIndex
      let received = String(line[..<space])
      let document = try JSONValue(parsing: Array(line[line.index(after: space)...].utf8))
      try add(document["stream"] == nil ? document : document["data"] ?? .null, received, to: &lines)
    }
    return lines
  }

  private static func add(_ message: JSONValue, _ received: String, to lines: inout [String: [String]]) throws {
    func text(_ name: String) -> String { message[name]?.numberText ?? "" }
    if let channel = message["channel"]?.text {
      addHyperliquid(channel, message["data"] ?? .null, received, to: &lines)
      return
    }
    switch message["e"]?.text {
    case "depthUpdate":
      let isFutures = message["T"] != nil
      // time, last_id, flags, first_id, previous_id, event_time, received
      let head = [
        text(isFutures ? "T" : "E"), text("u"), "0", text("U"), text("pu"), isFutures ? text("E") : "", received,
      ]
      lines["book", default: []] += changes(head, message["b"], message["a"])
    case "trade":
      let side = message["m"]?.flag == true ? "sell" : "buy"
      let flags = message["X"].map { $0.text == "MARKET" ? "0" : "1" } ?? ""
      lines["trades", default: []].append(
        [text("T"), text("p"), text("q"), side, text("t"), flags, text("E"), received].joined(separator: ","))
    case "markPriceUpdate":
      lines["mark_ticks", default: []].append(
        [text("E"), text("p"), text("i"), text("P"), text("r"), text("T"), received].joined(separator: ","))
    default:
      if message["lastUpdateId"] != nil {
        let hasTime = message["T"] != nil
        let head = [
          hasTime ? text("T") : received, text("lastUpdateId"), "1", "", "", hasTime ? text("E") : "", received,
        ]
        // The change with the snapshot's time and number is in it and gives way to it.
        lines["book", default: []].removeAll { $0.hasPrefix("\(head[0]),\(head[1]),0,") }
        lines["book", default: []] += changes(head, message["bids"], message["asks"])
      } else {
        let hasTime = message["T"] != nil
        lines["quotes", default: []].append(
          [
            hasTime ? text("T") : received, text("b"), text("B"), text("a"), text("A"), text("u"),
            hasTime ? text("E") : "", received,
          ].joined(separator: ","))
      }
    }
  }

  private static func changes(_ head: [String], _ bids: JSONValue?, _ asks: JSONValue?) -> [String] {
    var lines: [String] = []
    for (side, levels) in [("bid", bids), ("ask", asks)] {
      for level in levels?.elements ?? [] {
        lines.append((head + [side, level[0]?.numberText ?? "", level[1]?.numberText ?? ""]).joined(separator: ","))
      }
    }
    return lines.isEmpty ? [(head + ["", "", ""]).joined(separator: ",")] : lines
  }

  private static func addHyperliquid(
    _ channel: String, _ data: JSONValue, _ received: String, to lines: inout [String: [String]]
  ) {
    if channel == "trades" {
      for trade in data.elements ?? [] {
        func text(_ name: String) -> String { trade[name]?.numberText ?? "" }
        lines["trades", default: []].append(
          [text("time"), text("px"), text("sz"), text("side") == "B" ? "buy" : "sell", text("tid"), "", "", received]
            .joined(separator: ","))
      }
      return
    }
    for (side, levels) in [("bid", data["levels"]?[0]), ("ask", data["levels"]?[1])] {
      for level in levels?.elements ?? [] {
        let time = data["time"]?.numberText ?? ""
        // Books have no number; the place among those of a time stands for it.
        let others = Set(
          lines["book", default: []].filter { $0.hasPrefix("\(time),") }.map {
            $0.split(separator: ",", omittingEmptySubsequences: false)[6]
          })
        let place = others.subtracting([Substring(received)]).count
        let head = [time, "\(place)", "1", "", "", "", received]
        lines["book", default: []].append(
          (head + [side, level["px"]?.numberText ?? "", level["sz"]?.numberText ?? ""]).joined(separator: ","))
      }
    }
  }

  /// The columns of the lines above, which an export has as far as any row does.
  static let columns: [String: [String]] = [
    "book": [
      "time", "last_id", "flags", "first_id", "previous_id", "event_time", "received", "side", "price", "quantity",
    ],
    "trades": ["time", "price", "quantity", "side", "id", "flags", "event_time", "received"],
    "quotes": ["time", "bid", "bid_quantity", "ask", "ask_quantity", "id", "event_time", "received"],
    "mark_ticks": ["time", "mark", "index", "settle", "rate", "next_funding", "received"],
  ]

  /// Lines in the columns of an export's header.
  static func lines(_ lines: [String], of kind: String, header: String) -> [String] {
    let all = columns[kind] ?? []
    let kept = header.split(separator: ",").map { name in all.firstIndex(of: String(name)) }
    return lines.map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      return kept.map { $0.map { String(fields[$0]) } ?? "?" }.joined(separator: ",")
    }
  }
}
