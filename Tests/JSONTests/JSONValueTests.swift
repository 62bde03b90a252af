import JSON
import Testing

@Suite("JSON documents") struct JSONValueTests {
  @Test(
    "valid documents are read",
    arguments: [
      ("null", .null), (" true ", true), ("false\n", false), ("0", 0), ("-0", .number("-0")),
      ("0.00005330000000000001", .number("0.00005330000000000001")), ("1E+400", .number("1E+400")),
      ("123456789012345678901234567890", .number("123456789012345678901234567890")), ("\"\"", ""), ("[]", []),
      ("{}", [:]), ("[ 1 , [ ] , { } ]", [1, [], [:]]),
      ("{\"b\":1,\"a\":{\"c\":[null]}}", ["b": 1, "a": ["c": [nil]]]),
      ("\t\r\n[1]", [1]), ("\u{FEFF}[1]", [1]), ("{\"\":0}", ["": 0]),
      (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "A\u{E9}\u{20AC}"),
      (#""\ud83d\ude00""#, "\u{1F600}"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\u0000""#, "\0"),
      (
        "\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\"",
        "\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}"
      ),
      (#"{"\u0061":1}"#, ["a": 1]),
    ] as [(String, JSONValue)])
  func valid(document: String, expected: JSONValue) throws {
    #expect(try JSONValue(parsing: Array(document.utf8)) == expected)
    try JSONScanner.withScanner(over: Array(document.utf8)) { scanner throws(JSONError) in
      try scanner.skip()
      try scanner.finish()
    }
  }

  @Test(
    "invalid documents are refused with reason and place",
    arguments: [
      ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
      ("[1,", .unexpectedEnd, 3), ("[1,]", .unexpected(byte: 93), 3), ("[,1]", .unexpected(byte: 44), 1),
      ("[1 2]", .unexpected(byte: 50), 3), ("[1}", .unexpected(byte: 125), 2), ("]", .unexpected(byte: 93), 0),
      ("{]", .unexpected(byte: 93), 1), ("{1:2}", .unexpected(byte: 49), 1), ("{\"a\"}", .unexpected(byte: 125), 4),
      ("{\"a\":}", .unexpected(byte: 125), 5), ("{\"a\":1,}", .unexpected(byte: 125), 7),
      ("{\"a\" 1}", .unexpected(byte: 49), 5), ("{,}", .unexpected(byte: 44), 1), ("{\"a\":1", .unexpectedEnd, 6),
      ("tru", .unexpectedEnd, 3), ("trie", .unexpected(byte: 105), 2), ("nul", .unexpectedEnd, 3),
      ("True", .unexpected(byte: 84), 0), ("NaN", .unexpected(byte: 78), 0), ("truex", .trailing, 4),
      ("1 2", .trailing, 2), ("{} []", .trailing, 3), ("01", .malformedNumber, 0), ("-", .malformedNumber, 0),
      ("-a", .malformedNumber, 0), ("1.", .malformedNumber, 0), (".5", .unexpected(byte: 46), 0),
      ("+1", .unexpected(byte: 43), 0), ("1e", .malformedNumber, 0), ("1e+", .malformedNumber, 0),
      ("-01", .malformedNumber, 0), ("0x1F", .trailing, 1), ("1_000", .trailing, 1), ("\"a", .unexpectedEnd, 2),
      ("\"\\", .unexpectedEnd, 2), ("\"\\x\"", .malformedEscape, 1), ("\"\\u12\"", .malformedEscape, 1),
      ("\"\\u00g0\"", .malformedEscape, 1), (#""\ud83d""#, .loneSurrogate, 1), (#""\ude00""#, .loneSurrogate, 1),
      (#""\ud83d\u0041""#, .loneSurrogate, 1), (#""\ud83d\n\ude00""#, .loneSurrogate, 1),
      ("\"a\nb\"", .controlCharacter, 2), ("\"\0\"", .controlCharacter, 1), ("'a'", .unexpected(byte: 39), 0),
      ("// x\n1", .unexpected(byte: 47), 0), ("{\"a\":1,\"b\":2,\"a\":3}", .repeatedName("a"), 14),
      (#"{"a":1,"\u0061":3}"#, .repeatedName("a"), 8),
    ] as [(String, JSONError.Reason, Int)])
  func invalid(document: String, reason: JSONError.Reason, offset: Int) {
    #expect(throws: JSONError(reason, offset: offset)) { try JSONValue(parsing: Array(document.utf8)) }
  }

  @Test(
    "bytes that are no UTF-8 are refused, in what is skipped too",
    arguments: [
      [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE2, 0x82], [0xED, 0xA0, 0x80],
      [0xEF, 0xBF, 0x7F], [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
      [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func invalidUTF8(sequence: [UInt8]) {
    let document = [34] + sequence + [34]
    #expect(throws: JSONError(.invalidUTF8, offset: 1)) { try JSONValue(parsing: document) }
    #expect(throws: JSONError(.invalidUTF8, offset: 1)) {
      try JSONScanner.withScanner(over: document) { scanner throws(JSONError) in try scanner.skip() }
    }
  }

  @Test("nesting is read up to the limit and refused beyond it", arguments: [1, 7, 128, 512])
  func depth(limit: Int) throws {
    let deepest = Array(repeating: UInt8(ascii: "["), count: limit) + Array(repeating: UInt8(ascii: "]"), count: limit)
    #expect(try JSONValue(parsing: deepest, depthLimit: limit).kind == .array)
    #expect(throws: JSONError(.tooDeep(limit: limit), offset: limit)) {
      try JSONValue(parsing: [UInt8(ascii: "[")] + deepest + [UInt8(ascii: "]")], depthLimit: limit)
    }
  }

  @Test("ten megabytes of nested lists are refused, not followed")
  func bomb() {
    let bomb = Array(repeating: UInt8(ascii: "["), count: 10_000_000)
    #expect(throws: JSONError(.tooDeep(limit: 512), offset: 512)) { try JSONValue(parsing: bomb, depthLimit: .max) }
  }

  @Test("an error names its line and column")
  func position() {
    let document = Array("{\n \"a\": 1,\n \"b\": ?\n}".utf8)
    let error = JSONError(.unexpected(byte: 63), offset: 17)
    #expect(throws: error) { try JSONValue(parsing: document) }
    #expect(error.position(in: document) == (3, 7))
    #expect(error.description == "unexpected '?' at byte 17")
  }

  @Test("a path of names and indices finds its value, or nothing")
  func path() {
    let value: JSONValue = ["a": ["b": [10, ["c": "x"]]], "": true]
    #expect(value.value(at: "a.b.0")?.numberText == "10")
    #expect(value.value(at: "a.b.1.c")?.text == "x")
    #expect(value.value(at: "")?.flag == true)
    for lost in ["a.b.2", "a.b.-1", "a.b.x", "a.c", "a.b.0.d", "a..b", "b"] { #expect(value.value(at: lost) == nil) }
  }
}
