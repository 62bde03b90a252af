import JSON
import Testing

@Suite("Damaged JSON") struct JSONDamageTests {
  private static let document = Array(
    #"""
    {"stream":"btcusdt@depth","data":{"e":"depthUpdate","E":1659312000000,"b":[["55133.10","0.00100000"],["1e-8",-0.5E+3]],
    "text":"\"\\\/\b\f\n\r\t \u00e9 \ud83d\ude00 é€😀","flags":[true,false,null],"empty":[{},[],""]}}
    """#.utf8)

  private func outcomes(_ document: [UInt8]) -> (tree: Bool, skipped: Bool) {
    let tree = (try? JSONValue(parsing: document)) != nil
    let skipped: Void? = try? JSONScanner.withScanner(over: document) { scanner throws(JSONError) in
      try scanner.skip()
      try scanner.finish()
    }
    return (tree, skipped != nil)
  }

  @Test("every prefix of a document is refused")
  func prefixes() throws {
    _ = try JSONValue(parsing: Self.document)
    for length in 0..<Self.document.count {
      let (tree, skipped) = outcomes(Array(Self.document.prefix(length)))
      #expect(!tree && !skipped, "prefix of \(length) bytes")
    }
  }

  @Test("any byte changed gives a value or an error with a place in the document, and skipping judges like reading")
  func flips() {
    for position in Self.document.indices {
      for value in UInt8.min...UInt8.max {
        var document = Self.document
        document[position] = value
        do throws(JSONError) {
          _ = try JSONValue(parsing: document)
          #expect(outcomes(document).skipped)
        } catch {
          #expect(error.offset >= 0 && error.offset <= document.count)
          if case .repeatedName = error.reason { continue }
          #expect(!outcomes(document).skipped)
        }
      }
    }
  }

  @Test("random bytes and random joins of a document's parts never trap", arguments: 0..<8)
  func soup(seed: Int) {
    var mixer = Mixer(seed: UInt64(seed))
    let alphabet = Array(#"{}[],:"\/u0123e+-.tfn alse ruld8"#.utf8) + [0, 10, 0x80, 0xC2, 0xE2, 0xED, 0xF0, 0xFF]
    for _ in 0..<4_000 {
      let length = Int(mixer.next() % 40)
      let bytes = (0..<length).map { _ in alphabet[Int(mixer.next() % UInt64(alphabet.count))] }
      let start = Int(mixer.next() % UInt64(Self.document.count))
      let end = start + Int(mixer.next() % UInt64(Self.document.count - start))
      for document in [bytes, Array(Self.document[start..<end]) + bytes, bytes + Array(Self.document[start...])] {
        let (tree, skipped) = outcomes(document)
        #expect(!tree || skipped)
      }
    }
  }
}
