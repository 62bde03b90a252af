import Reports
import Testing

@Suite("Numbers and instants of the page") struct PageFormatTests {
  @Test(
    "a number is rounded half to even, grouped, and signed with a true minus",
    arguments: [
      (1_234_567.891, 2, "1,234,567.89"), (-1234.5, 0, "\u{2212}1,234"), (0.125, 2, "0.12"), (-0.001, 2, "0.00"),
      (999.999, 2, "1,000.00"), (0.05, 1, "0.0"), (1e300, 2, "1e+300"), (-1e16, 2, "\u{2212}1e+16"),
    ])
  func fixed(value: Double, places: Int, expected: String) {
    #expect(PageNumbers.fixed(value, places: places) == expected)
  }

  @Test("what is not finite has no digits", arguments: [Double.nan, .infinity, -.infinity])
  func notFinite(value: Double) {
    #expect(PageNumbers.fixed(value, places: 2) == nil)
    #expect(PageNumbers.duration(seconds: value) == nil)
  }

  @Test("a gain carries its sign, nothing carries none")
  func signed() {
    #expect(PageNumbers.fixed(2.5, places: 1, isSigned: true) == "+2.5")
    #expect(PageNumbers.fixed(0, places: 1, isSigned: true) == "0.0")
  }

  @Test(
    "exact text keeps all digits",
    arguments: [
      ("12345678901234567890.00000001", "12,345,678,901,234,567,890.00000001"), ("-1000", "\u{2212}1,000"),
      ("0.10", "0.10"), ("-0.00", "0.00"),
    ])
  func exact(text: String, expected: String) { #expect(PageNumbers.exact(text) == expected) }

  @Test("text that is no plain decimal is refused", arguments: ["", "-", "1e5", "1.", "0x1", "1,000", "nan"])
  func notExact(text: String) { #expect(PageNumbers.exact(text) == nil) }

  @Test(
    "a length of time is told in its two largest units",
    arguments: [
      (0.0, "0 s"), (2.5, "2.50 s"), (59.0, "59 s"), (60.0, "1 min"), (3661.0, "1 h 1 min"),
      (34_560_000.0, "400 d"), (90000.0, "1 d 1 h"), (-90000.0, "\u{2212}1 d 1 h"),
    ])
  func duration(seconds: Double, expected: String) { #expect(PageNumbers.duration(seconds: seconds) == expected) }

  @Test(
    "money has the decimals of its account",
    arguments: [(100_000.0, 2), (20.0, 4), (1.5, 8), (-700.0, 2), (0.0, 2)])
  func moneyPlaces(equity: Double, places: Int) { #expect(PageNumbers.moneyPlaces(equity: equity) == places) }

  @Test("a column has the decimals that its values need, eight at most")
  func placesNeeded() {
    #expect(PageNumbers.placesNeeded([1, 0.5, 0.125, .nan]) == 3)
    #expect(PageNumbers.placesNeeded([1.0 / 3]) == 8)
    #expect(PageNumbers.placesNeeded([]) == 0)
  }

  @Test(
    "instants are UTC, by the Gregorian calendar",
    arguments: [
      (Int64(0), "1970-01-01 00:00"), (1_709_164_800_000_000_000, "2024-02-29 00:00"),
      (1_709_251_199_000_000_000, "2024-02-29 23:59:59"), (-1_000_000_000, "1969-12-31 23:59:59"),
      (Int64.min, "1677-09-21 00:12:43"), (Int64.max, "2262-04-11 23:47:16"),
    ])
  func instants(time: Int64, expected: String) { #expect(PageTime.minute(time) == expected) }
}
