import JSON
import Testing

@Suite("JSON scanner") struct JSONScannerTests {
  private struct Trade: Equatable {
    var symbol = ""
    var price = ""
    var quantity = ""
    var time: Int64 = 0
    var isMaker = false
  }

  private func trade(_ document: String) throws(JSONError) -> Trade {
    try JSONScanner.withScanner(over: Array(document.utf8)) { scanner throws(JSONError) in
      var trade = Trade()
      try scanner.beginObject()
      while let name = try scanner.nextName() {
        switch name {
        case "s": trade.symbol = try scanner.string().string
        case "p": trade.price = try scanner.numberOrString().string
        case "q": trade.quantity = try scanner.numberOrString().string
        case "T": trade.time = try scanner.integer()
        case "m": trade.isMaker = try scanner.skipNull() ? false : scanner.boolean()
        default: try scanner.skip()
        }
      }
      try scanner.finish()
      return trade
    }
  }

  @Test(
    "names come in any order, unknown ones are skipped, numbers may be quoted",
    arguments: [
      #"{"s":"BTCUSDT","p":"0.00100","q":2.50,"T":1659312000000,"m":true}"#,
      #"{ "m" : true , "T" : 1659312000000 , "q" : "2.50" , "p" : 0.00100 , "s" : "BTC\u0055SDT" }"#,
      #"{"x":{"p":1,"y":[{"q":[]},"]}"]},"T":1659312000000,"p":0.00100,"\u0071":2.50,"s":"BTCUSDT","m":true,"z":null}"#,
    ])
  func anyOrder(document: String) throws {
    let expected = Trade(symbol: "BTCUSDT", price: "0.00100", quantity: "2.50", time: 1_659_312_000_000, isMaker: true)
    #expect(try trade(document) == expected)
  }

  @Test(
    "a value of another kind is refused",
    arguments: [
      (#"{"s":1}"#, JSONKind.string, JSONKind.number), (#"{"p":[1]}"#, .number, .array),
      (#"{"T":"1"}"#, .number, .string),
      (#"{"m":{}}"#, .boolean, .object), (#"{"s":null}"#, .string, .null), (#"{"p":true}"#, .number, .boolean),
    ])
  func wrongKind(document: String, expected: JSONKind, found: JSONKind) {
    #expect(throws: JSONError(.wrongKind(expected: expected, found: found), offset: 5)) { try trade(document) }
  }

  @Test(
    "whole numbers are exact in 64 bits or refused",
    arguments: [
      ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9223372036854775808", nil),
      ("-9223372036854775809", nil), ("1.0", nil), ("1e3", nil), ("99999999999999999999", nil),
    ] as [(String, Int64?)])
  func integers(text: String, expected: Int64?) throws {
    let read = { () throws(JSONError) -> Int64 in
      try JSONScanner.withScanner(over: Array(text.utf8)) { scanner throws(JSONError) in try scanner.integer() }
    }
    if let expected {
      #expect(try read() == expected)
    } else {
      #expect(throws: JSONError(.notAnInteger, offset: 0)) { try read() }
    }
  }

  @Test("a value that is left unread is an error at the next name, not a wrong value")
  func unread() {
    #expect(throws: JSONError(.unexpected(byte: 49), offset: 5)) {
      try JSONScanner.withScanner(over: Array(#"{"a":1,"b":2}"#.utf8)) { scanner throws(JSONError) in
        try scanner.beginObject()
        while try scanner.nextName() != nil {}
      }
    }
  }

  @Test("calls that do not fit the document are errors wherever they come")
  func wrongCalls() {
    var seed = Mixer(seed: 3)
    for document in [#"[{"a":[1,true,null]},"b"]"#, "}", "]", ",,", #"{"a":1}"#, "[[[]]]", "{}", "1"] {
      for _ in 0..<2_000 {
        JSONScanner.withScanner(over: Array(document.utf8)) { scanner in
          for _ in 0..<12 { try? Self.call(Int(seed.next() % 9), on: &scanner) }
          #expect(scanner.offset <= document.utf8.count && scanner.depth >= 0)
        }
      }
    }
  }

  private static func call(_ number: Int, on scanner: inout JSONScanner) throws(JSONError) {
    switch number {
    case 0: _ = try scanner.nextName()
    case 1: _ = try scanner.nextElement()
    case 2: try scanner.beginArray()
    case 3: try scanner.beginObject()
    case 4: try scanner.skip()
    case 5: _ = try scanner.integer()
    case 6: _ = try scanner.boolean()
    case 7: _ = try scanner.skipNull()
    default: try scanner.finish()
    }
  }
}

/// A small generator for the tests of this target, the same on every machine.
struct Mixer {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
