import Exchange
import Market
import Reports
import Testing

@Suite("Fields of rows") struct RowTextTests {
  /// The times of the ledger's first row and of the fills behind it.
  private func written(_ times: [Timestamp]) throws -> [String] {
    let rows = try SmallRun().rows(selection: .fills) {
      for (index, time) in times.enumerated() {
        $0.append(.filled(SmallRun.fill(UInt32(index + 1), of: 1, .buy, 1, at: 1, time: time, fee: 0)))
      }
    }
    let lines = (rows["fills.csv"] ?? "").split(separator: "\n").dropFirst()
    return lines.map { String($0.prefix { $0 != "," }) }
  }

  @Test("times are written as everywhere, in whatever order they come")
  func times() throws {
    var times: [Timestamp] = [
      SmallRun.at(0), SmallRun.at(0), SmallRun.at(-1), SmallRun.at(86_399_999), SmallRun.at(86_400_000),
      Timestamp(nanoseconds: 0), Timestamp(nanoseconds: -1), Timestamp(nanoseconds: 1),
      Timestamp(nanoseconds: -86_400_000_000_000), Timestamp(nanoseconds: 951_782_400_000_000_000),
    ]
    var state: UInt64 = 5
    for _ in 0..<500 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let unit: Int64 = [1, 1_000_000, 1_000_000_000][Int(state >> 60) % 3]
      times.append(Timestamp(nanoseconds: Int64(bitPattern: state) / 2 / unit * unit))
    }
    #expect(try written(times) == times.map(\.iso))
  }
}

@Suite("Figures of rows") struct RowFigureTests {
  private func text(_ value: Double?) -> String {
    var buffer = TextBuffer(capacity: 64)
    buffer.append(significant: value)
    return buffer.string
  }

  @Test(
    "the quick way writes what the exact one does",
    arguments: [
      0, -0.0, 1, -1, 6.2, 0.1, 1e-6, 9.99999999999e-7, 1e-7, 1e-8, 0.999999999999, 0.9999999999995, 0.9999999999994,
      9.999999999995, 123.456789012345, 99_999_999_999.95, 999_999_999_999, 999_999_999_999.5, 1e12, 1e300,
      .leastNonzeroMagnitude,
      1.0000000000005, 1.00000000000150, -2.5, 1.0 / 3, 2.0 / 3, 100.0 / 3, 1e11, 1e11 + 0.5,
    ])
  func figure(value: Double) {
    #expect(text(value) == SignificantDigits(value).text)
  }

  @Test("so it does for figures of every size")
  func figures() {
    var state: UInt64 = 11
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let size = [1e-9, 1e-6, 1e-3, 1, 1e3, 1e9, 1e13][Int(state >> 58) % 7]
      let value = Double(Int64(bitPattern: state)) / 9.3e18 * size
      #expect(text(value) == SignificantDigits(value).text)
    }
  }

  @Test("what is undefined is an empty field", arguments: [nil, .nan, .infinity, -.infinity] as [Double?])
  func undefined(value: Double?) {
    #expect(text(value).isEmpty)
  }
}
