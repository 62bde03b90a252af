import Market
import Testing

@Suite("Decimals") struct DecimalTests {
  @Test(
    "text goes to fixed point and back without loss",
    arguments: [
      ("0", "0"), ("-0.05", "-0.05"), ("12.500", "12.5"), ("1e-3", "0.001"), ("010", "10"), ("1.5E+2", "150"),
      ("0.00005330000000000001", "0.00005330000000000001"),
      ("170141183460469231731687303715884105727", "170141183460469231731687303715884105727"),
    ])
  func roundTrip(text: String, expected: String) throws {
    #expect(try FixedDecimal(text).description == expected)
  }

  @Test(
    "what is no decimal is refused with the place",
    arguments: [
      ("", DecimalError.empty), ("1.2.3", .unexpected(byte: 46, offset: 3)), ("1e", .empty),
      ("0x1F", .unexpected(byte: 120, offset: 1)),
      ("NaN", .unexpected(byte: 78, offset: 0)),
    ])
  func refused(text: String, expected: DecimalError) {
    #expect(throws: expected) { try FixedDecimal(text) }
  }

  @Test("a scan refuses digits that the scale does not hold, but not zeros")
  func scan() throws {
    #expect(try DecimalScanner.scan("46319.0", scale: 2) == 4_631_900)
    #expect(try DecimalScanner.scan("1.2300", scale: 2) == 123)
    #expect(throws: DecimalError.lostDigits(scale: 2)) { try DecimalScanner.scan("1.234", scale: 2) }
    #expect(throws: DecimalError.overflow) { try DecimalScanner.scan("92233720368547758.08", scale: 2) }
  }

  @Test(
    "every rounding has its direction",
    arguments: [
      (7, 2, Rounding.towardZero, 3), (-7, 2, .towardZero, -3), (7, 2, .awayFromZero, 4), (-7, 2, .awayFromZero, -4),
      (-7, 2, .down, -4), (-7, 2, .up, -3), (7, 2, .halfEven, 4), (5, 2, .halfEven, 2), (-5, 2, .halfEven, -2),
    ] as [(Int64, Int64, Rounding, Int64)])
  func rounding(numerator: Int64, denominator: Int64, rounding: Rounding, expected: Int64) {
    #expect(divide(numerator, by: denominator, rounding) == expected)
  }

  @Test(
    "wide decimals are written whole",
    arguments: [
      (Int128.max, 0, "170141183460469231731687303715884105727"),
      (Int128.min, 8, "-1701411834604692317316873037158.84105728"),
      (Int128(1), 20, "0.00000000000000000001"), (Int128(10_000_000_000_000_000_000), 8, "100000000000"),
    ])
  func wide(units: Int128, scale: Int, expected: String) {
    var buffer = TextBuffer()
    buffer.append(decimal: units, scale: scale)
    #expect(buffer.string == expected)
  }
}

@Suite("Times") struct TimestampTests {
  @Test(
    "ISO 8601 in its usual forms",
    arguments: [
      ("2024-08-01T00:00:00Z", "2024-08-01T00:00:00Z"), ("2024-08-01", "2024-08-01T00:00:00Z"),
      ("20240801", "2024-08-01T00:00:00Z"),
      ("2024-08-01T02:30:00+02:30", "2024-08-01T00:00:00Z"), ("2024-02-29T23:59:59.5", "2024-02-29T23:59:59.500Z"),
      ("1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.999999999Z"),
    ])
  func iso(text: String, expected: String) { #expect(Timestamp(iso: text)?.iso == expected) }

  @Test(
    "dates that do not exist are refused",
    arguments: ["2023-02-29", "2024-13-01", "2024-08-01T25:00:00Z", "tomorrow", "2024-08-01T", "1066-10-14"])
  func refused(text: String) { #expect(Timestamp(iso: text) == nil) }

  @Test(
    "durations",
    arguments: [("1h30m", "1h30m"), ("250ms", "250ms"), ("90m", "1h30m"), ("2w", "2w"), ("8d", "8d"), ("0s", "0s")])
  func spans(text: String, expected: String) { #expect(TimeSpan(text)?.description == expected) }

  @Test("wrong durations are refused", arguments: ["", "1", "m", "1m1h", "1h1h", "-1h", "1.5h", "99999999999w"])
  func wrongSpans(text: String) { #expect(TimeSpan(text) == nil) }
}
