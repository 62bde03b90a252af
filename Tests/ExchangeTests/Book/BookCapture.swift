import CZlib
import Exchange
import Glibc
import JSON
import Market

/// Stored book messages as their exchange sent them, read with nothing of ours but the JSON scanner.
struct BookCapture {
  /// A message with the numbers its exchange gives it.
  struct Message {
    var isSnapshot = false
    var number: Int64 = 0
    var first: Int64?
    var previous: Int64?
    var changes: [(Side, Price, Quantity)] = []
  }

  /// The best bid and ask as the exchange itself says it, with its number.
  struct Touch {
    var number: Int64
    var bid: BookLevel
    var ask: BookLevel
  }

  static let priceScale = 8
  static let quantityScale = 8
  static let folder = getenv("PAPERTAPE_DATA").map { String(cString: $0) + "/book" }

  var messages: [Message] = []
  var touches: [Touch] = []

  /// Adds the lines of a capture: local time, space, JSON; or JSON alone.
  mutating func read(lines bytes: [UInt8]) throws {
    for line in bytes.split(separator: 10) {
      guard let brace = line.firstIndex(of: UInt8(ascii: "{")) else { continue }
      try read(JSONValue(parsing: Array(line[brace...])))
    }
  }

  private mutating func read(_ value: JSONValue) throws {
    if value["lastUpdateId"] != nil {
      var message = Message(isSnapshot: true, number: try integer(value["lastUpdateId"]))
      try add(value["bids"], .buy, &message)
      try add(value["asks"], .sell, &message)
      messages.append(message)
    } else if let data = value["data"], value["topic"] != nil {
      var message = Message(isSnapshot: value["type"] == .string("snapshot"), number: try integer(data["u"]))
      try add(data["b"], .buy, &message)
      try add(data["a"], .sell, &message)
      messages.append(message)
    } else if let data = value["data"], value["channel"] == .string("l2Book") {
      var message = Message(isSnapshot: true, number: Int64(messages.count))
      guard case .array(let sides)? = data["levels"] else { throw CaptureError.form }
      for (side, levels) in zip([Side.buy, .sell], sides) { try add(levels, side, &message) }
      messages.append(message)
    } else if let data = value["data"], data["A"] != nil {
      touches.append(
        Touch(
          number: try integer(data["u"]),
          bid: BookLevel(price: try price(data["b"]), quantity: try quantity(data["B"])),
          ask: BookLevel(price: try price(data["a"]), quantity: try quantity(data["A"]))))
    } else if let data = value["data"], data["e"] == .string("depthUpdate") {
      var message = Message(number: try integer(data["u"]), first: try integer(data["U"]))
      if data["pu"] != nil { message.previous = try integer(data["pu"]) }
      try add(data["b"], .buy, &message)
      try add(data["a"], .sell, &message)
      messages.append(message)
    }
  }

  private func add(_ levels: JSONValue?, _ side: Side, _ message: inout Message) throws {
    guard case .array(let rows)? = levels else { throw CaptureError.form }
    for row in rows {
      if case .array(let pair) = row {
        message.changes.append((side, try price(pair[0]), try quantity(pair[1])))
      } else {
        message.changes.append((side, try price(row["px"]), try quantity(row["sz"])))
      }
    }
  }

  private func price(_ value: JSONValue?) throws -> Price { Price(try units(value, Self.priceScale)) }
  private func quantity(_ value: JSONValue?) throws -> Quantity { Quantity(try units(value, Self.quantityScale)) }

  private func units(_ value: JSONValue?, _ scale: Int) throws -> Int64 {
    guard case .string(let text)? = value else { throw CaptureError.form }
    return try Self.units(text, scale)
  }

  static func units(_ text: some StringProtocol, _ scale: Int) throws -> Int64 {
    try Array(text.utf8).withUnsafeBufferPointer { try DecimalScanner.scan($0, scale: scale) }
  }

  private func integer(_ value: JSONValue?) throws -> Int64 {
    guard case .number(let text)? = value, let number = Int64(text) else { throw CaptureError.form }
    return number
  }
}

enum CaptureError: Error {
  case form
  case gone(String)
}

/// The bytes of a file, unpacked where it is a gzip or a zip of one member.
enum PackedFile {
  static func bytes(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw CaptureError.gone(path) }
    defer { fclose(file) }
    var packed: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 { packed += block[..<count] }
    if path.hasSuffix(".gz") { return inflate(packed[...], windowBits: 47) }
    if path.hasSuffix(".zip") {
      // Behind the local header: 30 bytes, the name, the extra field.
      let start = 30 + Int(packed[26]) + Int(packed[27]) << 8 + Int(packed[28]) + Int(packed[29]) << 8
      let size = (18..<22).reversed().reduce(0) { $0 << 8 + Int(packed[$1]) }
      let isStored = packed[8] == 0
      return isStored ? Array(packed[start..<start + size]) : inflate(packed[start...], windowBits: -15)
    }
    return packed
  }

  private static func inflate(_ packed: ArraySlice<UInt8>, windowBits: Int32) -> [UInt8] {
    var stream = z_stream()
    var input = Array(packed)
    var result: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 18)
    guard czlib_inflate_init(&stream, windowBits) == Z_OK else { return [] }
    input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      var state = Z_OK
      while state == Z_OK {
        let count = block.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          state = CZlib.inflate(&stream, Z_NO_FLUSH)
          return target.count - Int(stream.avail_out)
        }
        result += block[..<count]
      }
    }
    inflateEnd(&stream)
    return result
  }
}
