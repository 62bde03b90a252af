import JSON
import Testing

@Suite("JSON writer") struct JSONWriterTests {
  private static let run: JSONValue = [
    "papertape": "1.0.0", "error": nil, "seed": 42,
    "account": ["currency": "usdt", "balances": ["usdt": ["free": .number("100.50"), "locked": 0]]],
    "expect": [["path": "fills", "ok": true]], "warnings": [], "rejected": [:],
  ]

  @Test("without a layout there is no space at all")
  func compact() {
    let text =
      #"{"papertape":"1.0.0","error":null,"seed":42,"account":{"currency":"usdt","balances":{"usdt":{"free":100.50,"locked":0}}},"#
      + #""expect":[{"path":"fills","ok":true}],"warnings":[],"rejected":{}}"#
    #expect(String(decoding: Self.run.bytes(), as: UTF8.self) == text)
  }

  @Test("one level of indentation gives each field of the document its line")
  func oneLevel() {
    let text = """
      {
       "papertape": "1.0.0",
       "error": null,
       "seed": 42,
       "account": {"currency": "usdt", "balances": {"usdt": {"free": 100.50, "locked": 0}}},
       "expect": [{"path": "fills", "ok": true}],
       "warnings": [],
       "rejected": {}
      }
      """
    #expect(String(decoding: Self.run.bytes(layout: .indented(levels: 1)), as: UTF8.self) == text)
  }

  @Test("full indentation gives each value its line, one space a level")
  func fullIndentation() {
    let value: JSONValue = ["a": [1, ["b": [:]]], "c": []]
    let text = """
      {
       "a": [
        1,
        {
         "b": {}
        }
       ],
       "c": []
      }
      """
    #expect(String(decoding: value.bytes(layout: .indented), as: UTF8.self) == text)
  }

  @Test(
    "strings are escaped where JSON asks for it and nowhere else",
    arguments: [
      ("plain", #""plain""#), ("\"\\/", #""\"\\/""#), ("\n\r\t\u{8}\u{1F}\0", #""\n\r\t\u0008\u001f\u0000""#),
      ("é€😀\u{7F}\u{2028}", "\"é€😀\u{7F}\u{2028}\""), ("</script>&", #""</script>&""#), ("", "\"\""),
    ])
  func escapes(text: String, expected: String) {
    #expect(String(decoding: JSONValue.string(text).bytes(), as: UTF8.self) == expected)
  }

  @Test("inside a page nothing is written that could end the script element")
  func insidePage() {
    var writer = JSONWriter(escaping: .insidePage)
    writer.string("</script>&\u{2028}\u{2029}\u{2027}â€")
    #expect(
      String(decoding: writer.bytes, as: UTF8.self) == "\"\\u003c/script\\u003e\\u0026\\u2028\\u2029\u{2027}â€\"")
  }

  @Test(
    "what is written is read back as it was",
    arguments: [JSONWriter.Layout.compact, .indented(levels: 1), .indented(levels: 2), .indented])
  func roundTrip(layout: JSONWriter.Layout) throws {
    var mixer = Mixer(seed: 11)
    for _ in 0..<500 {
      let value = Self.randomValue(&mixer, depth: 0)
      #expect(try JSONValue(parsing: value.bytes(layout: layout)) == value)
    }
  }

  @Test("numbers keep their digits, and flushed parts make the whole")
  func flush() {
    var writer = JSONWriter()
    var whole: [UInt8] = []
    writer.beginArray()
    writer.number("0.10")
    writer.flush { whole += $0 }
    writer.integer(Int128.min)
    writer.flush { whole += $0 }
    writer.boolean(true)
    writer.endArray()
    #expect(writer.isComplete)
    writer.flush { whole += $0 }
    #expect(String(decoding: whole, as: UTF8.self) == "[0.10,-170141183460469231731687303715884105728,true]")
  }

  @Test("calls out of order trap")
  func misuse() async {
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.integer(1)
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.number("NaN")
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.beginObject()
      writer.endArray()
    }
    await #expect(processExitsWith: .failure) {
      var writer = JSONWriter()
      writer.null()
      writer.null()
    }
  }

  private static func randomValue(_ mixer: inout Mixer, depth: Int) -> JSONValue {
    switch mixer.next() % (depth < 5 ? 7 : 5) {
    case 0: .null
    case 1: .boolean(mixer.next() % 2 == 0)
    case 2: .number(["0", "-0.00", "1e-8", "12345678901234567890.5"][Int(mixer.next() % 4)])
    case 3: .string(String(String.UnicodeScalarView((0..<mixer.next() % 9).compactMap { _ in randomScalar(&mixer) })))
    case 4: .number(String(Int64(bitPattern: mixer.next())))
    case 5: .array((0..<mixer.next() % 5).map { _ in randomValue(&mixer, depth: depth + 1) })
    default:
      .object((0..<mixer.next() % 5).map { .init("\($0)\"", randomValue(&mixer, depth: depth + 1)) })
    }
  }

  private static func randomScalar(_ mixer: inout Mixer) -> Unicode.Scalar? {
    let bound: UInt64 = [0x80, 0x800, 0x3000, 0x110000][Int(mixer.next() % 4)]
    return Unicode.Scalar(UInt32(mixer.next() % bound))
  }
}
