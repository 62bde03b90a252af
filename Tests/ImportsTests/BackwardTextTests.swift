import Imports
import Market
import Testing

@Suite("Text written backwards") struct BackwardTextTests {
  private func text(_ write: (inout BackwardText) -> Void) -> String {
    var text = BackwardText(capacity: 256)
    write(&text)
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test(
    "numbers have exactly the decimals asked for",
    arguments: [
      (0, 0, 0, "0"), (0, 2, 2, "0.00"), (5, 2, 2, "0.05"), (5, 8, 8, "0.00000005"), (12_345_678, 8, 8, "0.12345678"),
      (123_456_789, 8, 8, "1.23456789"), (4_631_900, 2, 1, "46319.0"), (4_631_900, 2, 0, "46319"),
      (1_234_567_800_000_000, 8, 0, "12345678"), (9_999_999_999_999_999, 3, 3, "9999999999999.999"),
      (10_000_000_000_000_000, 3, 3, "10000000000000.000"), (-5, 1, 1, "-0.5"), (7, 0, 3, "7.000"),
      (30_000_000_000_000_004, 17, 17, "0.30000000000000004"), (100_000_000, 7, 7, "10.0000000"),
      (Int64.max, 0, 0, "9223372036854775807"), (Int64.max, 18, 18, "9.223372036854775807"),
    ] as [(Int64, Int, Int, String)])
  func fixed(units: Int64, scale: Int, places: Int, expected: String) {
    #expect(text { $0.prepend(units, scale: scale, places: places) } == expected)
  }

  @Test(
    "trailing zeros are left out down to the least number of decimals",
    arguments: [
      (0, 8, 0, "0"), (0, 8, 1, "0.0"), (4_631_900, 2, 1, "46319.0"), (4_631_925, 2, 1, "46319.25"),
      (100_000_000, 8, 0, "1"), (123_000_000_000, 8, 0, "1230"), (50_000_000, 8, 0, "0.5"), (100, 2, 0, "1"),
      (1_000_000_000_000_000, 8, 2, "10000000.00"), (5_000_000_000_000_000_000, 18, 0, "5"),
      (20, 12, 3, "0.00000000002"),
    ] as [(Int64, Int, Int, String)])
  func shortest(units: Int64, scale: Int, least: Int, expected: String) {
    #expect(text { $0.prepend(units, scale: scale, atLeast: least) } == expected)
  }

  @Test("random numbers come out as the plain writer has them")
  func random() {
    var random = SplitMix(state: 7)
    for _ in 0..<50_000 {
      let units = Int64(random.next() >> UInt64(1 + random.below(63)))
      let scale = random.below(10)
      var expected = TextBuffer()
      expected.append(decimal: units, scale: scale, decimals: scale)
      expected.append(byte: 59)
      expected.append(decimal: units, scale: scale)
      let found = text {
        $0.prepend(units, scale: scale, atLeast: 0)
        $0.prepend(byte: 59)
        $0.prepend(units, scale: scale, places: scale)
      }
      #expect(found == expected.string)
    }
  }
}
