import CZlib
import Glibc
import JSON
import Testing

/// The folder of real data and what its README says of each file.
enum RealData {
  static var folder: String? { getenv("PAPERTAPE_DATA").map { String(cString: $0) } }

  /// A file of a table of the README.
  struct Entry {
    var path: String
    var columns: String
    /// Nil where the table states none.
    var rows: Int?
    var remark: String
  }

  /// The files of the README's section called `section`.
  static func entries(_ section: String) throws -> [Entry] {
    let folder = try #require(folder)
    let lines = unpacked("\(folder)/README.md").split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix("## \(section)") }, "the README has \(section)")
    var entries: [Entry] = []
    for line in lines[(start + 1)...] {
      if line.hasPrefix("## ") { break }
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmed }
      guard cells.count > 6, cells[1].contains("/") else { continue }
      entries.append(
        Entry(path: "\(folder)/\(cells[1])", columns: cells[3], rows: Int(cells[4]), remark: cells[6]))
    }
    return entries
  }

  /// What a file holds, unpacked when it is packed.
  static func unpacked(_ path: String) -> String {
    guard let file = gzopen(path, "r") else { preconditionFailure("a file of the real data is there: \(path)") }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = gzread(file, &block, UInt32(block.count))
      if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += block[..<Int(count)]
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

/// Rows as an export should give them, made from the source's text by rules as plain as can be.
enum ExpectedRows {
  /// Our columns: the first of the names that the source has gives it.
  private static let names: [(ours: String, theirs: [String])] = [
    ("open_time", ["open_time"]),
    ("time", ["trade_time", "transact_time", "funding_time", "time_s", "time", "event_time", "timestamp"]),
    ("open", ["open"]), ("high", ["high"]), ("low", ["low"]), ("close", ["close"]), ("price", ["price"]),
    ("quantity", ["qty", "quantity", "amount", "volume"]), ("side", ["side", "is_buyer_maker"]),
    ("id", ["id", "agg_trade_id"]), ("first_id", ["first_trade_id"]), ("last_id", ["last_trade_id"]),
    ("flags", ["type", "is_best_match"]),
    ("rate", ["funding_rate"]), ("mark", ["mark_price"]), ("index", ["index_price"]),
    ("settle", ["estimated_settle_price"]), ("next_funding", ["next_funding_time"]),
    ("open_interest", ["sum_open_interest"]), ("value", ["sum_open_interest_value"]),
    ("bid", ["bid", "bid_price"]), ("bid_quantity", ["bid_size", "bid_amount"]),
    ("ask", ["ask", "ask_price"]), ("ask_quantity", ["ask_size", "ask_amount"]),
    ("event_time", ["event_time"]), ("received", ["local_time", "local_timestamp"]),
  ]

  /// The source's rows in the columns of an export's header, each as a line; ids that the source does not have count by time.
  static func of(_ text: String, header: String) -> [String] {
    let lines = text.split(separator: "\n").map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
    let source = lines[0].split(separator: ",").map(String.init)
    let ours = header.split(separator: ",").map(String.init)
    let positions = ours.map { name in
      source.firstIndex(of: name)
        ?? (names.first { $0.ours == name }?.theirs ?? []).lazy.compactMap { source.firstIndex(of: $0) }.first
    }
    var lastTime: Substring = ""
    var place = 0
    return lines.dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let time = fields[positions[0] ?? 0]
      place = time == lastTime ? place + 1 : 0
      lastTime = time
      return zip(ours, positions).map { name, position -> String in
        guard let position else { return name == "id" ? "\(place)" : "" }
        return value(name, String(fields[position]), of: source[position])
      }.joined(separator: ",")
    }
  }

  private static func value(_ ours: String, _ text: String, of theirs: String) -> String {
    switch theirs {
    case "is_buyer_maker": text == "true" ? "sell" : "buy"
    case "type": text == "INSURANCE_FUND" ? "1" : "0"
    case "is_best_match": text == "true" ? "2" : "0"
    default: text
    }
  }
}
