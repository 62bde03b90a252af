import Scenarios
import Testing

@Suite("Texts that are meant to hurt") struct HostileTextTests {
  @Test("ten megabytes of nested lists are refused by their size")
  func nestedHuge() {
    let text = String(repeating: "[", count: 10 << 20)
    #expect(
      Fixtures.printed(text) == """
        error: the scenario has 10485760 bytes, more than 1048576 (scenarios/a.yaml)
        hint: a scenario names its data and does not hold it; lists of orders belong into a file

        """)
  }

  @Test("a megabyte of nested lists or mappings is refused at the 65th level", arguments: ["[", "{a: ", "- ", "? "])
  func nestedDeep(opening: String) {
    let text = String(repeating: opening, count: (1 << 20) / opening.utf8.count)
    let printed = Fixtures.printed(text)
    #expect(
      printed.hasPrefix(opening == "? " ? "error: a key must be plain text" : "error: nested more than 64 levels"))
  }

  @Test("a megabyte of items is refused at the ten thousandth")
  func manyItems() {
    let printed = Fixtures.printed("[" + String(repeating: "1,", count: 500_000) + "1]")
    #expect(printed.hasPrefix("error: more than 10,000 values"))
  }

  @Test("ten thousand aliases of a large list cost nothing")
  func aliases() {
    let list = "[" + Array(repeating: "x", count: 5_000).joined(separator: ", ") + "]"
    let printed = Fixtures.printed("a: &a \(list)\nb: [*a, *a, *a, *a]\n")
    #expect(printed.hasPrefix("error: more than 10,000 values"))
  }

  @Test(
    "bytes that are no UTF-8 are refused at their place",
    arguments: [
      ([0xFF], 0xFF), ([0xC0, 0xAF], 0xC0), ([0xED, 0xA0, 0x80], 0xED), ([0xF4, 0x90, 0x80, 0x80], 0xF4),
      ([0xE2, 0x82], 0xE2), ([0x80], 0x80), ([0xF0, 0x9F, 0x98], 0xF0), ([0xE2, 0x28, 0xA1], 0xE2),
    ] as [([UInt8], UInt8)])
  func badUTF8(bytes: [UInt8], byte: UInt8) {
    let source = ScenarioSource(bytes: Array("version: 1\nname: ä".utf8) + bytes, file: "a.yaml")
    let errors = #expect(throws: ScenarioErrors.self) {
      try Scenario.read(source, strategies: [], readFile: Fixtures.readFile)
    }
    let expected = ScenarioError(.badUTF8(byte: byte), file: "a.yaml", place: .position(line: 2, column: 8))
    #expect(errors?.errors == [expected])
  }

  @Test("foreign text is shown on one line, without control characters, and cut")
  func shown() {
    let printed = Fixtures.printed(Fixtures.least + "\"a\\e[31m\\nb\\u202Ec\": 1\n")
    #expect(printed.hasPrefix("error: unknown key 'a\\u{1b}[31m\\nb\\u{202e}c' ("))
    let long = Fixtures.printed(Fixtures.least + String(repeating: "k", count: 500) + ": 1\n")
    #expect(long.contains("'" + String(repeating: "k", count: 60) + "...'"))
  }

  @Test("a text cut anywhere is refused or read, and never more than that")
  func cut() {
    let bytes = Array(Fixtures.full.utf8)
    for length in stride(from: 0, to: bytes.count, by: 7) {
      let text = String(decoding: bytes[..<length], as: UTF8.self)
      _ = Fixtures.printed(text)
    }
  }

  @Test("random bytes in a right text are refused or read, and never more than that")
  func scrambled() {
    var state: UInt64 = 42
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let signs = Array(" \t\n:-[]{},&*!|>'\"%@`#?0a.\u{7F}".utf8) + [0xFF, 0x00, 0x85, 0xEF]
    let right = Array(Fixtures.full.utf8)
    for _ in 0..<2_000 {
      var bytes = right
      for _ in 0...draw(4) { bytes[draw(bytes.count)] = signs[draw(signs.count)] }
      let source = ScenarioSource(bytes: bytes, file: "a.yaml")
      do throws(ScenarioErrors) {
        let scenario = try Scenario.read(source, strategies: Fixtures.strategies, readFile: Fixtures.readFile)
        let again = try Fixtures.read(writtenOut(scenario), file: "scenario.yaml")
        #expect(again == scenario)
      } catch {
        #expect(!error.errors.isEmpty)
      }
    }
  }
}
